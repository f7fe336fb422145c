"""The words each language has for dates, and the orders they come in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DateWords:
    """``patterns`` name their kind of date; their fields: days, weekdays, months, units, which."""

    months: dict[str, int]
    weekdays: dict[str, int]
    days: dict[str, int]
    units: dict[str, str]
    next: frozenset[str]
    last: frozenset[str]
    this: frozenset[str]
    patterns: tuple[tuple[str, str], ...]


def _numbered(words: str, first: int) -> dict[str, int]:
    """Names by place; a place may hold several names, parted by a stroke."""
    return {
        name: place for place, names in enumerate(words.split(), first) for name in names.split("|")
    }


def _units(**names: str) -> dict[str, str]:
    return {name: unit for unit, words in names.items() for name in words.split()}


_EN = DateWords(
    months=_numbered(
        "january|jan february|feb march|mar april|apr may june|jun july|jul august|aug "
        "september|sept|sep october|oct november|nov december|dec",
        1,
    ),
    weekdays=_numbered(
        "monday|mondays|mon tuesday|tuesdays|tues|tue wednesday|wednesdays|weds|wed "
        "thursday|thursdays|thurs|thur|thu friday|fridays|fri saturday|saturdays|sat "
        "sunday|sundays|sun",
        0,
    ),
    days={
        "today": 0,
        "now": 0,
        "tonight": 0,
        "this morning": 0,
        "this afternoon": 0,
        "this evening": 0,
        "tomorrow": 1,
        "tmrw": 1,
        "day after tomorrow": 2,
        "yesterday": -1,
        "day before yesterday": -2,
    },
    units=_units(day="day days", week="week weeks", month="month months", year="year years"),
    next=frozenset({"next", "the following", "coming"}),
    last=frozenset({"last", "previous", "past"}),
    this=frozenset({"this", "current"}),
    patterns=(
        ("day", r"\b(?:the )?(?P<day>{days})\b"),
        ("weekday", r"\b(?:on )?(?:(?:the )?(?P<which>{which}) )?(?P<weekday>{weekdays})\b"),
        ("period", r"\b(?P<which>{which}) (?P<unit>{units})\b"),
        ("ahead", r"\bin (?P<n>\d+) (?P<unit>{units})\b"),
        ("ahead", r"\b(?P<n>\d+) (?P<unit>{units}) (?:from now|from today|later)\b"),
        ("ago", r"\b(?P<n>\d+) (?P<unit>{units}) (?:ago|earlier)\b"),
        (
            "of_month",
            r"\b(?P<month>{months}) ?\.? (?:the )?(?P<d>\d\d?)(?:rd)?(?: ?,? (?P<y>\d{{4}}))?\b",
        ),
        (
            "of_month",
            r"\b(?:the )?(?P<d>\d\d?)(?:rd)? (?:of )?(?P<month>{months})(?: ?,? (?P<y>\d{{4}}))?\b",
        ),
        ("of_month", r"\b(?:the )?(?P<d>\d\d?)rd\b(?! (?:of|street|avenue))"),
        ("month", r"\b(?<!may )(?P<month>{months})(?: (?P<y>\d{{4}}))?\b(?! (?:i|we|\d\d?))"),
    ),
)

DATE_WORDS: dict[str, DateWords] = {"en": _EN}
