"""RegisterContact: claim a file, see what it is, read what it says of itself, and list it."""

from datetime import UTC, datetime
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel

from omnilex.adapters.configuration import ConfigurationStore
from omnilex.adapters.contact_notes import ContactNotes
from omnilex.adapters.contacts_table import ContactsTable
from omnilex.adapters.correlation import by_file, correlated
from omnilex.adapters.dropped_files import DroppedFiles, Seen
from omnilex.adapters.recordings_bucket import RecordingsBucket
from omnilex.adapters.runs_table import Claim, RunsTable
from omnilex.adapters.s3_events import to_source
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain import connect_recording
from omnilex.domain.contact import Contact
from omnilex.domain.failure import EmptyRecordingError
from omnilex.domain.registration import (
    anew,
    contact_of,
    failed_key,
    is_of_one_file,
    kind_of,
    under_another_id,
)
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
table = boto3.resource("dynamodb").Table(settings.contacts_table)
sessions = SessionsTable(boto3.resource("dynamodb").Table(settings.sessions_table))
contacts, runs, notes = ContactsTable(table), RunsTable(table), ContactNotes(table)
recordings = RecordingsBucket(boto3.client("s3"))
files = DroppedFiles(recordings)
configuration = ConfigurationStore(boto3.client("ssm"), settings.configuration_path)


class Registered(BaseModel):
    """``kind`` says whether there is something to transcribe."""

    contact_id: str
    is_new: bool
    kind: str


@correlated(logger, by_file)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """``{"detail": S3's, "execution": ARN}`` -> ``{"contact_id", "is_new", "kind"}``.

    ``is_new`` is False for a file version that another execution has, for a folder's marker, and
    for one that had failed and is put back, for which an execution of its own starts. ``asked`` is
    the execution's input: with ``reanalysis`` in it an ended contact is analysed again.
    Raises EmptyRecordingError and TranscriptUnreadableError, once the contact is on the list.
    """
    source = to_source(event["detail"])
    now = datetime.now(UTC)
    configured = configuration.get()
    again = bool(event.get("asked", {}).get("reanalysis"))
    contact = contact_of(source, configured, now)
    if source.key.endswith("/"):
        return answer(contact, is_new=False)
    if again and recordings.restore(source, failed_key(source, configured)):
        return answer(contact, is_new=False)
    claim = Claim(source=source, execution=event["execution"], contact_id=contact.contact_id)
    if not runs.claim(claim, now, again=again):
        return answer(contact, is_new=False)
    seen = files.look(source, configured)
    contact = contact_of(seen.source, configured, now, seen.known)
    contact = store(with_caller(contact, now), claim, now)
    logger.info("registered", contact_id=contact.contact_id, form=contact.source.form)
    refuse_faulty(seen)
    return answer(contact, is_new=True)


def with_caller(contact: Contact, now: datetime) -> Contact:
    """A call through Connect is the customer's whose PIN was given in it; its session knows."""
    of_connect = connect_recording.read(contact.source.key)
    if of_connect is None:
        return contact
    session = sessions.get(of_connect.contact_id, int(now.timestamp()))
    return contact.model_copy(update={"customer_id": session.customer_id})


def refuse_faulty(seen: Seen) -> None:
    if not seen.source.size_bytes:
        raise EmptyRecordingError
    if seen.fault:
        raise seen.fault


def answer(contact: Contact, *, is_new: bool) -> dict[str, Any]:
    return Registered(
        contact_id=contact.contact_id, is_new=is_new, kind=kind_of(contact)
    ).model_dump()


def store(contact: Contact, claim: Claim, now: datetime) -> Contact:
    """Under its id, or under one of its own where another file has the id already; whoever has the
    claim can tell which.
    """
    earlier = contacts.find(contact.contact_id)
    if earlier and not is_of_one_file(contact, earlier):
        contact = under_another_id(contact)
        earlier = contacts.find(contact.contact_id)
    if earlier:
        contact = anew(contact, earlier)
        notes.renew(contact.contact_id, contact.expires_at)
    if not contacts.put_first(contact):  # another file was given the id a moment ago
        contact = under_another_id(contact)
        contacts.put(contact)
    if contact.contact_id != claim.contact_id:
        runs.claim(claim.model_copy(update={"contact_id": contact.contact_id}), now)
    return contact
