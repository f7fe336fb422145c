"""Logs of conversations with the bot: Lex V2's entries, one a turn of the customer; by themselves,
or in the collection that is written when a conversation is over.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, Literal

from pydantic import Field

from omnilex.adapters.call_analytics import Lenient
from omnilex.domain import calling, helping
from omnilex.domain.contact import Redaction, Role, Turn
from omnilex.domain.dialog import NO, UNDERSTOOD
from omnilex.domain.failure import TranscriptUnreadableError
from omnilex.domain.redaction import masked_value
from omnilex.domain.transcript import BotNotes, Known, Transcript

MASK = re.compile(r"\{(\w+)\}")  # how a log shows a slot that it must not tell
WORD_BEGINS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
FALLBACK = "FallbackIntent"
PIN, PIN_MASK = "Pin", "{Pin}"
HAND_OVER = "TransferToAgent"
MEDIA: dict[str, Literal["phone", "web", "sms", "slack"]] = {
    "web": "web",
    "sms": "sms",
    "slack": "slack",
    "voice": "phone",
}
CHANNELS: dict[str, Literal["CALL", "CHAT"]] = {
    "web": "CHAT",
    "sms": "CHAT",
    "slack": "CHAT",
    "phone": "CALL",
}


class _Button(Lenient):
    text: str = ""


class _Card(Lenient):
    title: str = ""
    subtitle: str | None = None
    buttons: list[_Button] = Field(default=[], alias="buttonsList")


class _Message(Lenient):
    content_type: str = Field(default="PlainText", alias="contentType")
    content: str | None = None
    card: _Card | None = Field(default=None, alias="imageResponseCard")

    @property
    def words(self) -> str:
        """What a person reads; a payload is for the channel."""
        if self.card:
            return " ".join(filter(None, (self.card.title, self.card.subtitle)))
        if self.content_type == "SSML":
            return re.sub(r"<[^>]*>", " ", self.content or "").strip()
        return (self.content or "").strip() if self.content_type == "PlainText" else ""


class _Value(Lenient):
    original: str | None = Field(default=None, alias="originalValue")
    interpreted: str | None = Field(default=None, alias="interpretedValue")


class _Slot(Lenient):
    value: _Value | None = None


class _Intent(Lenient):
    name: str
    state: str | None = None
    slots: dict[str, _Slot | None] | None = None


class _Interpretation(Lenient):
    intent: _Intent | None = None
    confidence: float | None = Field(default=None, alias="nluConfidence", ge=0, le=1)


class _DialogAction(Lenient):
    type: str | None = None
    slot: str | None = Field(default=None, alias="slotToElicit")


class _State(Lenient):
    intent: _Intent | None = None
    action: _DialogAction | None = Field(default=None, alias="dialogAction")
    attributes: dict[str, str] | None = Field(default=None, alias="sessionAttributes")


class _Bot(Lenient):
    locale: str | None = Field(default=None, alias="localeId")


class Entry(Lenient):
    at: datetime = Field(alias="timestamp")
    session_id: str = Field(alias="sessionId")
    utterance: str = Field(default="", alias="inputTranscript")
    missed: bool = Field(default=False, alias="missedUtterance")
    bot: _Bot = _Bot()
    state: _State = Field(default=_State(), alias="sessionState")
    interpretations: tuple[_Interpretation, ...] = ()
    messages: tuple[_Message, ...] = ()

    @property
    def understood(self) -> _Intent | None:
        return self.interpretations[0].intent if self.interpretations else None

    @property
    def intent(self) -> _Intent | None:
        return self.state.intent or self.understood

    @property
    def confidence(self) -> float | None:
        """Of the intent that the dialog went on with."""
        name = self.intent.name if self.intent else None
        found = (one for one in self.interpretations if one.intent and one.intent.name == name)
        return next((one.confidence for one in found), None)

    @property
    def asks_for(self) -> str | None:
        return self.state.action.slot if self.state.action else None

    @property
    def is_closed(self) -> bool:
        return self.state.action is not None and self.state.action.type == "Close"

    @property
    def attributes(self) -> dict[str, str]:
        return self.state.attributes or {}

    @property
    def intents(self) -> tuple[str, ...]:
        """On a call the bot ends its part before the PIN, whatever was asked for."""
        if self.missed:
            return ()
        asked_for = self.understood if calling.part_of(self.attributes) else None
        return tuple(one.name for one in (asked_for, self.intent) if one)


class _Collection(Lenient):
    """What is written at the end of a chat."""

    version: Literal[1]
    session_id: str
    medium: Literal["voice", "phone", "web", "sms", "slack"]
    customer_id: str | None = None
    language: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    feedback: Literal["up", "down"] | None = None
    entries: list[Entry]


def read_collection(document: Any) -> Transcript:
    """Raises pydantic's ValidationError for another form or version."""
    collection = _Collection.model_validate(document)
    transcript = _read(collection.entries, collection.started_at, collection.ended_at)
    medium = MEDIA.get(collection.medium, "phone")
    said = Known(
        guid=collection.session_id,
        customer_id=collection.customer_id,
        language=collection.language and collection.language.replace("_", "-"),
        began_at=collection.started_at,
        medium=medium,
        channel=CHANNELS[medium],
    )
    return transcript.model_copy(
        update={"known": said.or_else(transcript.known), "feedback": collection.feedback}
    )


