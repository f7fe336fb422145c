"""A dropped file becomes a contact."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath

from omnilex.domain import file_name
from omnilex.domain.configuration import Configuration
from omnilex.domain.contact import Contact, Form, Source, Status, Step
from omnilex.domain.transcript import Known
from omnilex.domain.transcription import JobOutcome, unidentified

TRANSCRIPT, RECORDING = "transcript", "recording"


def contact_of(
    source: Source, configuration: Configuration, now: datetime, known: Known | None = None
) -> Contact:
    """What the name says, else what is ``known`` otherwise; a contact of unknown time began when it
    was dropped.
    """
    said = file_name.read(source.key, configuration).or_else(known or Known())
    return Contact(
        contact_id=file_name.contact_id(said.guid, source.bucket, source.key),
        channel=said.channel or "CALL",
        medium=said.medium or "phone",
        status=Status.TRANSCRIBING if source.form is Form.RECORDING else Status.ANALYZING,
        file_name=PurePosixPath(source.key).name or source.key,
        agent=said.agent,
        customer_id=said.customer_id,
        started_at=(said.began_at or now).astimezone(UTC),
        expires_at=now + timedelta(days=configuration.retention_days),
        conversation_location=configuration.conversation_location,
        source=source,
        steps=(Step(name="Registered", at=now),),
    )


def kind_of(contact: Contact) -> str:
    """Whether there is something to transcribe."""
    return RECORDING if contact.source.form is Form.RECORDING else TRANSCRIPT


def under_another_id(contact: Contact) -> Contact:
    """Two files may carry one telephony id; each is kept, and each version under the same id."""
    derived = file_name.derived_id(contact.source.bucket, contact.source.key)
    return contact.model_copy(update={"contact_id": f"{contact.contact_id}-{derived[:8]}"})


def is_of_one_file(contact: Contact, other: Contact) -> bool:
    one, two = contact.source, other.source
    return (one.bucket, one.key) == (two.bucket, two.key)


def anew(contact: Contact, earlier: Contact) -> Contact:
    """The contact to be analysed again: the result is a fresh one, the steps show the earlier.

    How the bot did in a call stands in a log that is kept for some days only.
    """
    steps = (*earlier.steps, *contact.steps)
    return contact.model_copy(update={"steps": steps, "bot": earlier.bot})


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
