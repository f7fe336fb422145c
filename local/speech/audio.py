"""Recordings as samples: decoded by libsndfile, resampled to what the engines take."""

import io
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import soundfile

ENGINE_RATE_HZ = 16_000
Samples = npt.NDArray[np.float32]


class UnreadableAudioError(ValueError):
    """Not a recording that can be decoded."""


@dataclass(frozen=True)
class Recording:
    """``channels``: one array of samples in [-1, 1] a channel, all at ``rate_hz``."""

    channels: tuple[Samples, ...]
    rate_hz: int
    format: str

    @property
    def duration_s(self) -> float:
        return len(self.channels[0]) / self.rate_hz

    def mono(self) -> Samples:
        mixed: Samples = np.mean(np.stack(self.channels), axis=0, dtype=np.float32)
        return mixed


def decode(media: bytes) -> Recording:
    """WAV of every kind, MP3, FLAC, Ogg, Opus. Raises UnreadableAudioError."""
    if not media:
        raise UnreadableAudioError("The file is empty.")
    try:
        with soundfile.SoundFile(io.BytesIO(media)) as file:
            samples = file.read(dtype="float32", always_2d=True)
            rate_hz, kind = file.samplerate, file.format.lower()
    except soundfile.LibsndfileError as error:
        raise UnreadableAudioError(str(error)) from None
    if not len(samples):
        raise UnreadableAudioError("The file has no samples.")
    channels = tuple(np.ascontiguousarray(samples[:, at]) for at in range(samples.shape[1]))
    return Recording(channels, rate_hz, "wav" if kind == "wavex" else kind)


def resample(samples: Samples, rate_hz: int, to_hz: int = ENGINE_RATE_HZ) -> Samples:
    """Linear between samples, after a moving mean where the rate goes down."""
    if rate_hz == to_hz or not len(samples):
        return samples
    if rate_hz > to_hz:
        width = max(1, round(rate_hz / to_hz))
        samples = np.convolve(samples, np.full(width, 1 / width, np.float32), "same")
    length = int(len(samples) * to_hz / rate_hz)
    at = np.arange(length, dtype=np.float64) * (rate_hz / to_hz)
    return np.interp(at, np.arange(len(samples)), samples).astype(np.float32)
