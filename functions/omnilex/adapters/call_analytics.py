"""Transcribe Call Analytics' output, and Contact Lens's of a call, whose turns are of one form."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from omnilex.domain.contact import (
    CategoryMatch,
    Highlight,
    HighlightKind,
    Point,
    Role,
    SentimentLabel,
    Separation,
    Turn,
    Word,
)
from omnilex.domain.transcript import Known, Transcript, loudness_of, turn_at

ROLES = {
    "AGENT": Role.AGENT,
    "SUPERVISOR": Role.AGENT,
    "CUSTOMER": Role.CUSTOMER,
    "SYSTEM": Role.BOT,
    "CUSTOM_BOT": Role.BOT,
}


class Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore", populate_by_name=True)


class _Item(Lenient):
    type: str = Field(default="pronunciation", alias="Type")
    content: str = Field(alias="Content")
    confidence: float | None = Field(default=None, alias="Confidence")
    begin_ms: int = Field(default=0, alias="BeginOffsetMillis")
    end_ms: int = Field(default=0, alias="EndOffsetMillis")


class Offsets(Lenient):
    """Call Analytics writes the short names in some of its outputs."""

    begin: int | None = Field(default=None, alias="BeginOffsetChar")
    end: int | None = Field(default=None, alias="EndOffsetChar")
    short_begin: int | None = Field(default=None, alias="Begin")
    short_end: int | None = Field(default=None, alias="End")

    def of(self, text: str) -> str:
        begin = self.begin if self.begin is not None else self.short_begin
        end = self.end if self.end is not None else self.short_end
        return text[begin:end].strip() or text


class _Detected(Lenient):
    text: str | None = Field(default=None, alias="Text")
    offsets: Offsets | None = Field(default=None, alias="CharacterOffsets")


class _Turn(Lenient):
    content: str = Field(default="", alias="Content")
    participant_id: str | None = Field(default=None, alias="ParticipantId")
    participant_role: str | None = Field(default=None, alias="ParticipantRole")
    begin_ms: int = Field(alias="BeginOffsetMillis", ge=0)
    end_ms: int = Field(alias="EndOffsetMillis", ge=0)
    sentiment: SentimentLabel | None = Field(default=None, alias="Sentiment")
    items: list[_Item] = Field(default=[], alias="Items")
    loudness: list[float | None] | None = Field(default=None, alias="LoudnessScores")
    loudness_of_lens: list[float | None] | None = Field(default=None, alias="LoudnessScore")
    issues: list[_Detected] | None = Field(default=None, alias="IssuesDetected")
    outcomes: list[_Detected] | None = Field(default=None, alias="OutcomesDetected")
    actions: list[_Detected] | None = Field(default=None, alias="ActionItemsDetected")

    @property
    def decibels(self) -> Sequence[float | None]:
        return self.loudness or self.loudness_of_lens or ()

    @property
    def detected(self) -> list[tuple[HighlightKind, _Detected]]:
        found = (
            (HighlightKind.ISSUE, self.issues),
            (HighlightKind.OUTCOME, self.outcomes),
            (HighlightKind.ACTION_ITEM, self.actions),
        )
        return [(kind, one) for kind, several in found for one in several or []]


class Participant(Lenient):
    id: str | None = Field(default=None, alias="ParticipantId")
    role: str = Field(alias="ParticipantRole")


class _PointOfInterest(Lenient):
    begin_ms: int | None = Field(default=None, alias="BeginOffsetMillis")


class _MatchedDetail(Lenient):
    points: list[_PointOfInterest] = Field(default=[], alias="PointsOfInterest")


class _Categories(Lenient):
    matched: list[str] = Field(default=[], alias="MatchedCategories")
    details: dict[str, _MatchedDetail] = Field(default={}, alias="MatchedDetails")


class _Characteristics(Lenient):
    duration_ms: int | None = Field(default=None, alias="TotalConversationDurationMillis")


class _CustomerMetadata(Lenient):
    contact_id: str | None = Field(default=None, alias="ContactId")


class _Output(Lenient):
    job_name: str | None = Field(default=None, alias="JobName")
    language: str | None = Field(default=None, alias="LanguageCode")
    channel: Literal["VOICE"] = Field(default="VOICE", alias="Channel")
    participants: list[Participant] = Field(default=[], alias="Participants")
    transcript: list[_Turn] = Field(alias="Transcript")
    categories: _Categories | None = Field(default=None, alias="Categories")
    characteristics: _Characteristics | None = Field(
        default=None, alias="ConversationCharacteristics"
    )
    metadata: _CustomerMetadata | None = Field(default=None, alias="CustomerMetadata")


def read(document: Any) -> Transcript:
    """Raises pydantic's ValidationError for another form."""
    output = _Output.model_validate(document)
    roles = {one.id: one.role for one in output.participants if one.id}
    said = sorted((one for one in output.transcript if _text(one)), key=lambda one: one.begin_ms)
    turns = [
        _turn(at, one, role_of(one.participant_role, one.participant_id, roles))
        for at, one in enumerate(said)
    ]
    return Transcript(
        known=Known(
            guid=output.metadata.contact_id if output.metadata else None,
            language=output.language,
            channel="CALL",
            medium="phone",
        ),
        turns=tuple(turns),
        words=tuple(word for at, one in enumerate(said) for word in _words(at, one)),
        duration_ms=output.characteristics.duration_ms if output.characteristics else None,
        separation=Separation.CHANNEL,
        role_reason="the recording's own channels say who speaks",
        loudness=loudness_of(
            [(turn.role, one.begin_ms, one.decibels) for turn, one in zip(turns, said, strict=True)]
        ),
        categories=_categories(output.categories or _Categories(), turns),
        highlights=tuple(
            Highlight(kind=kind, turn=at, text=_detected(one, turns[at].text))
            for at, spoken in enumerate(said)
            for kind, one in spoken.detected
        ),
    )


