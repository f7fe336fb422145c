"""Figures of a day: added up contact by contact, taken back exactly when a contact changes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, tzinfo
from typing import Self

from pydantic import BaseModel, ConfigDict

from omnilex.domain.contact import Contact, Status
from omnilex.domain.search import fold, term

THOUSANDTHS = 1_000
MOST_CATEGORIES = 11  # of one contact: what it counts under, old and new, is written as one
MOST_INTENTS = 50  # of one contact
MOST_NAMES = 10  # of one contact: entities, unanswered questions
TALLIES = ("by_channel", "by_agent", "by_category", "by_intent")


class Contribution(BaseModel):
    """What one contact adds to its day; scores in thousandths, so that sums stay exact."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: date
    channel: str
    agent: str | None = None
    categories: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    average: int | None = None
    trend: int | None = None
    has_failed: bool = False
    is_bot: bool = False
    is_contained: bool = False
    pin_failures: int = 0
    entities: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()

    def scopes(self) -> list[str]:
        """Every combination of filters that this contact is counted under."""
        categories = ("", *self.categories)
        return [
            scope(channel, agent, category)
            for channel in ("", self.channel)
            for agent in dict.fromkeys(("", self.agent or ""))
            for category in categories
        ]


class Tally(BaseModel):
    """Contacts of one name, and the sums and counts of their averages and trends."""

    contacts: int = 0
    average: int = 0
    averages: int = 0
    trend: int = 0
    trends: int = 0

    def add(self, one: Contribution, sign: int) -> None:
        self.contacts += sign
        if one.average is not None:
            self.average += sign * one.average
            self.averages += sign
        if one.trend is not None:
            self.trend += sign * one.trend
            self.trends += sign

    def merge(self, other: "Tally") -> None:
        for name in Tally.model_fields:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def told(self) -> dict[str, float | int | None]:
        """``trend`` of -10 to 10, ``average`` of -5 to 5; None where nothing was scored."""
        return {
            "contacts": self.contacts,
            "average": _mean(self.average, self.averages),
            "trend": _mean(self.trend, self.trends),
        }


class Figures(BaseModel):
    """Of a day, or of several merged."""

    whole: Tally = Tally()
    failed: int = 0
    by_channel: dict[str, Tally] = {}
    by_agent: dict[str, Tally] = {}
    by_category: dict[str, Tally] = {}
    by_intent: dict[str, Tally] = {}
    bot_contacts: int = 0
    contained: int = 0
    pin_failures: int = 0
    pin_contacts: int = 0
    entities: Counter[str] = Counter()
    unanswered: Counter[str] = Counter()

    @property
    def is_empty(self) -> bool:
        return not self.whole.contacts

    def add(self, one: Contribution, sign: int = 1) -> None:
        """Add a contact, or with ``sign`` -1 take it back."""
        self.whole.add(one, sign)
        self.failed += sign * one.has_failed
        self.bot_contacts += sign * one.is_bot
        self.contained += sign * one.is_contained
        self.pin_failures += sign * one.pin_failures
        self.pin_contacts += sign * (one.pin_failures > 0)
        agents = (one.agent,) if one.agent else ()
        for tallies, names in (
            (self.by_channel, (one.channel,)),
            (self.by_agent, agents),
            (self.by_category, one.categories),
            (self.by_intent, one.intents),
        ):
            _count(tallies, names, one, sign)
        _change(self.entities, one.entities, sign)
        _change(self.unanswered, one.unanswered, sign)

    def merge(self, other: Self) -> None:
        self.whole.merge(other.whole)
        for name in ("failed", "bot_contacts", "contained", "pin_failures", "pin_contacts"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in TALLIES:
            tallies = getattr(self, name)
            for key, tally in getattr(other, name).items():
                tallies.setdefault(key, Tally()).merge(tally)
        self.entities.update(other.entities)
        self.unanswered.update(other.unanswered)

    def spelled_once(self) -> "Figures":
        """What a filter takes for the same name under the spelling that most contacts have."""
        once = self.model_copy(
            update={
                "entities": _spelled_once(self.entities),
                "unanswered": _spelled_once(self.unanswered),
            }
        )
        for name in TALLIES:
            tallies: dict[str, Tally] = {}
            spelling = _spelling(
                Counter({key: tally.contacts for key, tally in getattr(self, name).items()})
            )
            for key, tally in getattr(self, name).items():
                tallies.setdefault(spelling[key], Tally()).merge(tally)
            setattr(once, name, tallies)
        return once


def contribution_of(contact: Contact, zone: tzinfo) -> Contribution:
    """The day is the bank's own."""
    bot = contact.bot
    customer = contact.sentiment.CUSTOMER
    return Contribution(
        day=contact.started_at.astimezone(zone).date(),
        channel=contact.channel,
        agent=contact.agent,
        categories=_names((one.name for one in contact.categories), MOST_CATEGORIES),
        intents=_names(bot.intents if bot else (), MOST_INTENTS),
        average=_thousandths(customer.average),
        trend=_thousandths(customer.trend),
        has_failed=contact.status is Status.FAILED,
        is_bot=bot is not None,
        is_contained=bot is not None and bot.contained,
        pin_failures=bot.pin_failures if bot else 0,
        entities=_names(one.text for one in contact.entities),
        unanswered=_names(bot.misses if bot else ()),
    )


def scope(channel: str, agent: str, category: str) -> str:
    """As the filters of the list take them: by whatever case and accents."""
    return "|".join((channel, fold(agent), fold(category)))


def _names(names: Iterable[str], most: int = MOST_NAMES) -> tuple[str, ...]:
    """Each once, in whatever spelling."""
    once: dict[str, str] = {}
    for name in names:
        once.setdefault(term("", name), name)
    return tuple(once.values())[:most]


def _spelling(counts: Counter[str]) -> dict[str, str]:
    """Of each name, how most contacts have it."""
    commonest: dict[str, str] = {}
    for name, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        commonest.setdefault(term("", name), name)
    return {name: commonest[term("", name)] for name in counts}


def _spelled_once(counts: Counter[str]) -> Counter[str]:
    spelling, once = _spelling(counts), Counter[str]()
    for name, count in counts.items():
        once[spelling[name]] += count
    return once


def _count(tallies: dict[str, Tally], names: Sequence[str], one: Contribution, sign: int) -> None:
    for name in names:
        tally = tallies.setdefault(name, Tally())
        tally.add(one, sign)
        if not tally.contacts:
            del tallies[name]


def _change(counts: Counter[str], names: Sequence[str], sign: int) -> None:
    for name in names:
        counts[name] += sign
        if not counts[name]:
            del counts[name]


def _thousandths(score: float | None) -> int | None:
    return None if score is None else round(score * THOUSANDTHS)


def _mean(total: int, count: int) -> float | None:
    return total / count / THOUSANDTHS if count else None
