"""What a contact can be found by, what a search asks for, and the order of the list.

A *term* is something a contact has or has not (``agent:priyashah``, ``word:mortgage``); a *key* is
a column's value as a text that sorts as the value does. docs/decisions/0016-search.md says why.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, Field

from omnilex.domain.contact import Contact

EVERY = "every"
MOST_CHARACTERS = 100
WORD_CHARACTERS = 64
SCALE = 10_000  # sentiment is told apart to four decimals
_WORDS = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_QUOTED = re.compile(r'"([^"]*)"')
_CONTROL = re.compile(r"[\x00-\x1f]")


class Column(StrEnum):
    """What the list can be sorted by."""

    STARTED_AT = "started_at"
    CHANNEL = "channel"
    CUSTOMER_ID = "customer_id"
    AGENT = "agent"
    DURATION_MS = "duration_ms"
    SENTIMENT = "sentiment"
    TREND = "trend"
    STATUS = "status"
    LANGUAGE = "language"
    FILE_NAME = "file_name"


class Range(BaseModel):
    """Keys from ``low`` to ``high``, both included; None is open."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: str | None = None
    high: str | None = None


class Search(BaseModel):
    """Contacts that have every term and lie in every range, in the order of a column."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    terms: frozenset[str] = frozenset()
    ranges: Mapping[Column, Range] = {}
    column: Column = Column.STARTED_AT
    is_descending: bool = True
    limit: int = Field(default=50, ge=1, le=100)


class Projection(BaseModel):
    """All that the index knows of a contact. A column without a value has no key."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    terms: frozenset[str]
    keys: Mapping[Column, str]
    row: Mapping[str, object]


def fold(text: str) -> str:
    """Without case, accents and control characters, as people type it."""
    bare = unicodedata.normalize("NFKD", text)
    kept = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return _CONTROL.sub(" ", kept.casefold())


def words(text: str) -> list[str]:
    """The words of a text, folded, in their order."""
    return [word[:WORD_CHARACTERS] for word in _WORDS.findall(fold(text))]


def term(kind: str, value: str) -> str:
    return f"{kind}:{fold(value)[:MOST_CHARACTERS]}"


def text_terms(text: str) -> frozenset[str]:
    """Of words, and of each two that stand together: what "a phrase in quotes" is found by.

    Two that stand together are both there, which therefore is not asked as well.
    """
    phrases = [words(quoted) for quoted in _QUOTED.findall(text)]
    single = [*words(_QUOTED.sub(" ", text)), *(one[0] for one in phrases if len(one) == 1)]
    pairs = {pair for phrase in phrases for pair in _pairs(phrase)}
    return frozenset(pairs | {f"word:{word}" for word in single})


def _pairs(said: Sequence[str]) -> set[str]:
    return {f"pair:{first} {second}" for first, second in pairwise(said)}


def projection_of(contact: Contact, tags: Sequence[str]) -> Projection:
    """Of the whole contact, turns included."""
    return Projection(
        terms=frozenset(_terms(contact, tags)),
        keys={column: key for column, key in _keys(contact) if key},
        row=contact.row(tags),
    )


def _terms(contact: Contact, tags: Sequence[str]) -> Iterable[str]:
    yield EVERY
    yield from (term(kind, value) for kind, value in _facts(contact, tags) if value)
    yield from _bot_terms(contact)
    for turn in contact.turns:
        said = words(turn.text)
        yield from (f"word:{word}" for word in said)
        yield from _pairs(said)


def _facts(contact: Contact, tags: Sequence[str]) -> Iterable[tuple[str, str | None]]:
    yield "channel", contact.channel
    yield "medium", contact.medium
    yield "status", contact.status
    yield "agent", contact.agent
    yield "customer", contact.customer_id
    yield "language", contact.language
    yield "feedback", contact.feedback
    yield from (("entity", one.text) for one in contact.entities)
    yield from (("category", one.name) for one in contact.categories)
    yield from (("tag", tag) for tag in tags)


def _bot_terms(contact: Contact) -> Iterable[str]:
    if contact.bot is None:
        return
    yield term("contained", str(contact.bot.contained))
    yield term("transferred", str(contact.bot.transferred))
    yield term("pin_failed", str(contact.bot.pin_failures > 0))
    yield from (term("intent", intent) for intent in contact.bot.intents)
    yield from (term("unanswered", miss) for miss in contact.bot.misses)


def _keys(contact: Contact) -> Iterable[tuple[Column, str]]:
    customer = contact.sentiment.CUSTOMER
    yield Column.STARTED_AT, time_key(contact.started_at)
    yield Column.CHANNEL, text_key(contact.channel)
    yield Column.CUSTOMER_ID, text_key(contact.customer_id)
    yield Column.AGENT, text_key(contact.agent)
    yield Column.DURATION_MS, duration_key(contact.duration_ms)
    yield Column.SENTIMENT, score_key(customer.average)
    yield Column.TREND, score_key(customer.trend)
    yield Column.STATUS, text_key(contact.status)
    yield Column.LANGUAGE, text_key(contact.language)
    yield Column.FILE_NAME, text_key(contact.file_name)


def text_key(value: str | None) -> str:
    return fold(value or "").strip()[:MOST_CHARACTERS]


def time_key(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")


def duration_key(duration_ms: int | None) -> str:
    return "" if duration_ms is None else f"{duration_ms:012d}"


def score_key(score: float | None) -> str:
    """Of -100 to 100."""
    return "" if score is None else f"{round((score + 100) * SCALE):08d}"
