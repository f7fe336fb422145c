"""A slot value found in an utterance."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from local.lex.nlu.reading import Reading


@dataclass(frozen=True)
class Found:
    """The words from ``first`` up to ``after`` mean ``interpreted``.

    ``interpreted`` is None where the words mean several things (``resolved`` lists them), so that
    the customer is asked again. ``certain`` is False for a guess that any word would satisfy.
    """

    first: int
    after: int
    interpreted: str | None
    resolved: tuple[str, ...] = ()
    certain: bool = True

    @property
    def values(self) -> list[str]:
        return list(self.resolved) if self.resolved else [self.interpreted or ""]


@dataclass(frozen=True)
class Moment:
    """When and in which language something was said."""

    now: datetime
    locale: str = "en_US"

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def language(self) -> str:
        return self.locale.partition("_")[0]


Finder = Callable[[Reading, Moment], list[Found]]


def matches(
    reading: Reading,
    pattern: re.Pattern[str],
    interpret: Callable[[re.Match[str]], str | tuple[str, ...] | None],
) -> list[Found]:
    """Every place where ``pattern`` fits the reading and ``interpret`` makes sense of it."""
    result = []
    for match in pattern.finditer(reading.text):
        meaning = interpret(match)
        if not meaning:
            continue
        first, after = reading.token_span(*match.span())
        if isinstance(meaning, tuple):
            result.append(Found(first, after, None, meaning))
        else:
            result.append(Found(first, after, meaning))
    return result


def without_overlaps(candidates: Iterable[Found]) -> list[Found]:
    """The longest finds first, then none that touches another; in reading order."""
    chosen: list[Found] = []
    for found in sorted(candidates, key=lambda one: (one.first - one.after, one.first)):
        if all(found.after <= other.first or found.first >= other.after for other in chosen):
            chosen.append(found)
    return sorted(chosen, key=lambda one: one.first)
