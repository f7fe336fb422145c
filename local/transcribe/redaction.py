"""Content redaction: what identifies a person becomes [PII], or silence, as Transcribe does it."""

import io
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import NamedTuple

import soundfile

from local.comprehend.entities import entity_engine
from local.comprehend.pii import PiiEngine
from local.speech.audio import Recording
from local.speech.recognizer import RecognizedWord
from local.transcribe.output import Labelled

PII = "[PII]"
MARGIN_S = 0.1
# Comprehend's names of what Transcribe calls otherwise.
TRANSCRIBE_NAMES = {"BANK_ROUTING_NUMBER": "BANK_ROUTING"}
TYPES = {
    *("ADDRESS", "BANK_ACCOUNT_NUMBER", "BANK_ROUTING", "CREDIT_DEBIT_CVV", "CREDIT_DEBIT_EXPIRY"),
    *("CREDIT_DEBIT_NUMBER", "EMAIL", "NAME", "PHONE", "PIN", "SSN"),
}


class Find(NamedTuple):
    begin: int
    end: int
    score: float
    type: str


class Redactor:
    def __init__(self) -> None:
        self._engine = PiiEngine(entity_engine())

    def redacted(self, labelled: Labelled, language: str, wanted: Collection[str]) -> Labelled:
        """Words in their order with who said them; those of one find become one item."""
        kinds = TYPES if not wanted or "ALL" in wanted else set(wanted)
        text, begins = "", []
        for _, word in labelled:
            begins.append(len(text))
            text += f"{word.text}{word.punctuation} "
        finds = [
            Find(one.begin, one.end, one.score, TRANSCRIBE_NAMES.get(one.type, one.type))
            for one in self._engine.entities(text, language.split("-", maxsplit=1)[0])
            if TRANSCRIBE_NAMES.get(one.type, one.type) in kinds
        ]
        return _joined(labelled, begins, finds)


def silenced(recording: Recording, words: Iterable[RecognizedWord]) -> bytes:
    """A WAV without the sound of the redacted ones, on every channel: one may be heard on both."""
    pcm = recording.pcm.copy()
    for word in words:
        if word.redacted_type:
            begin_s, end_s = max(0.0, word.begin_s - MARGIN_S), word.end_s + MARGIN_S
            pcm[int(begin_s * recording.rate_hz) : int(end_s * recording.rate_hz)] = 0
    out = io.BytesIO()
    soundfile.write(out, pcm, recording.rate_hz, format="WAV", subtype="PCM_16")
    return out.getvalue()


def _joined(
    labelled: Labelled, begins: list[int], finds: list[Find]
) -> list[tuple[str, RecognizedWord]]:
    done: list[tuple[str, RecognizedWord]] = []
    last: Find | None = None
    for (label, word), begin in zip(labelled, begins, strict=True):
        end = begin + len(word.text)
        find = next((one for one in finds if one.begin < end and begin < one.end), None)
        if find is None:
            done.append((label, word))
        elif find is last and done[-1][0] == label:
            longer = replace(done[-1][1], end_s=word.end_s, punctuation=word.punctuation)
            done[-1] = (label, longer)
        else:
            hidden = replace(word, text=PII, confidence=find.score, redacted_type=find.type)
            done.append((label, hidden))
        last = find
    return done