def read_entries(document: list[Any]) -> Transcript:
    """Entries by themselves. Raises TranscriptUnreadableError where they are of several sessions,
    and pydantic's ValidationError for another form.
    """
    entries = [Entry.model_validate(one) for one in document]
    sessions = {entry.session_id for entry in entries}
    if len(sessions) > 1:
        raise TranscriptUnreadableError(
            f"This log holds the turns of {len(sessions)} sessions. Drop one file for each session."
        )
    return _read(entries, None, None)


def _read(
    entries: Sequence[Entry], started_at: datetime | None, ended_at: datetime | None
) -> Transcript:
    ordered = sorted(entries, key=lambda entry: entry.at)
    began_at = started_at or (ordered[0].at if ordered else None)
    turns: list[Turn] = []
    for entry in ordered:
        offset_ms = _ms_between(began_at, entry.at)
        turns += _turns(entry, offset_ms, len(turns))
    session_id = ordered[0].session_id if ordered else None
    medium = MEDIA.get((session_id or "").split(".", 1)[0], "web")
    locale = next((entry.bot.locale for entry in ordered if entry.bot.locale), None)
    ended_at = ended_at or (ordered[-1].at if ordered else began_at)
    return Transcript(
        known=Known(
            guid=session_id,
            began_at=began_at,
            language=locale and locale.replace("_", "-"),
            channel=CHANNELS[medium],
            medium=medium,
        ),
        turns=tuple(turns),
        duration_ms=_ms_between(began_at, ended_at) if ended_at else 0,
        bot=_notes(ordered),
    )


def _turns(entry: Entry, offset_ms: int, first: int) -> Iterator[Turn]:
    """What the customer said, then what the bot answered with what it had understood."""
    said, masks = _unmasked(entry.utterance.strip())
    if said:
        yield Turn(
            index=first,
            role=Role.CUSTOMER,
            text=said,
            begin_offset_ms=offset_ms,
            duration_ms=0,
            redactions=masks,
        )
        first += 1
    answer = "\n".join(words for one in entry.messages if (words := one.words))
    intent = None if entry.missed else entry.intent
    if answer:
        yield Turn(
            index=first,
            role=Role.BOT,
            text=answer,
            begin_offset_ms=offset_ms,
            duration_ms=0,
            intent=intent.name if intent else None,
            intent_confidence=entry.confidence if intent else None,
            slots=_slots(intent) if intent else {},
        )


def _slots(intent: _Intent) -> dict[str, str | None]:
    return {
        name: masked_value(name, slot.value.interpreted or slot.value.original or "")
        for name, slot in (intent.slots or {}).items()
        if slot and slot.value
    }


def _unmasked(text: str) -> tuple[str, tuple[Redaction, ...]]:
    """``{Pin}`` as everywhere else: ``[PIN]``."""
    shown, redactions, at, length = "", [], 0, 0
    for mask in MASK.finditer(text):
        kind = WORD_BEGINS.sub("_", mask[1]).upper()
        shown += text[at : mask.start()] + f"[{kind}]"
        length = len(shown)
        begin = length - len(kind) - 2
        redactions.append(Redaction(type=kind, begin_offset=begin, end_offset=length))
        at = mask.end()
    return shown + text[at:], tuple(redactions)


def notes_of(entries: Sequence[Mapping[str, Any]]) -> BotNotes:
    """What the entries of a call tell, whose turns are in its recording."""
    read = (Entry.model_validate(one) for one in entries)
    return _notes(sorted(read, key=lambda entry: entry.at))


def _notes(entries: Sequence[Entry]) -> BotNotes:
    named = (name for entry in entries for name in entry.intents)
    intents = dict.fromkeys(name for name in named if name != FALLBACK)
    return BotNotes(
        intents=tuple(intents),
        misses=tuple(_unmasked(entry.utterance)[0] for entry in entries if _is_miss(entry)),
        pin_failures=sum(_is_pin_failure(*pair) for pair in pairwise(entries)),
        transferred=HAND_OVER in intents
        or any(calling.is_locked(entry.attributes) for entry in entries),
    )


def _is_miss(entry: Entry) -> bool:
    """A PIN with a slip in it is no question."""
    fell_back = entry.intent is not None and entry.intent.name == FALLBACK
    asked = bool(entry.utterance) and not MASK.fullmatch(entry.utterance)
    said = entry.attributes.get(UNDERSTOOD)  # by our own bot; Lex calls an answered question missed
    missed = said == NO if said else entry.missed or fell_back
    return asked and missed and not _is_polite(entry)


def _is_polite(entry: Entry) -> bool:
    """Thanks and a goodbye are answered."""
    said = entry.utterance
    ended = entry.is_closed and helping.wants_no_more(said)
    return ended or helping.is_thanks(said) or helping.is_farewell(said)


def _is_pin_failure(before: Entry, after: Entry) -> bool:
    """The PIN was asked for, one was given, and it is asked for again or the bot gives up."""
    was_asked = before.asks_for == PIN or after.utterance == PIN_MASK  # a call's flow asks for it
    if not was_asked or not after.utterance:
        return False
    failed = after.intent is not None and after.intent.state == "Failed"
    given_up = failed or calling.is_locked(after.attributes)
    given = PIN.casefold() in after.utterance.casefold() or not after.missed
    return given and (after.asks_for == PIN or given_up)


def _ms_between(began_at: datetime | None, at: datetime) -> int:
    return max(0, round((at - began_at).total_seconds() * 1000)) if began_at else 0
