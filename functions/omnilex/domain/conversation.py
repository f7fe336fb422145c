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
    entry: Mapping[str, Any]

    @property
    def locks_out(self) -> bool:
        """After too many PINs the conversation is over."""
        return self.intent == VERIFICATION and self.is_closed and self.is_failed


class Ending(_Frozen):
    """A reason to look whether a conversation is over: it was ended, or may have gone quiet."""

    session_id: str = Field(min_length=1)
    ended: bool = False
    feedback: Feedback | None = None


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
    def of(cls, entries: Sequence[Entry], session: Session, feedback: Feedback | None) -> Self:
        """``session`` says who was verified. ``entries`` are at least one, of one conversation."""
        ordered = in_order(entries)
        name = conversation_id(ordered)
        return cls(
            session_id=name,
            medium=session.channel,
            customer_id=session.customer_id,
            language=ordered[-1].locale.replace("_", "-"),
            started_at=ordered[0].at,
            ended_at=ordered[-1].at,
            feedback=feedback,
            entries=tuple({**one.entry, "sessionId": name} for one in ordered),
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
    """Ended, or quiet for five minutes."""
    quiet_s = (now - in_order(entries)[-1].at).total_seconds()
    return ending.ended or quiet_s >= IDLE_S
