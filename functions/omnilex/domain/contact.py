"""A contact: one interaction, its turns, and the document that is published of it."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from omnilex.domain import correlation

QUARTERS = 4
ENTITIES_IN_ROW = 10
ENTITIES_KEPT = 100
HIGHLIGHTS_KEPT = 50


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ContactNotFoundError(LookupError):
    """There is no contact of this id."""


class Status(StrEnum):
    TRANSCRIBING = "TRANSCRIBING"
    ANALYZING = "ANALYZING"
    ANALYZED = "ANALYZED"
    FAILED = "FAILED"


class Role(StrEnum):
    AGENT = "AGENT"
    CUSTOMER = "CUSTOMER"
    BOT = "BOT"


class Separation(StrEnum):
    SPEAKER = "speaker"
    CHANNEL = "channel"


class SentimentLabel(StrEnum):
    POSITIVE = "POSITIVE"
    NEGATIVE = "NEGATIVE"
    NEUTRAL = "NEUTRAL"
    MIXED = "MIXED"


class Confidences(_Frozen):
    """Comprehend's four, which add up to 1."""

    positive: float = Field(ge=0, le=1)
    negative: float = Field(ge=0, le=1)
    neutral: float = Field(ge=0, le=1)
    mixed: float = Field(ge=0, le=1)


class Entity(_Frozen):
    """Something a turn names; offsets count characters of the turn's text."""

    text: str
    type: str
    score: float = Field(ge=0, le=1)
    begin_offset: int = Field(ge=0)
    end_offset: int = Field(ge=0)


class Redaction(_Frozen):
    """Where a turn's text shows ``[TYPE]`` for what was said; offsets count characters of it."""

    type: str
    begin_offset: int = Field(ge=0)
    end_offset: int = Field(ge=0)


class Turn(_Frozen):
    """One participant's uninterrupted speech or one message.

    ``begin_offset_ms`` counts from the start of the contact. ``score`` runs from -5.0 to +5.0;
    None, with the sentiment, where the language has no sentiment analysis. ``intent`` and
    ``slots`` are what the bot understood; a sensitive slot's value is masked. ``loudness_db`` is
    the mean of the turn, in decibels.
    """

    index: int = Field(ge=0)
    role: Role
    text: str = Field(min_length=1)
    begin_offset_ms: int = Field(ge=0)
    duration_ms: int = Field(ge=0)
    sentiment: SentimentLabel | None = None
    confidences: Confidences | None = None
    score: float | None = Field(default=None, ge=-5.0, le=5.0)
    entities: tuple[Entity, ...] = ()
    intent: str | None = None
    intent_confidence: float | None = Field(default=None, ge=0, le=1)
    slots: dict[str, str | None] = {}
    redactions: tuple[Redaction, ...] = ()
    loudness_db: float | None = None

    @property
    def end_offset_ms(self) -> int:
        return self.begin_offset_ms + self.duration_ms


class Word(_Frozen):
    """One word with its place in time; ``turn`` is the index of its turn."""

    text: str
    begin_offset_ms: int = Field(ge=0)
    end_offset_ms: int = Field(ge=0)
    confidence: float = Field(ge=0, le=1)
    turn: int = Field(ge=0)


class ParticipantSentiment(_Frozen):
    """``trend`` is None with turns in fewer than two quarters; a quarter without turns is None."""

    average: float | None = None
    trend: float | None = None
    quarters: tuple[float | None, ...] = Field(
        default=(None,) * QUARTERS, min_length=4, max_length=4
    )


class ParticipantTalk(_Frozen):
    """``talk_share`` is this participant's part, 0..1, of all talk time."""

    talk_time_ms: int = Field(ge=0)
    words_per_minute: float | None = None
    longest_monologue_ms: int = Field(ge=0)
    interruptions: int = Field(ge=0)
    talk_share: float | None = None


class Span(_Frozen):
    begin_offset_ms: int = Field(ge=0)
    duration_ms: int = Field(ge=0)


class Talk(_Frozen):
    AGENT: ParticipantTalk
    CUSTOMER: ParticipantTalk
    non_talk_time_ms: int = Field(ge=0)
    non_talk: tuple[Span, ...] = ()


class Sentiment(_Frozen):
    AGENT: ParticipantSentiment = ParticipantSentiment()
    CUSTOMER: ParticipantSentiment = ParticipantSentiment()


class EntityMention(_Frozen):
    """One thing that was named, over the whole contact; ``turns`` are the turns that name it."""

    type: str
    text: str
    count: int = Field(ge=1)
    turns: tuple[int, ...] = ()


class KeyPhrase(_Frozen):
    text: str
    count: int = Field(ge=1)
    turns: tuple[int, ...] = ()


class Point(_Frozen):
    """Where a category matched, and in which words."""

    turn: int = Field(ge=0)
    begin_offset_ms: int = Field(ge=0)
    text: str


class CategoryMatch(_Frozen):
    """A category of the rule set; without points it is matched by what was not said."""

    name: str
    points: tuple[Point, ...] = ()


