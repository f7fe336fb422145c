"""Ogg: the first page says what the stream is, the last one how long."""

from omnilex.domain.failure import DamagedRecordingError, NoAudioStreamError
from omnilex.domain.recording import flac
from omnilex.domain.recording.format import Read, RecordingFormat

MAGIC = b"OggS"
OPUS_HZ = 48_000
TAIL_BYTES = 65_536
_PACKET_AT = 27


def probe(read: Read, size_bytes: int) -> RecordingFormat:
    """Raises DamagedRecordingError or NoAudioStreamError."""
    head = read(0, 512)
    if len(head) <= _PACKET_AT:
        raise DamagedRecordingError("the Ogg file ends within its header")
    packet = head[_PACKET_AT + head[26] :]
    if packet.startswith(b"OpusHead"):
        skipped = int.from_bytes(packet[10:12], "little")
        last = _last_granule(read, size_bytes)
        length = max(0, last - skipped) if last is not None else None
        return _format(packet[9], OPUS_HZ, length)
    if packet.startswith(b"\x01vorbis"):
        rate_hz = int.from_bytes(packet[12:16], "little")
        return _format(packet[11], rate_hz, _last_granule(read, size_bytes))
    if packet.startswith(b"Speex   "):
        rate_hz, channels = (int.from_bytes(packet[at : at + 4], "little") for at in (36, 48))
        return _format(channels, rate_hz, _last_granule(read, size_bytes))
    if packet.startswith(b"\x7fFLAC"):
        return flac.probe(packet[9:], "ogg")
    raise NoAudioStreamError


def _format(channels: int, rate_hz: int, samples: int | None) -> RecordingFormat:
    if not channels or not rate_hz:
        raise DamagedRecordingError("the Ogg file says it has no channels or no sample rate")
    return RecordingFormat(
        name="ogg",
        channels=channels,
        rate_hz=rate_hz,
        duration_ms=samples * 1000 // rate_hz if samples is not None else None,
    )


def _last_granule(read: Read, size_bytes: int) -> int | None:
    """The sample count of the last page that has one."""
    tail = read(max(0, size_bytes - TAIL_BYTES), TAIL_BYTES)
    at = tail.rfind(MAGIC)
    while at >= 0:
        granule = int.from_bytes(tail[at + 6 : at + 14], "little", signed=True)
        if granule >= 0 and len(tail) >= at + 14:
            return granule
        at = tail.rfind(MAGIC, 0, at)
    return None
