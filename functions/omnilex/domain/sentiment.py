"""Scores, averages, quarters and trends; docs/decisions/0005-sentiment-scale.md says why so."""

import re
from collections.abc import Sequence

from omnilex.domain.contact import (
    QUARTERS,
    Confidences,
    ParticipantSentiment,
    Role,
    SentimentLabel,
    Turn,
)

SCALE = 5.0
MOST_BYTES = 5_000  # of one text, in UTF-8: Comprehend's limit

Judged = tuple[SentimentLabel, Confidences]


def pieces(text: str, most_bytes: int = MOST_BYTES) -> list[str]:
    """``text`` in parts of at most that many bytes, cut between words where there are any."""
    if len(text) * 4 <= most_bytes or len(text.encode()) <= most_bytes:
        return [text]
    cut, held, held_bytes = [], "", 0
    for word in re.split(r"(?<=\s)", text):
        for part in _fitting(word, most_bytes):
            size_bytes = len(part.encode())
            if held_bytes + size_bytes > most_bytes:
                cut.append(held)
                held, held_bytes = "", 0
            held, held_bytes = held + part, held_bytes + size_bytes
    return [*cut, held]


def combine(judged: Sequence[tuple[int, Judged]]) -> Judged:
    """One judgement of a text's pieces, each counting by its length."""
    if len(judged) == 1:
        return judged[0][1]
    total = sum(length for length, _ in judged)
    means = {
        name: sum(length * getattr(of, name) for length, (_, of) in judged) / total
        for name in Confidences.model_fields
    }
    label = SentimentLabel(max(means, key=lambda name: means[name]).upper())
    return label, Confidences(**{name: min(1.0, value) for name, value in means.items()})


def _fitting(word: str, most_bytes: int) -> list[str]:
    """A word longer than the limit, cut by characters (none has more than four bytes)."""
    most = most_bytes // 4
    return [word[at : at + most] for at in range(0, len(word), most)]


def score(label: SentimentLabel, of: Confidences, *, positive: float, negative: float) -> float:
    """A turn's score in [-5, 5], rebased at the thresholds; MIXED counts 0.

    With p, n the confidences and tp, tn the thresholds: -5 (n - tn) / (1 - tn) if n >= tn and
    n >= p; else 5 (p - tp) / (1 - tp) if p >= tp; else 0.
    """
    if label is SentimentLabel.MIXED:
        return 0.0
    if of.negative >= negative and of.negative >= of.positive:
        return -SCALE * (of.negative - negative) / (1 - negative)
    if of.positive >= positive:
        return SCALE * (of.positive - positive) / (1 - positive)
    return 0.0


def of_participant(turns: Sequence[Turn], role: Role, duration_ms: int) -> ParticipantSentiment:
    """Average, quarters and trend of one participant over a contact of ``duration_ms``."""
    scored = [(turn, turn.score) for turn in turns if turn.role is role and turn.score is not None]
    if not scored:
        return ParticipantSentiment()
    in_quarter: list[list[float]] = [[] for _ in range(QUARTERS)]
    for turn, value in scored:
        in_quarter[quarter_of(turn, duration_ms)].append(value)
    quarters = tuple(_mean(values) for values in in_quarter)
    held = [value for value in quarters if value is not None]
    return ParticipantSentiment(
        average=_mean([value for _, value in scored]),
        trend=held[-1] - held[0] if len(held) > 1 else None,
        quarters=quarters,
    )


def quarter_of(turn: Turn, duration_ms: int) -> int:
    """0 to 3, by the turn's midpoint."""
    midpoint_ms = turn.begin_offset_ms + turn.duration_ms / 2
    return min(int(QUARTERS * midpoint_ms / duration_ms), QUARTERS - 1) if duration_ms else 0


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
