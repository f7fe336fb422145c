"""What must not be read in a conversation that is kept: PINs and card numbers.

Lex hides what it understood as a slot. These rules hide what it did not: a PIN said when none was
asked for, a card number said at all. Tags are those of Transcribe's redaction.
"""

import re

PIN_TAG, CARD_TAG = "[PIN]", "[CREDIT_DEBIT_NUMBER]"

_DIGIT = (
    r"(?:\d|zero|oh|one|two|three|four|five|six|seven|eight|nine|"
    r"cero|uno|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)"
)
_GAP = r"[\s.,-]*"
_FOUR = rf"(?<!\d)(?<!\d[.,]){_DIGIT}(?:{_GAP}{_DIGIT}){{3}}(?![\d\w])"
_ANY_FOUR = re.compile(_FOUR, re.IGNORECASE)
_ONLY_FOUR = re.compile(rf"\W*{_FOUR}\W*", re.IGNORECASE)
_CALLED_PIN = re.compile(
    rf"(\b(?:pin|nip|clave|c[oó]digo|code)\b\D{{0,20}}?){_FOUR}", re.IGNORECASE
)
_CARD = re.compile(r"(?<![\d.])\d(?:[ -]?\d){12,18}(?!\d)")


def without_cards(text: str) -> str:
    """Numbers of 13 to 19 digits that are right by Luhn's check are hidden."""
    return _CARD.sub(lambda found: CARD_TAG if _is_card(found[0]) else found[0], text)


def without_pins(text: str) -> str:
    """Every four digits in a row, in figures or words: for what was said while a PIN was wanted."""
    return _ANY_FOUR.sub(PIN_TAG, text)


def without_stray_pin(text: str) -> str:
    """Four digits that are all of what was said, or are called a PIN."""
    if _ONLY_FOUR.fullmatch(text):
        return PIN_TAG
    return _CALLED_PIN.sub(rf"\1{PIN_TAG}", text)


def _is_card(number: str) -> bool:
    digits = [int(one) for one in number if one.isdigit()]
    doubled = [sum(divmod(2 * one, 10)) for one in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0 and len(set(digits)) > 1
