"""Amazon Connect's chat transcripts, and Contact Lens's output of a chat, which carries one."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from omnilex.adapters.call_analytics import Lenient, Offsets, Participant, role_of
from omnilex.domain.contact import (
    CategoryMatch,
    Highlight,
    HighlightKind,
    Point,
    Role,
    SentimentLabel,
    Turn,
)
from omnilex.domain.transcript import BotNotes, Known, Transcript

INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive"
JOINED = "application/vnd.amazonaws.connect.event.participant.joined"
TRANSFERRED = "application/vnd.amazonaws.connect.event.transfer.succeeded"
MESSAGE, ATTACHMENT = "MESSAGE", "ATTACHMENT"


class _Entry(Lenient):
    id: str = Field(default="", alias="Id")
    at: datetime = Field(alias="AbsoluteTime")
    type: str = Field(default=MESSAGE, alias="Type")
    content_type: str = Field(default="text/plain", alias="ContentType")
    content: str | None = Field(default=None, alias="Content")
    participant_id: str | None = Field(default=None, alias="ParticipantId")
    role: str | None = Field(default=None, alias="ParticipantRole")
    name: str | None = Field(default=None, alias="DisplayName")
    sentiment: SentimentLabel | None = Field(default=None, alias="Sentiment")


class _Place(Lenient):
    id: str = Field(alias="Id")
    offsets: Offsets | None = Field(default=None, alias="CharacterOffsets")


class _Places(Lenient):
    places: list[_Place] = Field(default=[], alias="TranscriptItems")


class _MatchedDetail(Lenient):
    points: list[_Places] = Field(default=[], alias="PointsOfInterest")


class _Categories(Lenient):
    matched: list[str] = Field(default=[], alias="MatchedCategories")
    details: dict[str, _MatchedDetail] = Field(default={}, alias="MatchedDetails")


class _SummaryItems(Lenient):
    issues: list[_Places] = Field(default=[], alias="IssuesDetected")
    outcomes: list[_Places] = Field(default=[], alias="OutcomesDetected")
    actions: list[_Places] = Field(default=[], alias="ActionItemsDetected")


class _ContactSummary(Lenient):
    items: list[_SummaryItems] = Field(default=[], alias="SummaryItemsDetected")


class _Characteristics(Lenient):
    summary: _ContactSummary | None = Field(default=None, alias="ContactSummary")


class _CustomerMetadata(Lenient):
    contact_id: str | None = Field(default=None, alias="ContactId")


class _Chat(Lenient):
    contact_id: str | None = Field(default=None, alias="ContactId")
    channel: Literal["CHAT"] = Field(default="CHAT", alias="Channel")
    language: str | None = Field(default=None, alias="LanguageCode")
    participants: list[dict[str, Any]] = Field(default=[], alias="Participants")
    transcript: list[_Entry] = Field(alias="Transcript")
    categories: _Categories = Field(default=_Categories(), alias="Categories")
    characteristics: _Characteristics | None = Field(
        default=None, alias="ConversationCharacteristics"
    )
    metadata: _CustomerMetadata | None = Field(default=None, alias="CustomerMetadata")


def read(document: Any) -> Transcript:
    """Raises pydantic's ValidationError for another form."""
    chat = _Chat.model_validate(document)
    entries = sorted(chat.transcript, key=lambda entry: entry.at)
    said = [(entry, text) for entry in entries if (text := _text(entry))]
    roles = _roles(chat.participants)
    began_at = entries[0].at if entries else None
    turns = [
        Turn(
            index=at,
            role=role_of(entry.role, entry.participant_id, roles),
            text=text,
            begin_offset_ms=_ms_since(began_at, entry.at),
            duration_ms=0,
            sentiment=entry.sentiment,
        )
        for at, (entry, text) in enumerate(said)
    ]
    places = {entry.id: at for at, (entry, _) in enumerate(said)}
    items = _summary_items(chat)
    attachments = sum(entry.type == ATTACHMENT for entry in entries)
    return Transcript(
        known=Known(
            guid=chat.contact_id or (chat.metadata.contact_id if chat.metadata else None),
            agent=next((one.name for one in entries if one.role == "AGENT" and one.name), None),
            began_at=began_at,
            language=chat.language,
            channel="CHAT",
            medium="web",
        ),
        turns=tuple(turns),
        duration_ms=_ms_since(began_at, entries[-1].at) if entries else 0,
        categories=_categories(chat.categories, turns, places),
        highlights=tuple(_highlights(items, turns, places)),
        bot=_bot(entries, turns),
        details=(f"Attachments that were sent: {attachments}.",) if attachments else (),
    )


def _text(entry: _Entry) -> str:
    if entry.type != MESSAGE or not entry.content:
        return ""
    if entry.content_type.startswith(INTERACTIVE):
        return _interactive(entry.content)
    return entry.content.strip() if entry.content_type.startswith("text/") else entry.content


def _interactive(content: str) -> str:
    """The title of a list picker or panel, or of what was picked from it."""
    try:
        shown = json.loads(content)["data"]["content"]
        return str(shown["title"]).strip()
    except (ValueError, KeyError, TypeError):
        return content.strip()


def _roles(participants: list[dict[str, Any]]) -> dict[str, str]:
    """A chat transcript lists ids alone; Contact Lens lists their roles too."""
    with_role = [one for one in participants if one.get("ParticipantRole")]
    known = map(Participant.model_validate, with_role)
    return {one.id: one.role for one in known if one.id}


def _ms_since(began_at: datetime | None, at: datetime) -> int:
    return max(0, round((at - began_at).total_seconds() * 1000)) if began_at else 0


def _bot(entries: Sequence[_Entry], turns: Sequence[Turn]) -> BotNotes | None:
    """None where no bot and no flow took part."""
    if not any(turn.role is Role.BOT for turn in turns):
        return None
    joined = any(
        (one.content_type == JOINED and one.role == "AGENT") or one.content_type == TRANSFERRED
        for one in entries
    )
    return BotNotes(transferred=joined or any(turn.role is Role.AGENT for turn in turns))


def _summary_items(chat: _Chat) -> list[_SummaryItems]:
    summary = chat.characteristics.summary if chat.characteristics else None
    return summary.items if summary else []


def _highlights(
    items: list[_SummaryItems], turns: Sequence[Turn], places: dict[str, int]
) -> list[Highlight]:
    found = [
        (kind, place)
        for item in items
        for kind, several in (
            (HighlightKind.ISSUE, item.issues),
            (HighlightKind.OUTCOME, item.outcomes),
            (HighlightKind.ACTION_ITEM, item.actions),
        )
        for one in several
        for place in one.places
        if place.id in places
    ]
    return [
        Highlight(kind=kind, turn=places[place.id], text=_said(place, turns[places[place.id]].text))
        for kind, place in found
    ]


def _categories(
    found: _Categories, turns: Sequence[Turn], places: dict[str, int]
) -> tuple[CategoryMatch, ...]:
    return tuple(
        CategoryMatch(
            name=name,
            points=tuple(
                Point(
                    turn=places[place.id],
                    begin_offset_ms=turns[places[place.id]].begin_offset_ms,
                    text=_said(place, turns[places[place.id]].text),
                )
                for point in found.details.get(name, _MatchedDetail()).points
                for place in point.places
                if place.id in places
            ),
        )
        for name in found.matched
    )


def _said(place: _Place, text: str) -> str:
    return place.offsets.of(text) if place.offsets else text
