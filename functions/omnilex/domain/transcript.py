"""A transcript as it came in, whatever its form: turns, and what the service found in them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from omnilex.domain.contact import (
    CategoryMatch,
    Highlight,
    Loudness,
    Role,
    Separation,
    Turn,
    Word,
)

SECOND_MS = 1000


class Known(BaseModel):
    """What a file says of its contact, apart from the turns; None is not said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    guid: str | None = None
    agent: str | None = None
    customer_id: str | None = None
    began_at: datetime | None = None
    language: str | None = None
    channel: Literal["CALL", "CHAT"] | None = None
    medium: Literal["phone", "web", "sms", "slack"] | None = None

    def or_else(self, other: "Known") -> "Known":
        """This; where it does not say, the other."""
        said = {name: value for name, value in self if value is not None}
        return other.model_copy(update=said)


class BotNotes(BaseModel):
    """What a log tells of the bot: see ``BotFigures``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    intents: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    pin_failures: int = 0
    transferred: bool = False


class Transcript(BaseModel):
    """Turns in the order they began; ``highlights`` and ``categories`` are the service's own.

    ``role_reason`` says why who is held to be the agent.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    known: Known = Known()
    turns: tuple[Turn, ...] = ()
    words: tuple[Word, ...] = ()
    duration_ms: int | None = None
    separation: Separation | None = None
    role_reason: str | None = None
    loudness: Loudness | None = None
    categories: tuple[CategoryMatch, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    bot: BotNotes | None = None
    feedback: Literal["up", "down"] | None = None
    details: tuple[str, ...] = ()


def loudness_of(scores: Sequence[tuple[Role, int, Sequence[float | None]]]) -> Loudness | None:
    """By second from (role, begin in ms, decibels of each second of the turn)."""
    by_role: dict[Role, list[float | None]] = {Role.AGENT: [], Role.CUSTOMER: []}
    for role, begin_ms, decibels in scores:
        if role not in by_role:
            continue
        first, row = begin_ms // SECOND_MS, by_role[role]
        row += [None] * (first + len(decibels) - len(row))
        row[first : first + len(decibels)] = decibels
    if not any(by_role.values()):
        return None
    return Loudness(AGENT=tuple(by_role[Role.AGENT]), CUSTOMER=tuple(by_role[Role.CUSTOMER]))


def turn_at(turns: Sequence[Turn], offset_ms: int) -> int:
    """The index of the turn that is spoken at that time, or of the last that began before."""
    begun = [turn for turn in turns if turn.begin_offset_ms <= offset_ms]
    spoken = [turn for turn in begun if turn.end_offset_ms >= offset_ms]
    if spoken:
        return spoken[0].index
    return begun[-1].index if begun else 0
