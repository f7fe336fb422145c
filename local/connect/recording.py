"""A call's recording as Connect makes it: 8 kHz, the customer left, the bot or the agent right."""

import io
import wave
from datetime import datetime

import numpy as np

from local.connect.steps import Pcm
from local.speech.audio import resample

RATE_HZ = 8_000
FULL_SCALE = 32_767
CUSTOMER, OTHER = 0, 1
GAP_MS = 250  # between what one says and what the other answers


class Recording:
    """Grows as the call goes on; while it is paused, time goes on in silence."""

    def __init__(self) -> None:
        self._pieces: list[tuple[int, int, Pcm]] = []
        self._now_ms = 0
        self.is_on = False

    @property
    def now_ms(self) -> int:
        return self._now_ms

    @property
    def is_empty(self) -> bool:
        return not self._pieces

    def add(self, pcm: Pcm, rate_hz: int, channel: int) -> int:
        """Spoken now; returns when it began. What is spoken during a pause is not kept."""
        begin_ms = self._now_ms
        if self.is_on and len(pcm):
            self._pieces.append((begin_ms, channel, _at_rate(pcm, rate_hz)))
        self._now_ms += len(pcm) * 1_000 // rate_hz
        return begin_ms

    def wait(self, duration_ms: int) -> None:
        self._now_ms += max(0, duration_ms)

    def interrupt(self, at_ms: int) -> None:
        """What was to be said after ``at_ms`` was not: the customer spoke into it."""
        kept = []
        for begin_ms, channel, pcm in self._pieces:
            room = (at_ms - begin_ms) * RATE_HZ // 1_000
            if room > 0:
                kept.append((begin_ms, channel, pcm[:room]))
        self._pieces = kept
        self._now_ms = min(self._now_ms, at_ms)

    def wav(self) -> bytes:
        length = self._now_ms * RATE_HZ // 1_000 + RATE_HZ // 4
        mixed = np.zeros((length, 2), np.int16)
        for begin_ms, channel, pcm in self._pieces:
            begin = begin_ms * RATE_HZ // 1_000
            end = min(length, begin + len(pcm))
            mixed[begin:end, channel] = pcm[: end - begin]
        target = io.BytesIO()
        with wave.open(target, "wb") as file:
            file.setnchannels(2)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(mixed.tobytes())
        return target.getvalue()


def key_of(prefix: str, contact_id: str, started_at: datetime, *, ivr: bool) -> str:
    """Where Connect puts it: ``…/ivr/2026/11/25/<contact id>_20261125T16:20_UTC.wav``."""
    folder = f"{prefix.rstrip('/')}/" + ("ivr/" if ivr else "")
    return f"{folder}{started_at:%Y/%m/%d}/{contact_id}_{started_at:%Y%m%dT%H:%M}_UTC.wav"


def _at_rate(pcm: Pcm, rate_hz: int) -> Pcm:
    samples = resample(pcm.astype(np.float32) / np.float32(FULL_SCALE), rate_hz, RATE_HZ)
    scaled: Pcm = (np.clip(samples, -1, 1) * FULL_SCALE).astype(np.int16)
    return scaled