class HighlightKind(StrEnum):
    ISSUE = "ISSUE"
    OUTCOME = "OUTCOME"
    ACTION_ITEM = "ACTION_ITEM"


class Highlight(_Frozen):
    kind: HighlightKind
    turn: int = Field(ge=0)
    text: str


class SummarySentence(_Frozen):
    turn: int = Field(ge=0)
    text: str


class Loudness(_Frozen):
    """Decibels, one value a second from the start; None where the participant is silent."""

    AGENT: tuple[float | None, ...] = ()
    CUSTOMER: tuple[float | None, ...] = ()


class BotFigures(_Frozen):
    """How the bot did: ``misses`` are the utterances that it had no answer to; ``contained`` says
    that nobody else was needed.
    """

    contained: bool
    intents: tuple[str, ...] = ()
    misses: tuple[str, ...] = ()
    pin_failures: int = Field(default=0, ge=0)
    transferred: bool = False


class Form(StrEnum):
    """What a dropped file turned out to be."""

    RECORDING = "recording"
    TRANSCRIBE = "transcribe"
    CALL_ANALYTICS = "call-analytics"
    CONTACT_LENS = "contact-lens"
    CONNECT_CHAT = "connect-chat"
    CHAT_LOG = "chat-log"
    LEX_LOG = "lex-conversation-log"


class Source(_Frozen):
    """The file as it was dropped."""

    bucket: str
    key: str
    version_id: str | None = None
    size_bytes: int = Field(ge=0)
    form: Form = Form.RECORDING


class Step(_Frozen):
    """When the contact reached a step."""

    name: str
    at: datetime


class Contact(_Frozen):
    """What is known of a contact, at every stage; the published document and the list's row.

    A document of version 1.0 is read as one in which nothing of what came later was found.
    After ``expires_at`` a contact is removed. ``details`` are remarks in plain words;
    ``waveform_key`` names a file in the output bucket. ``feedback`` is the customer's thumb.
    """

    schema_version: Literal["1.0", "1.1"] = "1.1"
    contact_id: str = Field(min_length=1, max_length=128)
    channel: Literal["CALL", "CHAT"] = "CALL"
    medium: Literal["phone", "web", "sms", "slack"] = "phone"
    status: Status
    reason: str | None = None
    file_name: str
    agent: str | None = None
    customer_id: str | None = None
    started_at: datetime
    expires_at: datetime | None = None
    conversation_location: str
    duration_ms: int | None = None
    language: str | None = None
    language_confidence: float | None = Field(default=None, ge=0, le=1)
    speaker_separation: Separation | None = None
    separation_reason: str | None = None
    speaker_names: dict[str, str] = {}
    source: Source
    playback_key: str | None = None
    words_key: str | None = None
    waveform_key: str | None = None
    sentiment: Sentiment = Sentiment()
    talk: Talk | None = None
    loudness: Loudness | None = None
    entities: tuple[EntityMention, ...] = ()
    key_phrases: tuple[KeyPhrase, ...] = ()
    categories: tuple[CategoryMatch, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    summary: tuple[SummarySentence, ...] = ()
    bot: BotFigures | None = None
    feedback: Literal["up", "down"] | None = None
    details: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def by_channel(self) -> str:
        """As figures are kept: what a call's medium is called, its channel is not."""
        return "voice" if self.medium == "phone" else self.medium

    @property
    def correlation_id(self) -> str:
        """Of everything that was logged on the way from the file to this contact."""
        return correlation.of_file(self.source.bucket, self.source.key, self.source.version_id)

    def in_short(self) -> Self:
        """What the table keeps: without what grows with the length of the contact."""
        return self.model_copy(
            update={
                "turns": (),
                "loudness": None,
                "key_phrases": (),
                "talk": self.talk and self.talk.model_copy(update={"non_talk": ()}),
                "entities": tuple(
                    one.model_copy(update={"turns": ()}) for one in self.entities[:ENTITIES_KEPT]
                ),
                "categories": tuple(
                    one.model_copy(update={"points": ()}) for one in self.categories
                ),
                "highlights": self.highlights[:HIGHLIGHTS_KEPT],
            }
        )

    def row(self, tags: Sequence[str] = ()) -> dict[str, object]:
        """What the list shows: everything but the turns and what is below them. ``tags`` are kept
        apart from the document.
        """
        shown = self.model_dump(
            mode="json",
            include={
                "contact_id",
                "channel",
                "medium",
                "file_name",
                "agent",
                "customer_id",
                "started_at",
                "duration_ms",
                "language",
                "status",
                "reason",
                "feedback",
            },
        )
        agent, customer = self.sentiment.AGENT, self.sentiment.CUSTOMER
        return {
            **shown,
            "sentiment": {
                "AGENT": {"average": agent.average, "trend": agent.trend},
                "CUSTOMER": {
                    "average": customer.average,
                    "trend": customer.trend,
                    "quarters": list(customer.quarters),
                },
            },
            "categories": [one.name for one in self.categories],
            "entities": [one.text for one in self.entities[:ENTITIES_IN_ROW]],
            "tags": list(tags),
        }
