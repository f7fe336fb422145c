"""AWS's Post Call Analytics reckons sentiment by other formulas; these are they, of our document.

docs/peer-formulas.md tells them apart, with numbers.
"""

from collections import Counter
from collections.abc import Sequence
from enum import Enum
from itertools import groupby
from typing import NamedTuple

from omnilex.domain.contact import QUARTERS, Contact, Role, SentimentLabel, Turn


class _Rules(NamedTuple):
    """``scale`` is what a confidence of 1 becomes; a rebased score begins at the threshold."""

    scale: float
    threshold: float
    least_letters: int
    is_rebased: bool
    has_quarters: bool


class Generation(Enum):
    """The first is the one of autumn 2021 whose settings ours are named after; the third the one
    in use.
    """

    FIRST = _Rules(1.0, 0.4, 16, is_rebased=True, has_quarters=False)
    SECOND = _Rules(5.0, 2.0, 16, is_rebased=True, has_quarters=False)
    THIRD = _Rules(5.0, 2.0, 8, is_rebased=False, has_quarters=True)


class PeerSentiment(NamedTuple):
    """``quarters``: one without turns counts 0, like a neutral one."""

    average: float
    change: float
    quarters: tuple[float, ...]


def turn_score(turn: Turn, generation: Generation) -> float:
    """Signed; 0 for neutral, mixed and short turns. Negative is looked at first, and wins even
    where positive is surer. A turn with a label alone, as of Call Analytics, has the whole scale.
    """
    rules = generation.value
    if len(turn.text) < rules.least_letters or turn.sentiment in {None, SentimentLabel.MIXED}:
        return 0.0
    if turn.confidences is None:
        signs = {SentimentLabel.POSITIVE: 1.0, SentimentLabel.NEGATIVE: -1.0}
        return rules.scale * signs.get(turn.sentiment or SentimentLabel.NEUTRAL, 0.0)
    for sign, confidence in ((-1, turn.confidences.negative), (1, turn.confidences.positive)):
        score = rules.scale * confidence
        if score >= rules.threshold:
            return sign * (_rebased(score, rules) if rules.is_rebased else score)
    return 0.0


def sentiment_of(contact: Contact, role: Role, generation: Generation) -> PeerSentiment:
    """Average over all turns of the participant, and how it changed: the last turn's score minus
    the first's, in the third generation the last quarter's minus the first's.
    """
    own = [turn for turn in contact.turns if turn.role is role]
    scores = [turn_score(turn, generation) for turn in own]
    if not own:
        return PeerSentiment(0.0, 0.0, (0.0,) * QUARTERS)
    quarters = _quarters(own, scores, duration_s(contact))
    change = quarters[-1] - quarters[0] if generation.value.has_quarters else scores[-1] - scores[0]
    return PeerSentiment(sum(scores) / len(own), change, quarters)


def duration_s(contact: Contact) -> float:
    """Until the last turn to begin has ended, and not until the recording does."""
    if not contact.turns:
        return 0.0
    return max(contact.turns, key=lambda turn: turn.begin_offset_ms).end_offset_ms / 1000


def talk_time_s(contact: Contact, role: Role) -> float:
    """The lengths of the turns, pauses of up to three seconds in them."""
    return sum(turn.duration_ms for turn in contact.turns if turn.role is role) / 1000


def entity_instances(contact: Contact) -> dict[str, int]:
    """Of each type how many different values are named, not how often."""
    named = {(entity.type, entity.text) for turn in contact.turns for entity in turn.entities}
    return dict(Counter(kind for kind, _ in named))


def _rebased(score: float, rules: _Rules) -> float:
    return (score - rules.threshold) / (rules.scale - rules.threshold)


def _quarters(turns: Sequence[Turn], scores: Sequence[float], length_s: float) -> tuple[float, ...]:
    placed = sorted(
        (_quarter(turn, length_s), score) for turn, score in zip(turns, scores, strict=True)
    )
    means = {}
    for quarter, several in groupby(placed, key=lambda one: one[0]):
        values = [score for _, score in several]
        means[quarter] = sum(values) / len(values)
    return tuple(means.get(quarter, 0.0) for quarter in range(QUARTERS))


def _quarter(turn: Turn, length_s: float) -> int:
    midpoint_s = (turn.begin_offset_ms + turn.end_offset_ms) / 2000
    return min(int(QUARTERS * midpoint_s / length_s), QUARTERS - 1) if length_s else 0
