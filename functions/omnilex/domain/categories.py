"""Categories and highlights by a rule set that an administrator edits.

The rule set is a JSON document; docs/categories.schema.json is its schema.
"""

from collections.abc import Iterable, Sequence
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from omnilex.domain.contact import (
    CategoryMatch,
    Highlight,
    HighlightKind,
    Point,
    SentimentLabel,
    Turn,
)
from omnilex.domain.phrases import PhraseFinder, tokens_of
from omnilex.domain.sentences import sentence_at

SECOND_MS = 1000
MOST_POINTS = 50  # of one category: a contact that is all complaint need not list each word
MOST_HIGHLIGHTS = 10  # of one kind

Phrase = Annotated[str, Field(min_length=1, max_length=200)]


class RuleSetError(ValueError):
    """A rule set that cannot be used; the message says where it is wrong and how."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Window(_Strict):
    """A part of the contact, in seconds: its first, its last, or from one time until another."""

    first_s: float | None = Field(default=None, gt=0)
    last_s: float | None = Field(default=None, gt=0)
    from_s: float | None = Field(default=None, ge=0)
    until_s: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        between = self.from_s is not None or self.until_s is not None
        ways = (self.first_s is not None, self.last_s is not None, between)
        if sum(ways) != 1:
            raise ValueError("say first_s, or last_s, or from_s with until_s")
        if self.from_s is not None and self.until_s is not None and self.from_s >= self.until_s:
            raise ValueError("from_s must be less than until_s")
        return self

    def holds(self, begin_ms: int, duration_ms: int) -> bool:
        begin_s, length_s = begin_ms / SECOND_MS, duration_ms / SECOND_MS
        if self.first_s is not None:
            return begin_s < self.first_s
        if self.last_s is not None:
            return begin_s >= length_s - self.last_s
        until_s = self.until_s if self.until_s is not None else length_s + 1
        return (self.from_s or 0) <= begin_s < until_s


class Condition(_Strict):
    """Turns that a rule speaks of: who, how they felt, when, and any of the phrases."""

    phrases: tuple[Phrase, ...] = Field(default=(), max_length=500)
    speaker: Literal["AGENT", "CUSTOMER", "BOT"] | None = None
    sentiment: SentimentLabel | None = None
    within: Window | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.phrases and self.sentiment is None:
            raise ValueError("a rule needs phrases, or a sentiment")
        empty = [phrase for phrase in self.phrases if not tokens_of(phrase)]
        if empty:
            raise ValueError(f"the phrase {empty[0]!r} has no word in it")
        return self

    def admits(self, turn: Turn, duration_ms: int) -> bool:
        if self.speaker is not None and turn.role.value != self.speaker:
            return False
        if self.sentiment is not None and turn.sentiment is not self.sentiment:
            return False
        return self.within is None or self.within.holds(turn.begin_offset_ms, duration_ms)


class Rule(Condition):
    """``absent`` turns it round: it holds where the speaker speaks, and no such turn is found."""

    absent: bool = False


class Category(_Strict):
    """``match``: whether one of its rules is enough, or all must hold. ``channel``: calls or chats
    only.
    """

    name: str = Field(min_length=1, max_length=80)
    description: str = Field(default="", max_length=500)
    channel: Literal["CALL", "CHAT"] | None = None
    match: Literal["any", "all"] = "any"
    rules: tuple[Rule, ...] = Field(min_length=1, max_length=50)


class HighlightRule(Condition):
    """A sentence that it finds is an issue, an outcome or an action item."""

    kind: HighlightKind

    @model_validator(mode="after")
    def _has_phrases(self) -> Self:
        if not self.phrases:
            raise ValueError("a highlight needs phrases")
        return self


class RuleSet(_Strict):
    version: Literal[1] = 1
    categories: tuple[Category, ...] = Field(default=(), max_length=200)
    highlights: tuple[HighlightRule, ...] = Field(default=(), max_length=200)

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [category.name.casefold() for category in self.categories]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice:
            raise ValueError(f"two categories are named {twice!r}")
        return self

    @property
    def conditions(self) -> list[Condition]:
        """Every rule, in an order that stays."""
        return [*(rule for one in self.categories for rule in one.rules), *self.highlights]


class Hit(NamedTuple):
    """``begin`` and ``end`` count characters of the turn's text; both 0 for a sentiment alone."""

    turn: int
    begin: int
    end: int


