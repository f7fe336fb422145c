"""Recordings as samples: decoded by libsndfile, resampled to what the engines take."""

import io
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt
import soundfile

ENGINE_RATE_HZ = 16_000
AV_FORMATS = ("webm", "amr", "mp4")
Samples = npt.NDArray[np.float32]


LONGEST_S = 4 * 60 * 60
MOST_VALUES = 250_000_000  # half a gigabyte
BLOCK_S = 60
COUNTED = 1 << 40  # libsndfile gives a larger number where it does not know
LOUDEST = 32_768


class UnreadableAudioError(ValueError):
    """Not a recording that can be decoded."""


class TooLongAudioError(UnreadableAudioError):
    """More than Transcribe takes, whatever the header says."""


@dataclass(frozen=True)
class Recording:
    """``pcm``: a row for each moment and a column for each channel, at ``rate_hz``."""

    pcm: npt.NDArray[np.int16]
    rate_hz: int
    format: str

    @property
    def duration_s(self) -> float:
        return len(self.pcm) / self.rate_hz

    @property
    def channels(self) -> tuple[Samples, ...]:
        """One array of samples in [-1, 1] a channel."""
        return tuple(self.channel(at) for at in range(self.pcm.shape[1]))

    def channel(self, at: int) -> Samples:
        return self.pcm[:, at].astype(np.float32) / np.float32(LOUDEST)

    def mono(self) -> Samples:
        return self.pcm.mean(axis=1, dtype=np.float32) / np.float32(LOUDEST)


def decode(media: bytes) -> Recording:
    """WAV of every kind, MP3, FLAC, Ogg, Opus; with PyAV also MP4, WebM and AMR.

    Raises UnreadableAudioError, before it has decoded more than Transcribe would take.
    """
    if not media:
        raise UnreadableAudioError("The file is empty.")
    try:
        with soundfile.SoundFile(io.BytesIO(media)) as file:
            pcm, rate_hz, kind = _read(file), file.samplerate, file.format.lower()
    except soundfile.LibsndfileError as error:
        return _by_av(media, str(error))
    return Recording(pcm, rate_hz, "wav" if kind == "wavex" else kind)


def _read(file: soundfile.SoundFile) -> npt.NDArray[np.int16]:
    """A minute at a time: a header may say less than there is."""
    if file.samplerate * LONGEST_S < file.frames < COUNTED:
        raise TooLongAudioError("The recording is longer than four hours.")
    blocks: list[npt.NDArray[np.int16]] = []
    length = 0
    while len(block := file.read(BLOCK_S * file.samplerate, dtype="float32", always_2d=True)):
        blocks.append((np.clip(block, -1, 1) * (LOUDEST - 1)).astype(np.int16))
        length += len(block)
        if length > file.samplerate * LONGEST_S or length * file.channels > MOST_VALUES:
            raise TooLongAudioError("The recording is longer than four hours.")
    if not length:
        raise UnreadableAudioError("The file has no samples.")
    return np.concatenate(blocks)


def _by_av(media: bytes, why: str) -> Recording:
    """MP4, WebM and AMR, which libsndfile does not read. Raises UnreadableAudioError."""
    if find_spec("av") is None:
        raise UnreadableAudioError(f"{why} (MP4, WebM and AMR need: pip install av)")
    import av

    try:
        with av.open(io.BytesIO(media)) as container:
            return _decoded(container)
    except (av.FFmpegError, IndexError, AttributeError, ValueError) as error:  # a hollow file
        raise UnreadableAudioError(str(error)) from None


def _decoded(container: Any) -> Recording:
    stream = container.streams.audio[0]
    to_pcm = _resampler(stream)
    blocks: list[npt.NDArray[np.int16]] = []
    length = 0
    for frame in container.decode(stream):
        for made in to_pcm.resample(frame):
            blocks.append(made.to_ndarray().reshape(-1, stream.channels))
            length += len(blocks[-1])
        if length > stream.rate * LONGEST_S or length * stream.channels > MOST_VALUES:
            raise TooLongAudioError("The recording is longer than four hours.")
    if not length:
        raise UnreadableAudioError("The file has no samples.")
    name = next((one for one in AV_FORMATS if one in container.format.name), "mp4")
    return Recording(np.concatenate(blocks), stream.rate, name)


def _resampler(stream: Any) -> Any:
    import av

    return av.AudioResampler(format="s16", layout=stream.layout.name, rate=stream.rate)


def resample(samples: Samples, rate_hz: int, to_hz: int = ENGINE_RATE_HZ) -> Samples:
    """Linear between samples, after a moving mean where the rate goes down. A minute at a time:
    places between samples take several times the room of the samples.
    """
    if rate_hz == to_hz or not len(samples):
        return samples
    if rate_hz > to_hz:
        width = max(1, round(rate_hz / to_hz))
        samples = np.convolve(samples, np.full(width, 1 / width, np.float32), "same")
    made = np.empty(int(len(samples) * to_hz / rate_hz), np.float32)
    step, block = rate_hz / to_hz, BLOCK_S * to_hz
    for begin in range(0, len(made), block):
        first = int(begin * step)
        part = samples[first : int((begin + block) * step) + 2]
        at = np.arange(begin, min(len(made), begin + block), dtype=np.float64) * step - first
        made[begin : begin + block] = np.interp(at, np.arange(len(part)), part)
    return made
