import pytest

from omnilex.domain.contact import Redaction, Role, Turn, Word
from omnilex.domain.redaction import Span, masked_value, own_spans, redact, silences_of


def turn(index: int, role: Role, text: str) -> Turn:
    return Turn(
        index=index, role=role, text=text, begin_offset_ms=index * 10_000, duration_ms=9_000
    )


def words_of(one: Turn) -> list[Word]:
    """A second a word."""
    return [
        Word(
            text=word,
            begin_offset_ms=one.begin_offset_ms + at * 1_000,
            end_offset_ms=one.begin_offset_ms + at * 1_000 + 900,
            confidence=1,
            turn=one.index,
        )
        for at, word in enumerate(one.text.split())
    ]


def said(text: str, before: str = "") -> str:
    """The text as it may be read."""
    for span in sorted(own_spans(text, before), reverse=True, key=lambda one: one.begin):
        text = f"{text[: span.begin]}[{span.type}]{text[span.end :]}"
    return text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("it is four one two three", "it is [NUMBER]"),
        ("my PIN is four one two three, okay?", "my PIN is [PIN], okay?"),
        ("the card ends in double four one two", "the card ends in [CREDIT_DEBIT_NUMBER]"),
        ("the pin is forty one twenty three", "the pin is [PIN]"),
        ("mi clave es cuatro uno dos tres", "mi clave es [PIN]"),
        ("my PIN is 1984", "my PIN is [PIN]"),
        ("account 4401-8839", "account [BANK_ACCOUNT_NUMBER]"),
        ("call me at 416 555 0142", "call me at [PHONE]"),
        ("it is 4401 8839 2210", "it is [NUMBER]"),
    ],
)
def test_numbers_that_tell_are_hidden_however_they_are_said(text: str, shown: str):
    assert said(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "I opened the account in 2019",
        "pay $1,250 to my account",
        "pay 1250 dollars from my account",
        "it was twenty five dollars",
        "I have two cards and one account",
        "on 12/04/2026 at 10:15",
        "ticket 4401",
    ],
)
def test_years_amounts_and_counts_are_read(text: str):
    assert said(text) == text


def test_what_another_has_just_asked_for_tells_what_a_number_is():
    assert said("it's 482 1", "And your PIN, please?") == "it's [PIN]"


def test_turns_and_their_words_hide_the_same_and_say_where():
    asked = turn(0, Role.AGENT, "What is your PIN?")
    given = turn(1, Role.CUSTOMER, "Sure, four eight two one. Thanks, Ana.")

    turns, words = redact([asked, given], [*words_of(asked), *words_of(given)], [[], []])

    assert turns[0] == asked
    assert turns[1].text == "Sure, [PIN]. Thanks, Ana."
    assert turns[1].redactions == (Redaction(type="PIN", begin_offset=6, end_offset=11),)
    assert [word.text for word in words if word.turn == 1] == ["Sure,", "[PIN].", "Thanks,", "Ana."]
    hidden = words[5]
    assert (hidden.begin_offset_ms, hidden.end_offset_ms) == (11_000, 14_900)
    assert silences_of(words) == [(10_880, 15_020)]


def test_what_a_service_found_is_hidden_too_and_once():
    one = turn(0, Role.CUSTOMER, "Write to ana@example.com or account 4401 8839.")
    found = [Span("EMAIL", 9, 24), Span("BANK_ACCOUNT_NUMBER", 36, 45)]

    (shown,), words = redact([one], words_of(one), [found])

    assert shown.text == "Write to [EMAIL] or account [BANK_ACCOUNT_NUMBER]."
    assert " ".join(word.text for word in words) == shown.text


def test_tags_that_stand_there_already_are_counted_and_left():
    one = turn(0, Role.CUSTOMER, "My name is [PII].")

    (shown,), _ = redact([one], [], [[Span("NAME", 11, 16)]])

    assert shown.text == one.text
    assert [of.type for of in shown.redactions] == ["PII"]


@pytest.mark.parametrize(
    ("slot", "value", "shown"),
    [
        ("Pin", "4821", "•••"),
        ("PhoneNumber", "4165550134", "•••"),
        ("Reference", "4401 8839", "•••"),
        ("Amount", "125.50", "125.50"),
        ("Payee", "mortgage", "mortgage"),
        ("Payee", "", None),
    ],
)
def test_a_sensitive_slot_is_not_shown(slot: str, value: str, shown: str | None):
    assert masked_value(slot, value) == shown
