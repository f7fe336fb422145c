"""Speech to text: what is heard, and the engines that hear it."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol

from local.speech.audio import Samples
from local.speech.choice import POCKETSPHINX, WHISPER, chosen, has_whisper

if TYPE_CHECKING:
    from local.speech.whisper_recognizer import Whisper


@dataclass(frozen=True)
class RecognizedWord:
    """Seconds from the start; ``punctuation`` follows the word. ``redacted_type`` (of what
    identifies a person) and ``is_filtered`` are Transcribe's, of what was done to the word
    afterwards.
    """

    text: str
    punctuation: str
    begin_s: float
    end_s: float
    confidence: float
    redacted_type: str | None = None
    is_filtered: bool = False


@dataclass(frozen=True)
class Segment:
    """A stretch of speech without a long pause."""

    words: tuple[RecognizedWord, ...]

    @property
    def begin_s(self) -> float:
        return self.words[0].begin_s

    @property
    def end_s(self) -> float:
        return self.words[-1].end_s


@dataclass(frozen=True)
class Recognition:
    segments: tuple[Segment, ...]

    @property
    def words(self) -> tuple[RecognizedWord, ...]:
        return tuple(word for segment in self.segments for word in segment.words)

    @property
    def text(self) -> str:
        return " ".join(word.text + word.punctuation for word in self.words)


class Recognizer(Protocol):
    """Of one language. Loading takes a second or two; one is enough for a process."""

    def recognize(self, samples: Samples, rate_hz: int) -> Recognition:
        """Words with times; nothing where nobody speaks."""


@cache
def shared() -> Recognizer:
    """The process's one recognizer: the chosen one. An engine loads when it is first wanted."""
    if chosen() == WHISPER:
        from local.speech.whisper_recognizer import Whisper

        return multilingual() or Whisper()
    if chosen() == POCKETSPHINX:
        from local.speech.pocketsphinx_recognizer import PocketSphinx

        return PocketSphinx()
    from local.speech.moonshine_recognizer import Moonshine

    return Moonshine()


@cache
def multilingual() -> "Whisper | None":
    """What hears other languages than English and tells them apart, where it is installed."""
    if not has_whisper():
        return None
    from local.speech.whisper_recognizer import Whisper

    return Whisper()