def role_of(role: str | None, participant_id: str | None, roles: dict[str, str]) -> Role:
    """By the turn's own role, else by the list of participants; a participant's id may be one."""
    named = role or roles.get(participant_id or "", participant_id or "")
    return ROLES.get(named, Role.CUSTOMER)


def _turn(index: int, one: _Turn, role: Role) -> Turn:
    decibels = [value for value in one.decibels if value is not None]
    return Turn(
        index=index,
        role=role,
        text=_text(one),
        begin_offset_ms=one.begin_ms,
        duration_ms=max(0, one.end_ms - one.begin_ms),
        sentiment=one.sentiment,
        loudness_db=round(sum(decibels) / len(decibels), 1) if decibels else None,
    )


def _text(one: _Turn) -> str:
    """Words and what stands after each, so that a word's place in the text is known; a turn may
    begin with punctuation.
    """
    if not one.items:
        return one.content.strip()
    return " ".join(text for text, _ in _spelled(one.items))


def _spelled(items: list[_Item]) -> list[tuple[str, _Item]]:
    spelled: list[tuple[str, _Item]] = []
    for item in items:
        if item.type == "punctuation":
            if spelled:
                text, word = spelled[-1]
                spelled[-1] = (text + item.content, word)
        elif item.content.strip():
            spelled.append((item.content.strip(), item))
    return spelled


def _words(turn: int, one: _Turn) -> list[Word]:
    return [
        Word(
            text=text,
            begin_offset_ms=max(0, item.begin_ms),
            end_offset_ms=max(0, item.end_ms),
            confidence=min(1.0, item.confidence or 0.0),
            turn=turn,
        )
        for text, item in _spelled(one.items)
    ]


def _detected(one: _Detected, text: str) -> str:
    return one.text or (one.offsets.of(text) if one.offsets else text)


def _categories(found: _Categories, turns: Sequence[Turn]) -> tuple[CategoryMatch, ...]:
    """Where a category matched is a time; none means that the whole call did."""
    return tuple(
        CategoryMatch(
            name=name,
            points=tuple(
                _point(point.begin_ms, turns)
                for point in found.details.get(name, _MatchedDetail()).points
                if point.begin_ms is not None and turns
            ),
        )
        for name in found.matched
    )


def _point(begin_ms: int, turns: Sequence[Turn]) -> Point:
    at = turn_at(turns, begin_ms)
    return Point(turn=at, begin_offset_ms=begin_ms, text=turns[at].text)
