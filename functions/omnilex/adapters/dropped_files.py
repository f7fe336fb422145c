"""A dropped file, seen for the first time: its form, by its content; what it says of itself."""

from pydantic import BaseModel, ConfigDict

from omnilex.adapters import dropped_documents
from omnilex.adapters.recordings_bucket import RecordingsBucket
from omnilex.domain.configuration import Configuration
from omnilex.domain.contact import Source
from omnilex.domain.failure import TranscriptUnreadableError
from omnilex.domain.file_name import read_metadata
from omnilex.domain.transcript import Known


class Seen(BaseModel):
    """``fault`` says why a document cannot be read; a recording is probed later."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    source: Source
    known: Known
    fault: TranscriptUnreadableError | None = None


class DroppedFiles:
    def __init__(self, recordings: RecordingsBucket) -> None:
        self._recordings = recordings

    def look(self, source: Source, configured: Configuration) -> Seen:
        """Metadata of the object stand before what a document says itself."""
        head, metadata = self._recordings.begins(source)
        known = read_metadata(metadata, configured)
        if not dropped_documents.looks_like_json(head):
            return Seen(source=source, known=known)
        try:
            document = self._document(source)
            transcript = dropped_documents.read(document, configured.speaker_names)
        except TranscriptUnreadableError as fault:
            return Seen(source=source, known=known, fault=fault)
        typed = source.model_copy(update={"form": document.form})
        return Seen(source=typed, known=known.or_else(transcript.known))

    def _document(self, source: Source) -> dropped_documents.DroppedDocument:
        if source.size_bytes > dropped_documents.MOST_BYTES:
            raise TranscriptUnreadableError(
                f"The transcript is larger than {dropped_documents.MOST_BYTES // 1_000_000} MB."
            )
        return dropped_documents.recognize(self._recordings.whole(source))
