"""The shape of a language's words for dates, and of the orders they come in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DateWords:
    """``patterns`` name their kind of date; their fields: days, weekdays, months, units, which.

    ``which2`` is a "which" behind its noun: "la semana próxima".
    """

    months: dict[str, int]
    weekdays: dict[str, int]
    days: dict[str, int]
    units: dict[str, str]
    next: frozenset[str]
    last: frozenset[str]
    this: frozenset[str]
    patterns: tuple[tuple[str, str], ...]
