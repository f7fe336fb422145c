"""The words each language has for times of day and durations."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class TimeWords:
    named: dict[str, str]
    fractions: dict[str, int]
    halves: dict[str, str]  # said -> am, pm or night
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    units: dict[str, str]
    one: frozenset[str]
    duration: re.Pattern[str]
    duration_part: re.Pattern[str]


def _any(names: object) -> str:
    assert isinstance(names, dict | list)  # noqa: S101
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _words(
    *,
    named: dict[str, str],
    fractions: dict[str, int],
    halves: dict[str, str],
    patterns: list[tuple[str, str]],
    units: dict[str, str],
    one: list[str],
    joiner: str,
    half: str,
) -> TimeWords:
    fields = {
        "named": _any(named),
        "fraction": _any(fractions),
        "half": "|".join(halves_said(halves)),
    }
    part = rf"(?P<n>\d+(?:\.\d+)?|{_any(one)}) ?(?P<unit>{_any(units)})\b(?P<half> {half})?"
    bare = re.sub(r"\?P<\w+>", "?:", part)
    return TimeWords(
        named=named,
        fractions=fractions,
        halves={said.replace(" ", "").replace(".", ""): value for said, value in halves.items()},
        patterns=tuple((kind, re.compile(pattern.format(**fields))) for kind, pattern in patterns),
        units=units,
        one=frozenset(one),
        duration=re.compile(rf"\b{bare}(?: ?,? ?(?:{joiner} )?{bare})*"),
        duration_part=re.compile(part),
    )


def halves_said(halves: dict[str, str]) -> list[str]:
    """The half-day words as patterns, the longest first."""
    return [re.escape(said) for said in sorted(halves, key=len, reverse=True)]


def _units(**names: str) -> dict[str, str]:
    return {name: unit for unit, words in names.items() for name in words.split()}


TIME_WORDS: dict[str, TimeWords] = {
    "en": _words(
        named={
            "noon": "12:00",
            "midday": "12:00",
            "midnight": "00:00",
            "this morning": "MO",
            "this afternoon": "AF",
            "this evening": "EV",
            "tonight": "NI",
            "in the morning": "MO",
            "in the afternoon": "AF",
            "in the evening": "EV",
            "at night": "NI",
        },
        fractions={"half": 30, "quarter": 15, "a quarter": 15},
        halves={
            "am": "am",
            "a.m.": "am",
            "a . m .": "am",
            "a . m": "am",
            "a m": "am",
            "in the morning": "am",
            "this morning": "am",
            "morning": "am",
            "tomorrow morning": "am",
            "pm": "pm",
            "p.m.": "pm",
            "p . m .": "pm",
            "p . m": "pm",
            "p m": "pm",
            "in the afternoon": "pm",
            "this afternoon": "pm",
            "afternoon": "pm",
            "in the evening": "pm",
            "this evening": "pm",
            "evening": "pm",
            "tonight": "pm",
            "at night": "night",
        },
        patterns=[
            ("named", r"\b(?P<named>{named})\b"),
            (
                "past",
                r"\b(?P<fraction>{fraction}|\d\d?)(?: minutes?)? (?:past|after) (?P<h>\d\d?)"
                r"(?: o ?'? ?clock)?(?: (?P<half>{half}))?",
            ),
            (
                "to",
                r"\b(?P<fraction>{fraction}|\d\d?)(?: minutes?)? (?:to|before|till|of) (?P<h>\d\d?)"
                r"(?: o ?'? ?clock)?(?: (?P<half>{half}))?",
            ),
            ("clock", r"\b(?P<h>\d\d?) ?: ?(?P<m>\d\d)(?: ?: ?\d\d)?(?: ?(?P<half>{half}))?"),
            ("clock", r"\b(?P<h>\d\d?) (?P<m>[0-5]\d) ?(?P<half>{half})"),
            ("clock", r"\b(?P<h>\d\d?)(?: o ?'? ?clock)? ?(?P<half>{half})"),
            ("clock", r"\b(?P<h>\d\d?) o ?'? ?clock"),
            (
                "clock",
                r"\b(?:at|by|around|about|before|after|until) (?P<h>\d\d?)"
                r"(?: (?P<m>[0-5]\d))?\b(?! ?[:./%]| (?:days?|weeks?|months?|years?|hours?|"
                r"minutes?|dollars?))",
            ),
            ("clock", r"^(?P<h>\d\d?)(?: (?P<m>[0-5]\d))?$"),
            ("clock", r"^(?P<h>[01]\d|2[0-3])(?P<m>[0-5]\d)(?: hours)?$"),
        ],
        units=_units(
            Y="year years",
            M="month months",
            W="week weeks",
            D="day days",
            TH="hour hours hr hrs h",
            TM="minute minutes min mins",
            TS="second seconds sec secs",
        ),
        one=["a", "an", "one"],
        joiner="and",
        half="and a half",
    ),
}
