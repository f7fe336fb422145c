"""MP4 and M4A: boxes in boxes; what the tracks are is said in ``moov``, first or last."""

from collections.abc import Iterator

from omnilex.domain.failure import DamagedRecordingError, NoAudioStreamError
from omnilex.domain.recording.format import Read, RecordingFormat

MOST_BOXES = 1_000
MOST_MOOV_BYTES = 16_000_000
_HEADER, _LONG_HEADER = 8, 16
_TO_THE_END, _LONG = 0, 1
_CONFIG_TAG = 0x05


def is_mp4(head: bytes) -> bool:
    return head[4:8] == b"ftyp"


def probe(read: Read, size_bytes: int) -> RecordingFormat:
    """Raises DamagedRecordingError or NoAudioStreamError."""
    name = "m4a" if read(8, 4) in {b"M4A ", b"M4B "} else "mp4"
    for kind, at, length in _boxes(read, 0, size_bytes):
        if kind == b"moov":
            moov = read(at, min(length, MOST_MOOV_BYTES))
            if len(moov) < min(length, MOST_MOOV_BYTES):
                break
            return _sound(moov, name)
    raise DamagedRecordingError("the MP4 file ends before it says what is in it")


def _boxes(read: Read, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, place and length of the contents of each."""
    for _ in range(MOST_BOXES):
        header = read(at, _LONG_HEADER)
        if at >= end or len(header) < _HEADER:
            return
        size, own = int.from_bytes(header[:4], "big"), _HEADER
        if size == _LONG and len(header) == _LONG_HEADER:
            size, own = int.from_bytes(header[8:16], "big"), _LONG_HEADER
        elif size == _TO_THE_END:
            size = end - at
        if size < own:
            return
        yield header[4:8], at + own, size - own
        at += size


def _inner(body: bytes, *path: bytes) -> Iterator[bytes]:
    """The contents of every box at the end of ``path``."""
    kind, *deeper = path
    for found, at, length in _boxes(lambda at, n: body[at : at + n], 0, len(body)):
        if found == kind:
            contents = body[at : at + length]
            yield from _inner(contents, *deeper) if deeper else (contents,)


def _sound(moov: bytes, name: str) -> RecordingFormat:
    for track in _inner(moov, b"trak", b"mdia"):
        handlers = [one[8:12] for one in _inner(track, b"hdlr")]
        if b"soun" in handlers:
            return _of_track(track, name)
    raise NoAudioStreamError


def _of_track(track: bytes, name: str) -> RecordingFormat:
    channels = rate_hz = None
    for table in _inner(track, b"minf", b"stbl", b"stsd"):
        entry = table[8:]
        if len(entry) < 36:  # noqa: PLR2004  an audio sample entry
            raise DamagedRecordingError("the MP4 file does not say how its sound is coded")
        channels = _configured_channels(entry) or int.from_bytes(entry[24:26], "big")
        rate_hz = int.from_bytes(entry[32:34], "big")
    return RecordingFormat(
        name=name,
        channels=channels or None,
        rate_hz=rate_hz or None,
        duration_ms=next((_length_ms(one) for one in _inner(track, b"mdhd")), None),
    )


def _length_ms(header: bytes) -> int | None:
    long = header[:1] == b"\x01"
    scale_at, bytes_of_length = (20, 8) if long else (12, 4)
    scale = int.from_bytes(header[scale_at : scale_at + 4], "big")
    length = int.from_bytes(header[scale_at + 4 : scale_at + 4 + bytes_of_length], "big")
    unknown = (1 << 8 * bytes_of_length) - 1
    return length * 1000 // scale if scale and length not in {0, unknown} else None


def _configured_channels(entry: bytes) -> int | None:
    """AAC's own channel count: encoders write 2 in the entry whatever they hold."""
    at = entry.find(b"esds")
    if at < 0:
        return None
    at = entry.find(bytes([_CONFIG_TAG]), at + 8 + 20)
    config = entry[at + 1 :].lstrip(b"\x80")[1:6] if at >= 0 else b""
    if len(config) < 2:  # noqa: PLR2004
        return None
    bits = int.from_bytes(config.ljust(5, b"\0"), "big")
    shift = 40 - 5 - 4
    rate_index = bits >> shift & 0xF
    shift -= 24 if rate_index == 0xF else 0  # noqa: PLR2004  the rate is written out
    return bits >> (shift - 4) & 0xF or None
