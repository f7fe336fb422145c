"""FailContact: the recording moves to where failures are kept, and the row says why."""

from datetime import UTC, datetime
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.configuration import ConfigurationStore
from omnilex.adapters.contacts_table import ContactsTable
from omnilex.adapters.recordings_bucket import RecordingsBucket
from omnilex.adapters.s3_events import to_source
from omnilex.domain.configuration import Configuration
from omnilex.domain.contact import Contact, ContactNotFoundError, Source, Status
from omnilex.domain.failure import reason_of
from omnilex.domain.registration import contact_of, failed_key, reached
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
contacts = ContactsTable(boto3.resource("dynamodb").Table(settings.contacts_table))
configuration = ConfigurationStore(boto3.client("ssm"), settings.configuration_path)
recordings = RecordingsBucket(boto3.client("s3"))


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """The execution's state with ``error: {"Error", "Cause"}`` -> ``{"contact_id", "reason"}``."""
    configured = configuration.get()
    source = to_source(event["detail"])
    now = datetime.now(UTC)
    contact = find(event.get("contact", {}).get("contact_id"), source, configured, now)
    error = event.get("error", {})
    reason = reason_of(error.get("Error", "Unknown"), error.get("Cause", ""))
    recordings.move(source, failed_key(source, configured))
    contacts.put(reached(contact, "Failed", now, status=Status.FAILED, reason=reason))
    logger.warning("failed", contact_id=contact.contact_id, reason=reason)
    return {"contact_id": contact.contact_id, "reason": reason}


def find(
    contact_id: str | None, source: Source, configured: Configuration, now: datetime
) -> Contact:
    """The registered contact; one that failed before it was registered is made here."""
    fresh = contact_of(source, configured, now)
    try:
        return contacts.get(contact_id or fresh.contact_id)
    except ContactNotFoundError:
        return fresh
