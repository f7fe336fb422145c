"""Written numbers as they are said, for aligning and for comparing transcripts."""

import re

_UNDER_TWENTY = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third"}
_MONEY = re.compile(r"\$(\d[\d,]*)(?:\.(\d\d))?")
_YEAR = re.compile(r"(19|20)\d\d")
_HUNDRED, _THOUSAND, _MILLION, _TWENTY = 100, 1_000, 1_000_000, 20


def spoken_form(token: str) -> list[str]:
    """``$25`` -> [twenty, five, dollars]; a word -> [word], lower-cased."""
    lowered = token.lower().strip("'\"")
    if lowered in _ORDINALS:
        return [_ORDINALS[lowered]]
    money = _MONEY.fullmatch(lowered)
    if money:
        cents = [*cardinal(int(money[2])), "cents"] if money[2] and money[2] != "00" else []
        return [*cardinal(int(money[1].replace(",", ""))), "dollars", *cents]
    if lowered.endswith("%") and lowered[:-1].isdigit():
        return [*cardinal(int(lowered[:-1])), "percent"]
    if _YEAR.fullmatch(lowered) and int(lowered) % _THOUSAND >= _HUNDRED:
        return [*cardinal(int(lowered[:2])), *cardinal(int(lowered[2:]))]
    parts = re.findall(r"[a-z']+|\d+", lowered.replace(",", ""))
    return [word for part in parts for word in (cardinal(int(part)) if part.isdigit() else [part])]


def cardinal(number: int) -> list[str]:
    """``125`` -> [one, hundred, twenty, five]; from a billion on, digit by digit."""
    if number >= _MILLION * _THOUSAND:
        return [_UNDER_TWENTY[int(digit)] for digit in str(number)]
    for scale, name in ((_MILLION, "million"), (_THOUSAND, "thousand"), (_HUNDRED, "hundred")):
        if number >= scale:
            rest = cardinal(number % scale) if number % scale else []
            return [*cardinal(number // scale), name, *rest]
    if number < _TWENTY:
        return [_UNDER_TWENTY[number]]
    tens, ones = divmod(number, 10)
    return [_TENS[tens - 2], *([_UNDER_TWENTY[ones]] if ones else [])]
