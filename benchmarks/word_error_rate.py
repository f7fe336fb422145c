"""How well the local Transcribe hears the sample calls, whose scripts are the truth.

    python -m benchmarks.word_error_rate [RECORDING...]

prints for each call the word error rate (Levenshtein distance over words, numbers and all in their
spoken form, divided by the words of the script), the share of words given to the right speaker
(stereo: by channel; mono: by voice, under the better of the two namings) and how many seconds of
sound it takes in a second. The voices are synthetic: people are harder to hear.
"""

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from local.speech.audio import Recording, decode, resample
from local.speech.diarizer import speakers_of
from local.speech.numbers import spoken_form
from local.speech.recognizer import shared

SAMPLES = Path(__file__).parents[1] / "samples"
ROLES = ("AGENT", "CUSTOMER")
SPELLINGS = {"ok": "okay"}

Said = tuple[str, str]  # speaker, word


@dataclass(frozen=True)
class Measured:
    name: str
    seconds: float
    words: int
    errors: int
    rightly_given: float
    took_s: float

    def row(self) -> str:
        rate, speed = self.errors / self.words, self.seconds / self.took_s
        return (
            f"{self.name:<72}{self.seconds:>6.0f} s{self.words:>6}{rate:>8.1%}"
            f"{self.rightly_given:>9.1%}{speed:>7.1f}x"
        )


def spoken(text: str) -> list[str]:
    """The words of a text as they are said, without marks."""
    words = [form for token in text.split() for form in spoken_form(token.strip(".,!?;:\"'"))]
    return [SPELLINGS.get(word, word).replace("'", "") for word in words if word]


def script_of(recording: Path) -> list[Said]:
    """Speaker and word, in the order in which they were spoken."""
    document = json.loads(recording.with_name(f"{recording.stem}.script.json").read_text())
    return [(turn["speaker"], word) for turn in document["turns"] for word in spoken(turn["text"])]


def heard_in(recording: Recording) -> list[Said]:
    """As Transcribe works: stereo by channel, mono by voice."""
    if len(recording.channels) == len(ROLES):
        timed = [
            (word.begin_s, role, word.text)
            for role, channel in zip(ROLES, recording.channels, strict=True)
            for word in shared().recognize(channel, recording.rate_hz).words
        ]
        return [(role, form) for _, role, text in sorted(timed) for form in spoken(text)]
    segments = shared().recognize(recording.mono(), recording.rate_hz).segments
    spans = [(one.begin_s, one.end_s) for one in segments]
    speakers = speakers_of(resample(recording.mono(), recording.rate_hz), spans, len(ROLES))
    return [
        (f"spk_{speaker}", form)
        for speaker, segment in zip(speakers, segments, strict=True)
        for word in segment.words
        for form in spoken(word.text)
    ]


def speaker_share(script: Sequence[Said], heard: Sequence[Said]) -> float:
    """Of the words heard right, how many were given to the one who said them."""
    steps = Levenshtein.opcodes([w for _, w in script], [w for _, w in heard]).as_list()
    pairs = [
        (script[begin + place][0], heard[heard_begin + place][0])
        for kind, begin, end, heard_begin, _ in steps
        if kind == "equal"
        for place in range(end - begin)
    ]
    names = sorted({name for name, _ in heard})
    namings = [dict(zip(names, ROLES, strict=False))]
    if not set(names) <= set(ROLES):
        namings = [dict(zip(names, order, strict=False)) for order in permutations(ROLES)]
    right = max(sum(naming.get(name) == role for role, name in pairs) for naming in namings)
    return right / max(1, len(pairs))


def measure(path: Path) -> Measured:
    recording = decode(path.read_bytes())
    began = time.perf_counter()
    heard = heard_in(recording)
    took_s = time.perf_counter() - began
    script = script_of(path)
    errors = Levenshtein.distance([w for _, w in script], [w for _, w in heard])
    share = speaker_share(script, heard)
    return Measured(path.name, recording.duration_s, len(script), errors, share, took_s)


def total(rows: Sequence[Measured]) -> Measured:
    words = sum(row.words for row in rows)
    share = sum(row.rightly_given * row.words for row in rows) / words
    return Measured(
        "all",
        sum(row.seconds for row in rows),
        words,
        sum(row.errors for row in rows),
        share,
        sum(row.took_s for row in rows),
    )


def main() -> None:
    given = [Path(name) for name in sys.argv[1:]]
    recordings = given or sorted(
        p for p in SAMPLES.iterdir() if p.suffix in {".wav", ".flac", ".mp3"}
    )
    shared()  # loading is not part of the speed
    print(f"{'recording':<72}{'length':>8}{'words':>6}{'WER':>8}{'speaker':>9}{'speed':>8}")
    rows = [measure(path) for path in recordings]
    for row in [*rows, total(rows)]:
        print(row.row())


if __name__ == "__main__":
    main()
