"""A dropped file becomes a contact."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePosixPath

from omnilex.domain import file_name
from omnilex.domain.configuration import Configuration
from omnilex.domain.contact import Contact, Source, Status, Step
from omnilex.domain.transcription import JobOutcome, unidentified


def contact_of(source: Source, configuration: Configuration, now: datetime) -> Contact:
    """What the name says; a call of unknown time began when it was dropped."""
    location = configuration.conversation_location
    metadata = file_name.read(source.key, location)
    return Contact(
        contact_id=file_name.contact_id(metadata, source.bucket, source.key),
        status=Status.TRANSCRIBING,
        file_name=PurePosixPath(source.key).name or source.key,
        agent=metadata.agent,
        customer_id=metadata.customer_id,
        started_at=metadata.began_at or now,
        conversation_location=location,
        source=source,
        steps=(Step(name="Registered", at=now),),
    )


def under_another_id(contact: Contact) -> Contact:
    """Two files may carry one telephony id; each is kept."""
    derived = file_name.derived_id(contact.source.bucket, contact.source.key, None)
    return contact.model_copy(update={"contact_id": f"{contact.contact_id}-{derived[:8]}"})


def reached(contact: Contact, step: str, at: datetime, **changes: object) -> Contact:
    """The contact one step on."""
    steps = (*contact.steps, Step(name=step, at=at))
    return contact.model_copy(update={**changes, "steps": steps})


def with_details(contact: Contact, said: Sequence[str]) -> Contact:
    """The contact with more remarks; one that is there already is not said twice."""
    return contact.model_copy(update={"details": tuple(dict.fromkeys((*contact.details, *said)))})


def with_language(contact: Contact, outcome: JobOutcome) -> Contact:
    """What Transcribe says of the language it identified, or that it did not."""
    if not outcome.language_score:
        return with_details(contact, [unidentified(outcome.language)] if outcome.language else [])
    return contact.model_copy(update={"language_confidence": outcome.language_score})


def failed_key(source: Source, configuration: Configuration) -> str:
    """Where a failed recording goes: the same path, below the folder of what failed."""
    path = source.key.removeprefix(f"{configuration.input_bucket_raw_audio}/")
    return f"{configuration.input_bucket_failed_transcriptions}/{path}"
