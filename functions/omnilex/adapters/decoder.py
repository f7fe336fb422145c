"""Any recording's sound as 16-bit PCM, by FFmpeg, a block at a time.

FFmpeg is a layer of the function that decodes: see docs/decisions/0020-ffmpeg-in-a-layer.md.
"""

import contextlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import av

from omnilex.domain import audio
from omnilex.domain.audio import Pcm
from omnilex.domain.failure import RecordingError
from omnilex.domain.recording.format import RecordingFormat
from omnilex.domain.recording.probing import LONGEST_MS, probe

# FFmpeg's reader of each form. It is told which to use: those of playlists would open other files.
READERS = {
    "wav": "wav",
    "mp3": "mp3",
    "flac": "flac",
    "ogg": "ogg",
    "mp4": "mov",
    "m4a": "mov",
    "amr": "amr",
    "webm": "matroska",
}
LAYOUTS = {1: "mono", 2: "stereo"}
MOST_HZ = 16_000  # speech has little above, and our MP3 holds no more
SAMPLE_BYTES = 2
SECOND_MS = 1000
STRAY_MS = 50  # what a frame may be late before silence fills the gap
SILENT_FRAMES = 16_384


class NotDecodedError(ValueError):
    """There is no sound of one or two channels, or it is not intact; the message says which."""


@contextlib.contextmanager
def sound_of(
    stream: BinaryIO, size_bytes: int, *, intact: bool = False, longest_ms: int = LONGEST_MS
) -> Iterator[Pcm]:
    """A recording's sound: WAV as it is, the first track of all else by FFmpeg.

    Raises NotDecodedError: where there is none, and, if it must be ``intact``, at the first thing
    amiss: what comes after that may not be at the time where others heard it.
    """
    wav = _wav(stream, size_bytes)
    if wav and wav.channels in LAYOUTS:
        yield Pcm(wav.rate_hz, wav.channels, wav.duration_ms, audio.pcm16(stream, wav))
        return
    found = _probed(stream, size_bytes)
    stream.seek(0)
    try:
        container = av.open(stream, format=READERS[found.name])
    except av.FFmpegError as error:
        raise NotDecodedError(str(error)) from None
    with container:
        pcm = _decoded(container, intact, longest_ms)
        if intact and found.name == "flac" and found.duration_ms:
            pcm = pcm._replace(blocks=_whole(pcm, min(found.duration_ms, longest_ms)))
        yield pcm


def _wav(stream: BinaryIO, size_bytes: int) -> audio.WavFormat | None:
    try:
        return audio.read_header(stream, size_bytes)
    except audio.NotWavError:
        return None


def _probed(stream: BinaryIO, size_bytes: int) -> RecordingFormat:
    def read(at: int, length: int) -> bytes:
        stream.seek(at)
        return stream.read(length)

    try:
        found = probe(read, size_bytes)
    except RecordingError as error:
        raise NotDecodedError(str(error)) from None
    if found is None:
        raise NotDecodedError("The recording is of no form that we know.")
    return found


def _decoded(container: Any, intact: bool, longest_ms: int) -> Pcm:
    track = next(iter(container.streams.audio), None)
    if track is None or not track.codec_context or track.channels not in LAYOUTS:
        raise NotDecodedError("No sound track of one or two channels can be decoded.")
    rate_hz = min(track.rate, MOST_HZ)
    frames = _frames(container, track, intact)
    most_bytes = longest_ms * rate_hz // SECOND_MS * track.channels * SAMPLE_BYTES
    return Pcm(
        rate_hz=rate_hz,
        channels=track.channels,
        duration_ms=container.duration // SECOND_MS if container.duration else None,
        blocks=_until(most_bytes, _in_time(frames, rate_hz, track.channels)),
    )


def _frames(container: Any, track: Any, intact: bool) -> Iterator[Any]:
    """What can be decoded, up to where the file breaks off: what is amiss before the first frame
    and after the last is no more than a rough cut.
    """
    begun = amiss = False
    for packet in _packets(container, track):
        try:
            frames = packet.decode()
        except av.FFmpegError:
            amiss = begun
            continue
        if frames and amiss and intact:
            raise NotDecodedError("The recording is damaged midway.")
        begun = begun or bool(frames)
        yield from frames


def _whole(pcm: Pcm, duration_ms: int) -> Iterator[bytes]:
    """FFmpeg skips what is damaged in FLAC without a word, but FLAC tells its length exactly."""
    heard = 0
    for block in pcm.blocks:
        heard += len(block)
        yield block
    heard_ms = heard * SECOND_MS // (pcm.rate_hz * pcm.channels * SAMPLE_BYTES)
    if heard_ms + STRAY_MS < duration_ms:
        raise NotDecodedError("The recording is damaged, or breaks off.")


def _packets(container: Any, track: Any) -> Iterator[Any]:
    with contextlib.suppress(av.FFmpegError):
        yield from container.demux(track)


def _in_time(frames: Iterator[Any], rate_hz: int, channels: int) -> Iterator[bytes]:
    resampler = _Resampler(rate_hz, LAYOUTS[channels])
    frame_bytes = channels * SAMPLE_BYTES
    begun_s: float | None = None
    written = 0
    for frame in frames:
        if frame.time is not None:
            begun_s = frame.time if begun_s is None else begun_s
            late = round((frame.time - begun_s) * rate_hz) - written
            if late * SECOND_MS > STRAY_MS * rate_hz:
                yield from _silence(late * frame_bytes)
                written += late
        for even in resampler.resample(frame):
            yield bytes(even.planes[0])[: even.samples * frame_bytes]
            written += even.samples


class _Resampler:
    """To one rate and layout, also where the frames change theirs midway."""

    def __init__(self, rate_hz: int, layout: str) -> None:
        self._rate_hz, self._layout = rate_hz, layout
        self._of: tuple[str, str, int] | None = None

    def resample(self, frame: Any) -> list[Any]:
        of = frame.format.name, frame.layout.name, frame.sample_rate
        if of != self._of:
            self._of = of
            self._resampler = av.AudioResampler("s16", self._layout, self._rate_hz)
        frame.pts = None  # the order tells; the resampler would pad or cut by its own reckoning
        resampled: list[Any] = self._resampler.resample(frame)
        return resampled


def _silence(length: int) -> Iterator[bytes]:
    block = SILENT_FRAMES * SAMPLE_BYTES
    for at in range(0, length, block):
        yield bytes(min(block, length - at))


def _until(most: int, blocks: Iterator[bytes]) -> Iterator[bytes]:
    left = most
    for block in blocks:
        yield block[:left]
        left -= len(block)
        if left <= 0:
            return
