"""The shape of a language's words for times of day and durations."""

import re
from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class TimeWords:
    named: dict[str, str]
    fractions: dict[str, int]
    halves: dict[str, str]  # said -> am, pm or night
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    units: dict[str, str]
    one: frozenset[str]
    wholes: dict[str, tuple[str, str]]  # "media hora" -> ("TM", "30")
    duration: re.Pattern[str]
    duration_part: re.Pattern[str]


def _any(names: Collection[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or "(?!)"


def time_words(
    *,
    named: dict[str, str],
    fractions: dict[str, int],
    halves: dict[str, str],
    patterns: list[tuple[str, str]],
    units: dict[str, str],
    joiner: str,
    half: str,
    one: Collection[str] = (),
    wholes: dict[str, tuple[str, str]] | None = None,
) -> TimeWords:
    """Patterns name their kind of time; their fields: named, fraction, half.

    ``joiner`` and ``half`` are what stands between a duration's parts and for a half behind one.
    """
    wholes = wholes or {}
    fields = {"named": _any(named), "fraction": _any(fractions), "half": _any(halves)}
    part = (
        rf"(?:(?P<n>\d+(?:\.\d+)?|{_any(one)}) ?(?P<unit>{_any(units)})\b(?P<half> (?:{half}))?"
        rf"|(?P<whole>{_any(wholes)})\b)"
    )
    bare = re.sub(r"\?P<\w+>", "?:", part)
    return TimeWords(
        named=named,
        fractions=fractions,
        halves={said.replace(" ", "").replace(".", ""): value for said, value in halves.items()},
        patterns=tuple((kind, re.compile(pattern.format(**fields))) for kind, pattern in patterns),
        units=units,
        one=frozenset(one),
        wholes=wholes,
        duration=re.compile(rf"\b{bare}(?: ?,? ?(?:(?:{joiner}) )?{bare})*"),
        duration_part=re.compile(part),
    )
