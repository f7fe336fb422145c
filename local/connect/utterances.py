"""A recording's turns: the stretches of speech between its pauses."""

import numpy as np

from local.connect.steps import Pcm
from local.speech.audio import ENGINE_RATE_HZ, Recording, Samples, resample

FRAME_MS, PAUSE_MS, SHORTEST_MS, MARGIN_MS = 20, 900, 200, 160
QUIET = 0.02  # of the loudest frame
FULL_SCALE = 32_767


def utterances_of(recording: Recording) -> list[Pcm]:
    """16 kHz, each with a little silence around it; none in a recording without speech."""
    audio = resample(recording.mono(), recording.rate_hz)
    return [_cut(audio, begin, end) for begin, end in _spans(audio)]


def _spans(audio: Samples) -> list[tuple[int, int]]:
    """Begin and end in frames, pauses shorter than the limit left inside."""
    frame = ENGINE_RATE_HZ * FRAME_MS // 1_000
    frames = audio[: len(audio) // frame * frame].reshape(-1, frame)
    if not len(frames) or not frames.any():
        return []
    loudness = np.sqrt((frames**2).mean(axis=1))
    spans: list[tuple[int, int]] = []
    for at in np.flatnonzero(loudness > QUIET * float(np.max(loudness))):
        if spans and (at - spans[-1][1]) * FRAME_MS < PAUSE_MS:
            spans[-1] = (spans[-1][0], int(at) + 1)
        else:
            spans.append((int(at), int(at) + 1))
    return [(one, two) for one, two in spans if (two - one) * FRAME_MS >= SHORTEST_MS]


def _cut(audio: Samples, begin: int, end: int) -> Pcm:
    per_ms = ENGINE_RATE_HZ // 1_000
    first = max(0, begin * FRAME_MS - MARGIN_MS) * per_ms
    last = (end * FRAME_MS + MARGIN_MS) * per_ms
    scaled: Pcm = (np.clip(audio[first:last], -1, 1) * FULL_SCALE).astype(np.int16)
    return scaled
