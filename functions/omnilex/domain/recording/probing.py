"""What a dropped file is, by its content and whatever its name says."""

from collections.abc import Callable

from omnilex.domain.failure import (
    DamagedRecordingError,
    NotARecordingError,
    RecordingTooLargeError,
    RecordingTooLongError,
    RecordingTooShortError,
)
from omnilex.domain.recording import amr, flac, mp3, mp4, ogg, wav, webm
from omnilex.domain.recording.format import Read, RecordingFormat

# Transcribe's limits of a batch job.
LONGEST_MS = 4 * 60 * 60 * 1000
LARGEST_BYTES = 2 * 1024**3
SHORTEST_MS = 500
HEAD_BYTES = 4_096

Probe = Callable[[Read, int], RecordingFormat | None]

_FORMS: list[tuple[Callable[[bytes], bool], Probe]] = [
    (wav.is_wav, wav.probe),
    (lambda head: head.startswith(flac.MAGIC), lambda read, _: flac.probe(read(0, 64))),
    (lambda head: head.startswith(ogg.MAGIC), ogg.probe),
    (amr.is_amr, amr.probe),
    (mp4.is_mp4, mp4.probe),
    (lambda head: head.startswith(webm.MAGIC), webm.probe),
]
TEXT = "text"
OTHERS = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP archive or an Office document",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"FORM": "AIFF, which Transcribe does not take: save it as WAV",
    b"\x30\x26\xb2\x75": "Windows Media, which Transcribe does not take: save it as WAV",
    b"SQLite format 3": "a database",
}


def probe(read: Read, size_bytes: int) -> RecordingFormat | None:
    """None for a form that we do not know, which is for Transcribe to judge.

    Raises a RecordingError where it can be seen now that nothing will come of it.
    """
    head = read(0, HEAD_BYTES)
    if size_bytes > LARGEST_BYTES:
        raise RecordingTooLargeError
    known = next((probe for is_it, probe in _FORMS if is_it(head)), _frames_or_refusal)
    try:
        found = known(read, size_bytes)
    except (IndexError, OverflowError):
        raise DamagedRecordingError("its header makes no sense") from None
    if found and found.duration_ms is not None:
        _check_length(found.duration_ms)
    return found


def _frames_or_refusal(read: Read, size_bytes: int) -> RecordingFormat | None:
    """MPEG audio has no magic word of its own. Raises NotARecordingError."""
    head = read(0, HEAD_BYTES)
    other = next((what for magic, what in OTHERS.items() if head.startswith(magic)), None)
    if other:
        raise NotARecordingError(other)
    found = mp3.probe(read, size_bytes)
    if found is None and _is_text(head):
        raise NotARecordingError(TEXT)
    return found


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8", errors="strict" if len(head) < HEAD_BYTES else "ignore")
    except UnicodeDecodeError:
        return False
    return all(letter.isprintable() or letter.isspace() for letter in text)


def _check_length(duration_ms: int) -> None:
    if duration_ms > LONGEST_MS:
        raise RecordingTooLongError(duration_ms)
    if duration_ms < SHORTEST_MS:
        raise RecordingTooShortError
