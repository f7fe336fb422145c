"""A dropped file becomes a contact."""

from datetime import datetime
from pathlib import PurePosixPath

from omnilex.domain import file_name
from omnilex.domain.configuration import Configuration
from omnilex.domain.contact import Contact, Source, Status, Step


def contact_of(source: Source, configuration: Configuration, now: datetime) -> Contact:
    """What the name says; a call of unknown time began when it was dropped."""
    location = configuration.conversation_location
    metadata = file_name.read(source.key, location)
    return Contact(
        contact_id=file_name.contact_id(metadata, source.bucket, source.key, source.version_id),
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
    source = contact.source
    derived = file_name.derived_id(source.bucket, source.key, source.version_id)
    return contact.model_copy(update={"contact_id": f"{contact.contact_id}-{derived[:8]}"})


def reached(contact: Contact, step: str, at: datetime, **changes: object) -> Contact:
    """The contact one step on."""
    steps = (*contact.steps, Step(name=step, at=at))
    return contact.model_copy(update={**changes, "steps": steps})


def failed_key(source: Source, configuration: Configuration) -> str:
    """Where a failed recording goes: the same path, below the folder of what failed."""
    path = source.key.removeprefix(f"{configuration.input_bucket_raw_audio}/")
    return f"{configuration.input_bucket_failed_transcriptions}/{path}"
