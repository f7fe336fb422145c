"""AMR: frames of 20 ms whose first byte tells their length."""

from omnilex.domain.failure import NoSoundError
from omnilex.domain.recording.format import Read, RecordingFormat

NARROW, WIDE = b"#!AMR\n", b"#!AMR-WB\n"
_NARROW_BYTES = (13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1)
_WIDE_BYTES = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 1, 1, 1, 1, 1, 1)
FRAME_MS = 20


def is_amr(head: bytes) -> bool:
    return head.startswith((NARROW, WIDE))


def probe(read: Read, size_bytes: int) -> RecordingFormat:
    """The length supposes that every frame is coded as the first. Raises NoSoundError."""
    wide = read(0, len(WIDE)) == WIDE
    at = len(WIDE if wide else NARROW)
    first = read(at, 1)
    if not first:
        raise NoSoundError
    frame_bytes = (_WIDE_BYTES if wide else _NARROW_BYTES)[first[0] >> 3 & 0xF]
    return RecordingFormat(
        name="amr",
        channels=1,
        rate_hz=16_000 if wide else 8_000,
        duration_ms=(size_bytes - at) // frame_bytes * FRAME_MS,
    )
