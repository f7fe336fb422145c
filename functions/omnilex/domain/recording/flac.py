"""FLAC: the stream's facts are its first block."""

from omnilex.domain.failure import DamagedRecordingError
from omnilex.domain.recording.format import RecordingFormat

MAGIC = b"fLaC"
_FACTS_AT, _FACTS = 8, 34


def probe(head: bytes, name: str = "flac") -> RecordingFormat:
    """``head`` from the magic word on. Raises DamagedRecordingError."""
    facts = head[_FACTS_AT : _FACTS_AT + _FACTS]
    if len(facts) < _FACTS:
        raise DamagedRecordingError("the FLAC file ends within its header")
    packed = int.from_bytes(facts[10:18], "big")
    rate_hz, channels = packed >> 44, (packed >> 41 & 7) + 1
    samples = packed & (1 << 36) - 1
    if not rate_hz:
        raise DamagedRecordingError("the FLAC file says it has no sample rate")
    return RecordingFormat(
        name=name,
        channels=channels,
        rate_hz=rate_hz,
        duration_ms=samples * 1000 // rate_hz if samples else None,
    )
