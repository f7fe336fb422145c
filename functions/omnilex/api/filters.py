"""The filters of the list, as its address has them."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from omnilex.domain.contact import Status
from omnilex.domain.search import (
    Column,
    Range,
    Search,
    duration_key,
    score_key,
    term,
    text_terms,
    time_key,
)
from omnilex.domain.staff import StaffMember

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Score = Annotated[float, Field(ge=-10, le=10)]
# A day before the first and after the last is one, too, in every time zone.
Day = Annotated[date, Field(ge=date(1970, 1, 1), le=date(2999, 12, 31))]
Moment = Annotated[
    AwareDatetime, Field(ge=datetime(1970, 1, 1, tzinfo=UTC), lt=datetime(3000, 1, 1, tzinfo=UTC))
]
When = Moment | Day

# Filter -> kind of term, where the value is the term's.
TERMS = {
    "channel": "channel",
    "medium": "medium",
    "agent": "agent",
    "customer": "customer",
    "status": "status",
    "language": "language",
    "entity": "entity",
    "category": "category",
    "tag": "tag",
    "intent": "intent",
    "contained": "contained",
    "transferred": "transferred",
    "pin_failed": "pin_failed",
    "unanswered": "unanswered",
    "feedback": "feedback",
}


class Filters(BaseModel):
    """All are combined by AND. A date means the whole day in the bank's time zone."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    channel: Literal["CALL", "CHAT"] | None = None
    medium: Literal["phone", "web", "sms", "slack"] | None = None
    agent: Name | None = None
    customer: Name | None = None
    status: Status | None = None
    language: Name | None = None
    entity: Name | None = None
    category: Name | None = None
    tag: Name | None = None
    intent: Name | None = None
    contained: bool | None = None
    transferred: bool | None = None
    pin_failed: bool | None = None
    unanswered: Name | None = None
    feedback: Literal["up", "down"] | None = Field(
        default=None, description="The thumb that the customer gave the chat."
    )
    text: Name | None = Field(
        default=None, description='All words; in quotes, each two that stand together: "late fee".'
    )
    day: Day | None = None
    begin: When | None = Field(default=None, alias="from")
    end: When | None = Field(default=None, alias="to")
    min_duration_ms: int | None = Field(default=None, ge=0, le=10**11)
    max_duration_ms: int | None = Field(default=None, ge=0, le=10**11)
    min_sentiment: Score | None = None
    max_sentiment: Score | None = None
    min_trend: Score | None = None
    max_trend: Score | None = None


class ListQuery(Filters):
    """``-`` in front of a column sorts downwards."""

    sort: str = Field(default="-started_at", pattern=f"^-?({'|'.join(Column)})$")
    limit: int = Field(default=50, ge=1, le=100)
    cursor: str | None = Field(default=None, max_length=1_000)


def search_of(asked: Filters, staff: StaffMember, zone: tzinfo) -> Search:
    """Of an agent's own contacts only, if that is all that the person sees."""
    terms = set(text_terms(asked.text or ""))
    for name, kind in TERMS.items():
        value = getattr(asked, name)
        if value is not None:
            terms.add(term(kind, str(value)))
    if staff.only_own:
        terms.add(term("agent", staff.agent or "?"))
    query = asked if isinstance(asked, ListQuery) else ListQuery()
    return Search(
        terms=frozenset(terms),
        ranges={column: limits for column, limits in _ranges(asked, zone) if limits != Range()},
        column=Column(query.sort.removeprefix("-")),
        is_descending=query.sort.startswith("-"),
        limit=query.limit,
    )


def _ranges(asked: Filters, zone: tzinfo) -> list[tuple[Column, Range]]:
    begin, end = asked.day or asked.begin, asked.day or asked.end
    durations = (asked.min_duration_ms, asked.max_duration_ms)
    sentiments = (asked.min_sentiment, asked.max_sentiment)
    trends = (asked.min_trend, asked.max_trend)
    return [
        (
            Column.STARTED_AT,
            Range(
                low=time_key(first_moment(begin, zone)) if begin else None,
                high=time_key(last_moment(end, zone)) if end else None,
            ),
        ),
        (Column.DURATION_MS, _range(*(duration_key(value) for value in durations))),
        (Column.SENTIMENT, _range(*(score_key(value) for value in sentiments))),
        (Column.TREND, _range(*(score_key(value) for value in trends))),
    ]


def _range(low: str, high: str) -> Range:
    return Range(low=low or None, high=high or None)


def first_moment(when: When, zone: tzinfo) -> datetime:
    return when if isinstance(when, datetime) else datetime.combine(when, time.min, zone)


def last_moment(when: When, zone: tzinfo) -> datetime:
    if isinstance(when, datetime):
        return when
    return first_moment(when, zone) + timedelta(days=1) - timedelta(microseconds=1)
