"""RIFF/WAVE: chunks of which one describes the samples and another holds them."""

import struct
from collections.abc import Iterator

from omnilex.domain.failure import DamagedRecordingError, NoSoundError
from omnilex.domain.recording.format import Read, RecordingFormat

RIFFS = {b"RIFF", b"RF64"}
_HEADER, _CHUNK, _FORMAT = 12, 8, 16
MOST_CHUNKS = 1_000


def is_wav(head: bytes) -> bool:
    return head[:4] in RIFFS and head[8:12] == b"WAVE"


def probe(read: Read, size_bytes: int) -> RecordingFormat:
    """Raises DamagedRecordingError or NoSoundError."""
    described: bytes | None = None
    for name, at, length in _chunks(read):
        if name == b"fmt ":
            described = read(at, _FORMAT)
        if name == b"data":
            return _format(described, min(length, size_bytes - at))
    raise DamagedRecordingError("the WAV file ends before its samples begin")


def _chunks(read: Read) -> Iterator[tuple[bytes, int, int]]:
    """Name, place and length of each."""
    at = _HEADER
    for _ in range(MOST_CHUNKS):
        header = read(at, _CHUNK)
        if len(header) < _CHUNK:
            return
        length = int.from_bytes(header[4:], "little")
        at += _CHUNK
        yield header[:4], at, length
        at += length + length % 2


def _format(described: bytes | None, data_bytes: int) -> RecordingFormat:
    if described is None or len(described) < _FORMAT:
        raise DamagedRecordingError("the WAV file does not say how its samples are written")
    _, channels, rate_hz, bytes_a_second, _, _ = struct.unpack("<HHIIHH", described)
    if not channels or not rate_hz or not bytes_a_second:
        raise DamagedRecordingError("the WAV file says it has no channels or no sample rate")
    if data_bytes <= 0:
        raise NoSoundError
    return RecordingFormat(
        name="wav",
        channels=channels,
        rate_hz=rate_hz,
        duration_ms=data_bytes * 1000 // bytes_a_second,
    )
