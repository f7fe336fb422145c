"""Speak the scripts: ``python samples/make_samples.py``.

Needs flite (its ``rms`` voice, the agent) and festival with the ``cmu_us_slt_arctic_hts`` voice
(the customer), both free software; the recordings are committed, so only a changed script needs
them. The scripts beside the recordings are the ground truth: who said which words.
"""

import json
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soundfile

HERE = Path(__file__).parent
VOICE_RATE_HZ = 16_000
PAUSES_S = (0.45, 0.7, 0.35, 0.6)  # between turns, round and round
NOISE = 0.0006  # a quiet line's hiss, of full scale
LEVEL = 0.5
MALE_FLITE = ("flite", "-voice", "rms", "--setf", "duration_stretch=1.02")
FEMALE_FESTIVAL = ("text2wave", "-F", "16000", "-eval", "(voice_cmu_us_slt_arctic_hts)")

Samples = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Turn:
    speaker: str  # AGENT or CUSTOMER
    text: str


def speak(turn: Turn, folder: Path) -> Samples:
    """One turn in its speaker's voice, at 16 kHz."""
    said, wav = folder / "said.txt", folder / "said.wav"
    said.write_text(turn.text)
    if turn.speaker == "AGENT":
        command = [*MALE_FLITE, "-f", str(said), "-o", str(wav)]
    else:
        command = [*FEMALE_FESTIVAL, "-o", str(wav), str(said)]
    subprocess.run(command, check=True, capture_output=True)
    samples, rate_hz = soundfile.read(wav)
    if rate_hz != VOICE_RATE_HZ:
        raise ValueError(f"{turn.speaker}'s voice speaks at {rate_hz} Hz, not {VOICE_RATE_HZ}")
    voiced: Samples = samples * (LEVEL / max(float(np.abs(samples).max()), 1e-6))
    return voiced


def call(turns: Iterable[Turn], *, stereo: bool, seed: int) -> Samples:
    """The turns one after another: both on one channel, or agent left and customer right."""
    channels: dict[str, list[Samples]] = {"AGENT": [], "CUSTOMER": []}
    with tempfile.TemporaryDirectory() as folder:
        for place, turn in enumerate(turns):
            pause = np.zeros(int(PAUSES_S[place % len(PAUSES_S)] * VOICE_RATE_HZ))
            voice = np.concatenate([pause, speak(turn, Path(folder))])
            for speaker, parts in channels.items():
                parts.append(voice if speaker == turn.speaker else np.zeros(len(voice)))
    both = np.stack([np.concatenate(parts) for parts in channels.values()], axis=1)
    mixed = both if stereo else both.sum(axis=1, keepdims=True)
    hiss: Samples = mixed + np.random.default_rng(seed).normal(0, NOISE, mixed.shape)
    return hiss


def at_rate(samples: Samples, rate_hz: int) -> Samples:
    """At half the rate for a telephone: every second sample, after a low pass."""
    if rate_hz == VOICE_RATE_HZ:
        return samples
    taps = np.arange(-31, 32)
    low_pass = np.sinc(taps * 0.46) * 0.46 * np.hamming(len(taps))
    filtered = [np.convolve(channel, low_pass, "same") for channel in samples.T]
    return np.stack(filtered, axis=1)[:: VOICE_RATE_HZ // rate_hz]


def make(script: Path) -> Path:
    """The recording of one script, beside it."""
    document: dict[str, Any] = json.loads(script.read_text())
    turns = [Turn(**turn) for turn in document["turns"]]
    samples = call(turns, stereo=document["stereo"], seed=len(turns))
    target = HERE / document["file"]
    rate_hz = document["rate_hz"]
    soundfile.write(target, at_rate(samples, rate_hz), rate_hz, subtype=document["encoding"])
    return target


def main() -> None:
    for script in sorted(HERE.glob("*.script.json")):
        made = make(script)
        print(
            f"{made.name}  {soundfile.info(made).duration:.0f} s  {made.stat().st_size // 1024} KB"
        )


if __name__ == "__main__":
    main()
