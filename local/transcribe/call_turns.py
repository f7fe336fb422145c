"""What was said in a call, in turns: what its figures, categories and findings are taken from."""

from collections.abc import Sequence
from dataclasses import dataclass

from local.speech.recognizer import RecognizedWord

SILENCE_MS = 3_000  # a longer one is non-talk time
TALKED_OVER_MS = 300  # less is a polite beginning, no interruption

Span = tuple[int, int]


@dataclass(frozen=True)
class Turn:
    role: str
    channel: int
    words: tuple[RecognizedWord, ...]
    sentiment: str = "NEUTRAL"

    @property
    def begin_ms(self) -> int:
        return ms(self.words[0].begin_s)

    @property
    def end_ms(self) -> int:
        return ms(self.words[-1].end_s)

    @property
    def length_ms(self) -> int:
        return self.end_ms - self.begin_ms

    @property
    def content(self) -> str:
        return " ".join(word.text + word.punctuation for word in self.words)


def silences(turns: Sequence[Turn]) -> list[Span]:
    """Where nobody spoke for long; ``turns`` in order of time."""
    spans, until_ms = [], 0
    for turn in turns:
        if turn.begin_ms - until_ms > SILENCE_MS:
            spans.append((until_ms, turn.begin_ms))
        until_ms = max(until_ms, turn.end_ms)
    return spans


def interruptions(turns: Sequence[Turn]) -> dict[str, list[Span]]:
    """By who interrupted: begun while the other spoke, and gone on with when they had given way."""
    found: dict[str, list[Span]] = {}
    for at, turn in enumerate(turns):
        others = [one for one in turns[:at] if one.role != turn.role]
        until_ms = max((one.end_ms for one in others), default=0)
        if until_ms - turn.begin_ms >= TALKED_OVER_MS and until_ms < turn.end_ms:
            found.setdefault(turn.role, []).append((turn.begin_ms, until_ms))
    return found


def ms(seconds: float) -> int:
    return round(seconds * 1000)