def parse(document: str | bytes) -> RuleSet:
    """Raises RuleSetError with the first faults in words: where, and what is wrong."""
    try:
        return RuleSet.model_validate_json(document)
    except ValidationError as error:
        raise RuleSetError(_in_words(error)) from None


def find(
    rules: RuleSet, turns: Sequence[Turn], duration_ms: int, channel: Literal["CALL", "CHAT"]
) -> tuple[tuple[CategoryMatch, ...], tuple[Highlight, ...]]:
    """What the rule set finds in a contact, in its order; highlights in the contact's."""
    hits = _hits(rules.conditions, turns, duration_ms)
    of = iter(hits)
    matches = []
    for category in rules.categories:
        match = _match(category, [next(of) for _ in category.rules], turns)
        if match and category.channel in {None, channel}:
            matches.append(match)
    return tuple(matches), _highlights(zip(rules.highlights, of, strict=True), turns)


def _hits(
    conditions: Sequence[Condition], turns: Sequence[Turn], duration_ms: int
) -> list[list[Hit]]:
    """One list a condition, all phrases looked for at once."""
    finder = PhraseFinder(
        (phrase, at) for at, condition in enumerate(conditions) for phrase in condition.phrases
    )
    without_words = [at for at, condition in enumerate(conditions) if not condition.phrases]
    hits: list[list[Hit]] = [[] for _ in conditions]
    for turn in turns:
        found = [(one.value, one.begin, one.end) for one in finder.find(turn.text)]
        for at, begin, end in [*found, *((at, 0, 0) for at in without_words)]:
            if conditions[at].admits(turn, duration_ms):
                hits[at].append(Hit(turn.index, begin, end))
    return hits


def _match(
    category: Category, hits: Sequence[Sequence[Hit]], turns: Sequence[Turn]
) -> CategoryMatch | None:
    hold = [_holds(rule, found, turns) for rule, found in zip(category.rules, hits, strict=True)]
    if not (any(hold) if category.match == "any" else all(hold)):
        return None
    shown = sorted(
        {
            hit
            for rule, found in zip(category.rules, hits, strict=True)
            if not rule.absent
            for hit in found
        }
    )
    return CategoryMatch(
        name=category.name, points=tuple(_point(hit, turns) for hit in shown[:MOST_POINTS])
    )


def _holds(rule: Rule, found: Sequence[Hit], turns: Sequence[Turn]) -> bool:
    if not rule.absent:
        return bool(found)
    speaks = rule.speaker is None or any(turn.role.value == rule.speaker for turn in turns)
    return speaks and not found


def _point(hit: Hit, turns: Sequence[Turn]) -> Point:
    turn = turns[hit.turn]
    text = turn.text[hit.begin : hit.end] if hit.end else turn.text
    return Point(turn=hit.turn, begin_offset_ms=turn.begin_offset_ms, text=text)


def _highlights(
    found: Iterable[tuple[HighlightRule, Sequence[Hit]]], turns: Sequence[Turn]
) -> tuple[Highlight, ...]:
    """The sentence that a phrase stands in, once of each kind."""
    listed: dict[tuple[HighlightKind, int, str], Hit] = {}
    for rule, hits in found:
        for hit in hits:
            sentence = sentence_at(turns[hit.turn], hit.begin)
            listed.setdefault((rule.kind, hit.turn, sentence), hit)
    in_order = sorted(listed, key=lambda key: listed[key])
    return tuple(
        Highlight(kind=kind, turn=turn, text=text)
        for wanted in HighlightKind
        for kind, turn, text in [key for key in in_order if key[0] is wanted][:MOST_HIGHLIGHTS]
    )


def _in_words(error: ValidationError) -> str:
    faults = []
    for fault in error.errors()[:3]:
        where = ".".join(map(str, fault["loc"])) or "the document"
        faults.append(f"{where}: {fault['msg'].removeprefix('Value error, ')}")
    more = error.error_count() - len(faults)
    return "; ".join(faults) + (f"; and {more} more" if more > 0 else "")
