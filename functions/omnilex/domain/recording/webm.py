"""WebM: EBML elements; the tracks say whether there is sound."""

import struct
from collections.abc import Iterator

from omnilex.domain.failure import DamagedRecordingError, NoAudioStreamError
from omnilex.domain.recording.format import Read, RecordingFormat

MAGIC = b"\x1a\x45\xdf\xa3"
MOST_ELEMENTS, MOST_BYTES = 1_000, 1_000_000
_SEGMENT, _INFO, _TRACKS, _TRACK = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE
_KIND, _AUDIO, _CHANNELS, _RATE = 0x83, 0xE1, 0x9F, 0xB5
_SCALE, _DURATION = 0x2AD7B1, 0x4489
_SOUND = 2
_NANOSECONDS = 1_000_000


def probe(read: Read, size_bytes: int) -> RecordingFormat:
    """Raises DamagedRecordingError or NoAudioStreamError."""
    duration_ms = None
    for element, at, length in _elements(read, 0, size_bytes, into=_SEGMENT):
        if element == _INFO:
            duration_ms = _duration_ms(read(at, min(length, MOST_BYTES)))
        if element == _TRACKS:
            return _sound(read(at, min(length, MOST_BYTES)), duration_ms)
    raise DamagedRecordingError("the WebM file ends before it says what is in it")


def _elements(
    read: Read, at: int, end: int, into: int | None = None
) -> Iterator[tuple[int, int, int]]:
    """Id, place and length of each; those of the element ``into`` in its place."""
    for _ in range(MOST_ELEMENTS):
        head = read(at, 12)
        if at >= end or not head:
            return
        id_bytes = _width(head[0])
        size_bytes = _width(head[id_bytes]) if len(head) > id_bytes else 0
        if not id_bytes or not size_bytes:
            return
        element = int.from_bytes(head[:id_bytes], "big")
        size = int.from_bytes(head[id_bytes : id_bytes + size_bytes], "big")
        size &= (1 << 7 * size_bytes) - 1
        at += id_bytes + size_bytes
        if element == into:
            continue
        unknown = size == (1 << 7 * size_bytes) - 1
        yield element, at, end - at if unknown else size
        at = end if unknown else at + size


def _width(first: int) -> int:
    """How many bytes a number of this first byte has; 0 for none."""
    return 9 - first.bit_length() if first else 0


def _within(body: bytes) -> Iterator[tuple[int, bytes]]:
    for element, at, length in _elements(lambda at, n: body[at : at + n], 0, len(body)):
        yield element, body[at : at + length]


def _sound(tracks: bytes, duration_ms: int | None) -> RecordingFormat:
    for element, track in _within(tracks):
        facts = dict(_within(track)) if element == _TRACK else {}
        if int.from_bytes(facts.get(_KIND, b""), "big") == _SOUND:
            audio = dict(_within(facts.get(_AUDIO, b"")))
            return RecordingFormat(
                name="webm",
                channels=int.from_bytes(audio.get(_CHANNELS, b"\1"), "big"),
                rate_hz=round(_number(audio.get(_RATE, b""))) or None,
                duration_ms=duration_ms,
            )
    raise NoAudioStreamError


def _duration_ms(info: bytes) -> int | None:
    facts = dict(_within(info))
    scale = int.from_bytes(facts.get(_SCALE, b""), "big") or _NANOSECONDS
    return round(_number(facts.get(_DURATION, b"")) * scale / _NANOSECONDS) or None


def _number(body: bytes) -> float:
    code = {4: ">f", 8: ">d"}.get(len(body))
    value: float = struct.unpack(code, body)[0] if code else 0.0
    return value if value == value and abs(value) != float("inf") else 0.0  # noqa: PLR0124  NaN
