"""PocketSphinx's words, with its own times and confidences: a small model, and quick."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from local.speech.audio import ENGINE_RATE_HZ, Samples, resample
from local.speech.recognizer import Recognition, RecognizedWord, Segment

FRAME_S = 0.01
_NOISE = re.compile(r"[<\[+].*")
_VARIANT = re.compile(r"\(\d+\)$")
_FIRST_PERSON = re.compile(r"^i(?='|$)")


class PocketSphinx:
    """Writes numbers in words, and no marks but the full stop at a pause."""

    def __init__(self) -> None:
        import pocketsphinx

        self._endpointer: Any = pocketsphinx.Endpointer
        self._decoder: Any = pocketsphinx.Decoder(samprate=ENGINE_RATE_HZ, loglevel="FATAL")

    def recognize(self, samples: Samples, rate_hz: int) -> Recognition:
        """Words with times; nothing where nobody speaks."""
        audio = (np.clip(resample(samples, rate_hz), -1, 1) * 32_767).astype("<i2").tobytes()
        segments = []
        for begin_s, speech in self._utterances(audio):
            words = self._words(speech, begin_s)
            if words:
                segments.append(Segment(_written(words)))
        return Recognition(tuple(segments))

    def _utterances(self, audio: bytes) -> Iterator[tuple[float, bytes]]:
        """When each stretch of speech begins, and its sound."""
        endpointer = self._endpointer(sample_rate=ENGINE_RATE_HZ)
        size, begin_s, held = endpointer.frame_bytes, 0.0, bytearray()
        whole = len(audio) - len(audio) % size
        for at in range(0, whole, size):
            was_speech = endpointer.in_speech
            speech = endpointer.process(audio[at : at + size])
            if speech is None:
                continue
            if not was_speech:
                begin_s = endpointer.speech_start
            held += speech
            if not endpointer.in_speech:
                yield begin_s, bytes(held)
                held.clear()
        if endpointer.in_speech:
            held += endpointer.end_stream(audio[whole:]) or b""
        if held:
            yield begin_s, bytes(held)

    def _words(self, speech: bytes, at_s: float) -> list[RecognizedWord]:
        self._decoder.start_utt()
        self._decoder.process_raw(speech, full_utt=True)
        self._decoder.end_utt()
        return [
            RecognizedWord(
                _FIRST_PERSON.sub("I", _VARIANT.sub("", one.word)),
                "",
                at_s + one.start_frame * FRAME_S,
                at_s + (one.end_frame + 1) * FRAME_S,
                min(1.0, max(0.0, float(one.prob))),
            )
            for one in self._decoder.seg() or ()
            if not _NOISE.match(one.word)
        ]


def _written(words: list[RecognizedWord]) -> tuple[RecognizedWord, ...]:
    """As a sentence."""
    first, *rest = words
    capital = first.text[:1].upper() + first.text[1:]
    *before, last = [replace(first, text=capital), *rest]
    return (*before, replace(last, punctuation="."))
