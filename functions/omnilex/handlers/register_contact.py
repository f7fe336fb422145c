"""RegisterContact: claim a recording, read its name, and put it on the list."""

from datetime import UTC, datetime
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel

from omnilex.adapters.configuration import ConfigurationStore
from omnilex.adapters.contacts_table import ContactsTable
from omnilex.adapters.recordings_bucket import RecordingsBucket
from omnilex.adapters.runs_table import Claim, RunsTable
from omnilex.adapters.s3_events import to_source
from omnilex.domain.contact import Contact
from omnilex.domain.failure import EmptyRecordingError
from omnilex.domain.registration import contact_of, failed_key, under_another_id
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
table = boto3.resource("dynamodb").Table(settings.contacts_table)
contacts, runs = ContactsTable(table), RunsTable(table)
recordings = RecordingsBucket(boto3.client("s3"))
configuration = ConfigurationStore(boto3.client("ssm"), settings.configuration_path)


class Registered(BaseModel):
    contact_id: str
    is_new: bool


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """``{"detail": S3 event detail, "execution": ARN}`` -> ``{"contact_id", "is_new"}``.

    ``is_new`` is False for a file version that another execution has, for a folder's marker, and
    for one that had failed and is put back, for which an execution of its own starts. ``asked`` is
    the execution's input: with ``reanalysis`` in it an ended contact is analysed again.
    Raises EmptyRecordingError, once the contact is on the list.
    """
    source = to_source(event["detail"])
    now = datetime.now(UTC)
    configured = configuration.get()
    again = bool(event.get("asked", {}).get("reanalysis"))
    contact = contact_of(source, configured, now)
    refused = Registered(contact_id=contact.contact_id, is_new=False).model_dump()
    if source.key.endswith("/"):
        return refused
    if again and recordings.restore(source, failed_key(source, configured)):
        return refused
    claim = Claim(source=source, execution=event["execution"], contact_id=contact.contact_id)
    if not runs.claim(claim, now, again=again):
        return refused
    contact = store(contact, claim, now)
    logger.info("registered", contact_id=contact.contact_id)
    if not source.size_bytes:
        raise EmptyRecordingError
    return Registered(contact_id=contact.contact_id, is_new=True).model_dump()


def store(contact: Contact, claim: Claim, now: datetime) -> Contact:
    """Under its id, or under one of its own where another file has the id already."""
    if contacts.put_first(contact):
        return contact
    other = under_another_id(contact)
    contacts.put(other)
    runs.claim(claim.model_copy(update={"contact_id": other.contact_id}), now)
    return other
