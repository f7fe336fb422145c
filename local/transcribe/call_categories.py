"""Call Analytics' categories: kept by name, and found in a call whose every rule holds.

As AWS's guide has it: all rules of a category must match; a sentiment matches where at least half
of the turns in the time asked for have it; each target of a transcript rule is an exact phrase and
one is enough; a category that was made after a job began is not looked for in it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import botocore.session
from botocore.model import ListShape, Shape, StringShape, StructureShape
from botocore.validate import ParamValidator

from local.transcribe.call_turns import Span, Turn, interruptions, ms, silences
from local.transcribe.errors import BadRequestError, ConflictError, NotFoundError
from local.transcribe.jobs import check_name

POST_CALL = "POST_CALL"
REQUEST = "CreateCallAnalyticsCategoryRequest"
MODEL = botocore.session.get_session().get_service_model("transcribe")
ABSOLUTE = "AbsoluteTimeRange"
PAIRS = {
    ABSOLUTE: ("StartTime", "EndTime"),
    "RelativeTimeRange": ("StartPercentage", "EndPercentage"),
}
MOST_RULES = 20
HALF = 0.5
PERCENT = 100
PAGE = 5
LETTERS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")  # noqa: RUF001  an apostrophe as it is printed
Filter = Mapping[str, Any]
Finder = Callable[[Filter, Sequence[Turn], Span], list[Span] | None]


@dataclass(frozen=True)
class Category:
    name: str
    rules: tuple[Filter, ...]
    input_type: str
    created_at: datetime
    updated_at: datetime
    tags: tuple[Mapping[str, str], ...] = ()

    def described(self) -> dict[str, Any]:
        """As GetCallAnalyticsCategory answers it."""
        shown = {
            "CategoryName": self.name,
            "Rules": list(self.rules),
            "CreateTime": self.created_at.timestamp(),
            "LastUpdateTime": self.updated_at.timestamp(),
            "InputType": self.input_type,
        }
        return {**shown, "Tags": list(self.tags)} if self.tags else shown


@dataclass
class Categories:
    """Those of this process."""

    _kept: dict[str, Category] = field(default_factory=dict)

    def create(self, request: dict[str, Any]) -> Category:
        """Raises BadRequestError and ConflictError."""
        category = _category(request, datetime.now(UTC))
        if category.name in self._kept:
            raise ConflictError("The requested category name already exists.")
        self._kept[category.name] = category
        return category

    def update(self, request: dict[str, Any]) -> Category:
        """New rules in place of the old. Raises BadRequestError and NotFoundError."""
        former = self.get(str(request.get("CategoryName", "")))
        changed = _category({"InputType": former.input_type, **request}, former.created_at)
        category = replace(changed, tags=former.tags)
        self._kept[category.name] = category
        return category

    def get(self, name: str) -> Category:
        """Raises NotFoundError."""
        try:
            return self._kept[name]
        except KeyError:
            raise NotFoundError(
                "The requested category couldn't be found. Check the category name and try your "
                "request again."
            ) from None

    def delete(self, name: str) -> None:
        """Raises NotFoundError."""
        self.get(name)
        del self._kept[name]

    def listed(self, request: dict[str, Any]) -> tuple[list[Category], str | None]:
        """A page by name, and the token of the next."""
        found = [one for _, one in sorted(self._kept.items())]
        at, size = int(request.get("NextToken") or 0), int(request.get("MaxResults") or PAGE)
        return found[at : at + size], str(at + size) if at + size < len(found) else None

    def of_recordings(self) -> tuple[Category, ...]:
        """Those that a job which begins now looks for."""
        return tuple(one for one in self._kept.values() if one.input_type == POST_CALL)


def found(categories: Sequence[Category], turns: Sequence[Turn]) -> dict[str, list[Span]]:
    """Each that matches the whole call, and where; ``turns`` in order of time."""
    matches: dict[str, list[Span]] = {}
    for category in categories:
        places = [_places(rule, turns) for rule in category.rules]
        if all(spans is not None for spans in places):
            matches[category.name] = sorted({span for spans in places for span in spans or []})
    return matches


def _places(rule: Filter, turns: Sequence[Turn]) -> list[Span] | None:
    """Where the rule holds, which may be nowhere in particular; None where it does not."""
    ((kind, asked),) = rule.items()
    spans = FINDERS[kind](asked, turns, _window(asked, turns))
    if asked.get("Negate"):
        return [] if spans is None else None
    return spans


def _window(asked: Filter, turns: Sequence[Turn]) -> Span:
    """The time that is looked at, in milliseconds."""
    end_ms = max((turn.end_ms for turn in turns), default=0)
    name = next((name for name in PAIRS if name in asked), None)
    if name is None:
        return 0, end_ms
    scale = 1 if name == ABSOLUTE else end_ms / PERCENT
    times = {which: round(value * scale) for which, value in asked[name].items()}
    if "First" in times:
        return 0, times["First"]
    if "Last" in times:
        return end_ms - times["Last"], end_ms
    begin, end = PAIRS[name]
    return times[begin], times[end]


def _within(span: Span, window: Span) -> bool:
    return span[0] < window[1] and span[1] > window[0]


def _silent(asked: Filter, turns: Sequence[Turn], window: Span) -> list[Span] | None:
    return _long(silences(turns), asked, window)


def _interrupted(asked: Filter, turns: Sequence[Turn], window: Span) -> list[Span] | None:
    by_role = interruptions(turns)
    role = asked.get("ParticipantRole")
    spans = [span for who, of in by_role.items() if role in {None, who} for span in of]
    return _long(spans, asked, window)


def _long(spans: Sequence[Span], asked: Filter, window: Span) -> list[Span] | None:
    least = asked.get("Threshold", 0)
    return [one for one in spans if one[1] - one[0] >= least and _within(one, window)] or None


def _said(asked: Filter, turns: Sequence[Turn], window: Span) -> list[Span] | None:
    targets = [_letters(target) for target in asked["Targets"]]
    return [
        span
        for turn in _heard(asked, turns, window)
        for target in targets
        for span in _phrase(turn, target)
        if _within(span, window)
    ] or None


def _phrase(turn: Turn, target: list[str]) -> Iterator[Span]:
    """Each place of the turn where it is said, word for word."""
    spoken = [_letters(word.text) for word in turn.words]
    flat = [(letters, at) for at, several in enumerate(spoken) for letters in several]
    for at in range(len(flat) - len(target) + 1):
        if target and [letters for letters, _ in flat[at : at + len(target)]] == target:
            first, last = turn.words[flat[at][1]], turn.words[flat[at + len(target) - 1][1]]
            yield ms(first.begin_s), ms(last.end_s)


def _felt(asked: Filter, turns: Sequence[Turn], window: Span) -> list[Span] | None:
    heard = _heard(asked, turns, window)
    alike = [turn for turn in heard if turn.sentiment in asked["Sentiments"]]
    if not alike or len(alike) < HALF * len(heard):
        return None
    return [(turn.begin_ms, turn.end_ms) for turn in alike]


def _heard(asked: Filter, turns: Sequence[Turn], window: Span) -> list[Turn]:
    role = asked.get("ParticipantRole")
    return [
        turn
        for turn in turns
        if role in {None, turn.role} and _within((turn.begin_ms, turn.end_ms), window)
    ]


def _letters(text: str) -> list[str]:
    return LETTERS.findall(text.casefold())


FINDERS: Mapping[str, Finder] = {
    "NonTalkTimeFilter": _silent,
    "InterruptionFilter": _interrupted,
    "TranscriptFilter": _said,
    "SentimentFilter": _felt,
}


def _category(request: dict[str, Any], created_at: datetime) -> Category:
    check_name(request, "CategoryName")
    report = ParamValidator().validate(request, MODEL.shape_for(REQUEST)).generate_report()
    if report:
        raise BadRequestError(report)
    _check_choices(request, MODEL.shape_for(REQUEST))
    if len(request["Rules"]) > MOST_RULES:
        raise BadRequestError(f"A category can have at most {MOST_RULES} rules.")
    for rule in request["Rules"]:
        _check_rule(rule)
    return Category(
        request["CategoryName"],
        tuple(request["Rules"]),
        request.get("InputType", POST_CALL),
        created_at,
        datetime.now(UTC),
        tuple(request.get("Tags") or []),
    )


def _check_choices(given: Any, shape: Shape) -> None:
    """That what can be one of a few is; botocore leaves that to the service."""
    if isinstance(shape, StructureShape):
        for name, value in given.items():
            _check_choices(value, shape.members[name])
    elif isinstance(shape, ListShape):
        for value in given:
            _check_choices(value, shape.member)
    elif isinstance(shape, StringShape) and shape.enum and given not in shape.enum:
        raise BadRequestError(f"{shape.name} must be one of {', '.join(shape.enum)}.")


def _check_rule(rule: Filter) -> None:
    if len(rule) != 1:
        raise BadRequestError("Each rule must have exactly one filter.")
    ((_, asked),) = rule.items()
    if "AbsoluteTimeRange" in asked and "RelativeTimeRange" in asked:
        raise BadRequestError("A filter has an AbsoluteTimeRange or a RelativeTimeRange, not both.")
    for name, (begin, end) in PAIRS.items():
        if name in asked and set(asked[name]) not in ({"First"}, {"Last"}, {begin, end}):
            raise BadRequestError(f"{name} must have First, or Last, or {begin} with {end}.")
