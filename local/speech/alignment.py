"""When each word of a known text is said: PocketSphinx's forced alignment, else by length."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from local.speech.audio import ENGINE_RATE_HZ, Samples
from local.speech.numbers import spoken_form

FRAME_S = 0.01
ALIGNED, GUESSED = 0.95, 0.6  # confidences: Transcribe gives one a word, Moonshine gives none
_TOKEN = re.compile(r"^[\"'(\[]*(?P<word>.*?)(?P<punctuation>[.,?!;:]*)[\"')\]]*$")
_KEPT_PUNCTUATION = re.compile(r"[.,?!]")


@dataclass(frozen=True)
class TimedWord:
    text: str
    punctuation: str
    begin_s: float
    end_s: float
    score: float


class Aligner:
    def __init__(self) -> None:
        import pocketsphinx

        self._decoder: Any = pocketsphinx.Decoder(lm=None, bestpath=False, loglevel="FATAL")

    def align(self, text: str, audio: Samples) -> list[TimedWord]:
        """Each word of ``text`` with its times within ``audio``, 16 kHz."""
        tokens = [_split(token) for token in text.split()]
        tokens = [token for token in tokens if token[0]]
        spoken = [self._pronounceable(word) for word, _ in tokens]
        found = self._aligned([part for parts in spoken for part in parts], audio)
        length_s = len(audio) / ENGINE_RATE_HZ
        return _placed(tokens, spoken, found, length_s)

    def _pronounceable(self, word: str) -> list[str]:
        """``$25`` -> twenty five dollars; words that the dictionary lacks are left out."""
        return [part for part in spoken_form(word) if self._decoder.lookup_word(part) is not None]

    def _aligned(self, words: list[str], audio: Samples) -> list[tuple[float, float]] | None:
        """Times in order of ``words``, or None where the words cannot be found in the sound."""
        if not words:
            return None
        pcm = (np.clip(audio, -1, 1) * 32_767).astype("<i2").tobytes()
        try:
            self._decoder.set_align_text(" ".join(words))
            self._decoder.start_utt()
            self._decoder.process_raw(pcm, full_utt=True)
            self._decoder.end_utt()
        except RuntimeError:
            return None
        found = [
            (segment.start_frame * FRAME_S, (segment.end_frame + 1) * FRAME_S)
            for segment in self._decoder.seg() or ()
            if segment.word[0] not in "<["
        ]
        return found if len(found) == len(words) else None


def _split(token: str) -> tuple[str, str]:
    match = _TOKEN.match(token)
    word, punctuation = (match["word"], match["punctuation"]) if match else (token, "")
    kept = _KEPT_PUNCTUATION.search(punctuation)
    return word, kept[0] if kept else ""


def _placed(
    tokens: list[tuple[str, str]],
    spoken: list[list[str]],
    found: list[tuple[float, float]] | None,
    length_s: float,
) -> list[TimedWord]:
    """What was aligned where it was found; the rest between its neighbours, by its length."""
    times: list[tuple[float, float] | None] = []
    taken = iter(found or ())
    for parts in spoken:
        own = [next(taken) for _ in parts] if found else []
        times.append((own[0][0], own[-1][1]) if own else None)
    filled = _filled([word for word, _ in tokens], times, length_s)
    return [
        TimedWord(word, punctuation, begin_s, end_s, ALIGNED if known else GUESSED)
        for (word, punctuation), (begin_s, end_s), known in zip(tokens, filled, times, strict=True)
    ]


def _filled(
    words: list[str], times: list[tuple[float, float] | None], length_s: float
) -> list[tuple[float, float]]:
    filled: list[tuple[float, float]] = []
    at = 0
    while at < len(words):
        known = times[at]
        if known is not None:
            filled.append(known)
            at += 1
            continue
        until = next((one for one in range(at, len(words)) if times[one]), len(words))
        begin_s = filled[-1][1] if filled else 0.0
        after = times[until] if until < len(words) else None
        end_s = max(begin_s, after[0] if after else length_s)
        filled += _shared_out(words[at:until], begin_s, end_s)
        at = until
    return filled


def _shared_out(words: list[str], begin_s: float, end_s: float) -> list[tuple[float, float]]:
    weights = np.array([len(word) + 1 for word in words], dtype=float)
    bounds = begin_s + (end_s - begin_s) * np.concatenate(
        [[0.0], np.cumsum(weights / weights.sum())]
    )
    return [(float(one), float(two)) for one, two in pairwise(bounds)]
