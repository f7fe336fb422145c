"""Whisper's words, in many languages, with its own times and confidences; and which language it is.

An optional extra: ``make whisper`` installs it with its multilingual base model, which comes in two
packages. ``OMNILEX_WHISPER_MODEL`` names the folder of another model in CTranslate2's form.
"""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from importlib import resources
from typing import Any

import numpy as np

from local.speech.audio import ENGINE_RATE_HZ, Samples, resample
from local.speech.choice import WHISPER_MODEL, WHISPER_PARTS
from local.speech.recognizer import Recognition, RecognizedWord, Segment

ENGLISH = "en"
WINDOW_S = 30  # what Whisper hears at once, and what it tells the language by
HEARD = 0.01  # of full scale
LEAST_SURE = 0.3
PAUSE_S = 0.6
MOST_THREADS = 4
_PUNCTUATED = re.compile(r"(.*?)([.,?!;:…。、\uff1f\uff01]*)")
_SENTENCE_ENDS = tuple(".?!…。\uff1f\uff01")


class Whisper:
    """Hears the language that it was made for; of the models in one process there is one."""

    def __init__(self, model: Any = None, language: str = ENGLISH) -> None:
        self._model = model or _model()
        self._language = language

    def hearing(self, language: str) -> "Whisper":
        """The same engine for another language, by Transcribe's code."""
        return Whisper(self._model, _base(language))

    def recognize(self, samples: Samples, rate_hz: int) -> Recognition:
        """Words with times; nothing where nobody speaks."""
        found, _ = self._model.transcribe(
            resample(samples, rate_hz),
            language=self._language,
            word_timestamps=True,
            vad_filter=True,  # in silence it would make words up
            condition_on_previous_text=False,
        )
        words = [_word(one) for segment in found for one in segment.words or ()]
        return Recognition(tuple(_segments(word for word in words if word.text)))

    def identify(
        self, samples: Samples, rate_hz: int, options: Sequence[str]
    ) -> tuple[str, float] | None:
        """The likeliest of some languages and how sure that is; None where it is none of them."""
        audio = _first_heard(resample(samples, rate_hz))
        if not len(audio):
            return None
        _, _, every = self._model.detect_language(audio)
        sure = dict(every)
        best = max(options, key=lambda one: sure.get(_base(one), 0.0))
        score = float(sure.get(_base(best), 0.0))
        return (best, round(score, 4)) if score >= LEAST_SURE else None


def _model() -> Any:
    from faster_whisper import WhisperModel

    folder = os.environ.get(WHISPER_MODEL)
    options = {"device": "cpu", "compute_type": "int8"}
    threads = min(MOST_THREADS, os.cpu_count() or 1)
    if folder:
        return WhisperModel(folder, cpu_threads=threads, local_files_only=True, **options)
    return WhisperModel("base", cpu_threads=threads, files=_packaged(), **options)


def _packaged() -> dict[str, bytes]:
    """The model's files; the largest is in two pieces."""
    first, second = (resources.files(part) / "data" for part in WHISPER_PARTS)
    names = ("config.json", "tokenizer.json", "vocabulary.txt")
    files = {name: (first / name).read_bytes() for name in names}
    pieces = (first / "model.bin.part1", second / "model.bin.part2")
    return {**files, "model.bin": b"".join(piece.read_bytes() for piece in pieces)}


def _base(language: str) -> str:
    return language.partition("-")[0]


def _first_heard(audio: Samples) -> Samples:
    """A window from where something is heard first."""
    loud = np.flatnonzero(np.abs(audio) > HEARD)
    begin = int(loud[0]) if len(loud) else len(audio)
    return audio[begin : begin + WINDOW_S * ENGINE_RATE_HZ]


def _word(one: Any) -> RecognizedWord:
    text, punctuation = _PUNCTUATED.fullmatch(one.word.strip()).groups()  # type: ignore[union-attr]
    return RecognizedWord(
        text,
        punctuation,
        float(one.start),
        max(float(one.end), float(one.start) + 0.01),
        min(1.0, max(0.0, float(one.probability))),
    )


def _segments(words: Iterable[RecognizedWord]) -> Iterator[Segment]:
    """Cut at pauses and at the ends of sentences: another speaker may go on from there."""
    held: list[RecognizedWord] = []
    for word in words:
        if held and _ends(held[-1], word):
            yield Segment(tuple(held))
            held = []
        held.append(word)
    if held:
        yield Segment(tuple(held))


def _ends(last: RecognizedWord, word: RecognizedWord) -> bool:
    return last.punctuation.endswith(_SENTENCE_ENDS) or word.begin_s - last.end_s >= PAUSE_S
