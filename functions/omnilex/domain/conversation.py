"""A chat with the bot as its log tells it; once it is over, it is written as one chat log."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from omnilex.domain.chat import Feedback
from omnilex.domain.session import VERIFICATION, Channel, Session

IDLE_S = 5 * 60
KEPT_FOR_S = 2 * 24 * 60 * 60  # rows of a conversation; its chat log stays
# How long an end is waited out: for the last log entries, and for a thumb that was not given yet.
# What comes later all the same has the chat log written again.
LAST_WORDS_S, THUMB_S = 10, 60


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Entry(_Frozen):
    """One turn as Lex logs it, PINs and card numbers hidden; ``entry`` is the whole record."""

    session_id: str
    request_id: str
    at: AwareDatetime
    locale: str
    intent: str | None = None
    is_closed: bool = False
    is_failed: bool = False
    is_missed: bool = False
    entry: Mapping[str, Any]

    @property
    def ends_it(self) -> bool:
        """The bot has said goodbye, which is no intent's; or it takes no more PINs."""
        locked = self.intent == VERIFICATION and self.is_failed
        return self.is_closed and (self.is_missed or locked)


class Ending(_Frozen):
    """A reason to look whether a conversation is over: it was ended, or may have gone quiet."""

    session_id: str = Field(min_length=1)
    ended: bool = False
    feedback: Feedback | None = None


class Part(_Frozen):
    """One conversation of a session: its name is made of its first entry, and stays.

    ``closed_at`` is when it was first held to be over, None while no file of it is written;
    ``written`` is how many of its entries are in the file.
    """

    name: str
    entries: tuple[Entry, ...]
    closed_at: AwareDatetime | None = None
    written: int = 0
    customer_id: str | None = None
    feedback: Feedback | None = None

    @property
    def is_due(self) -> bool:
        return self.written != len(self.entries)

    def with_late(self, entries: Sequence[Entry]) -> Self:
        return self.model_copy(update={"entries": (*self.entries, *entries)})


class ChatLog(_Frozen):
    """The file that analytics takes: contract ``omnilex-chat-log``, version 1.

    ``session_id`` names this conversation and no other: a session goes on for as long as a phone
    number or a Slack user does. It opens no session, which the session's own id would.
    """

    format: Literal["omnilex-chat-log"] = "omnilex-chat-log"
    version: Literal[1] = 1
    session_id: str
    medium: Channel
    customer_id: str | None
    language: str
    started_at: AwareDatetime
    ended_at: AwareDatetime
    feedback: Feedback | None
    entries: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, part: Part, session: Session) -> Self:
        """``session`` says who was verified, unless the part knows. At least one entry."""
        ordered = in_order(part.entries)
        return cls(
            session_id=part.name,
            medium=session.channel,
            customer_id=part.customer_id or session.customer_id,
            language=ordered[-1].locale.replace("_", "-"),
            started_at=ordered[0].at,
            ended_at=ordered[-1].at,
            feedback=part.feedback,
            entries=tuple({**one.entry, "sessionId": part.name} for one in ordered),
        )


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda one: (one.at, one.request_id))


def conversation_id(entries: Sequence[Entry]) -> str:
    """The same for the same first entry."""
    first = in_order(entries)[0]
    channel = Session(session_id=first.session_id).channel
    told = f"{first.session_id}/{first.at.isoformat()}/{first.request_id}"
    return f"{channel}.{hashlib.sha256(told.encode()).hexdigest()[:32]}"


def is_over(entries: Sequence[Entry], ending: Ending, now: datetime) -> bool:
    """Ended, taken leave of, or quiet for five minutes."""
    last = in_order(entries)[-1]
    return ending.ended or last.ends_it or (now - last.at).total_seconds() >= IDLE_S


def due(parts: Sequence[Part], loose: Sequence[Entry], ending: Ending, now: datetime) -> list[Part]:
    """The parts to write: those begun, those that something came late for, and what is over now.

    ``loose`` are entries of no part. What was said before a part was closed belongs to it, however
    late its entry comes; and a thumb belongs to the last.
    """
    joined = [part.with_late(_late(part, parts, loose)) for part in parts]
    to_write = [part for part in joined if part.is_due]
    late = {one.request_id for part in to_write for one in part.entries}
    rest = [one for one in loose if one.request_id not in late]
    if rest and is_over(rest, ending, now):
        name = conversation_id(rest)
        return [*to_write, Part(name=name, entries=tuple(rest), feedback=ending.feedback)]
    if ending.feedback is None or rest or not joined:
        return to_write
    rated = max(joined, key=lambda one: one.closed_at or now)
    if rated.feedback is ending.feedback and not rated.is_due:
        return to_write
    others = [part for part in to_write if part.name != rated.name]
    return [*others, rated.model_copy(update={"feedback": ending.feedback})]


def _late(part: Part, parts: Sequence[Part], loose: Sequence[Entry]) -> list[Entry]:
    """Of the parts that were still open when an entry was said, the first closed has it."""

    def owner(entry: Entry) -> str | None:
        open_then = [one for one in parts if one.closed_at and entry.at <= one.closed_at]
        return min(open_then, key=lambda one: one.closed_at or entry.at).name if open_then else None

    return [one for one in loose if owner(one) == part.name]
