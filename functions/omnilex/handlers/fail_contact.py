"""FailContact: the recording moves to where failures are kept, and the row says why."""

from datetime import UTC, datetime
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.configuration import ConfigurationStore
from omnilex.adapters.contacts_table import ContactsTable
from omnilex.adapters.correlation import by_file, correlated
from omnilex.adapters.metrics import Metric, Metrics
from omnilex.adapters.recordings_bucket import RecordingsBucket
from omnilex.adapters.results_bucket import ResultsBucket
from omnilex.adapters.runs_table import RunsTable
from omnilex.adapters.s3_events import to_source
from omnilex.domain.configuration import Configuration
from omnilex.domain.contact import Contact, ContactNotFoundError, Source, Status
from omnilex.domain.failure import reason_of
from omnilex.domain.registration import contact_of, failed_key, reached, with_details
from omnilex.settings import Settings

logger = Logger()
metrics = Metrics(logger)
settings = Settings.from_env()
table = boto3.resource("dynamodb").Table(settings.contacts_table)
contacts, runs = ContactsTable(table), RunsTable(table)
configuration = ConfigurationStore(boto3.client("ssm"), settings.configuration_path)
s3 = boto3.client("s3")
recordings = RecordingsBucket(s3)


@correlated(logger, by_file)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """The execution's state with ``error: {"Error", "Cause"}`` -> ``{"contact_id", "reason"}``.

    A file that a newer version has replaced is that version's contact by now, and left alone.
    """
    configured = configuration.get()
    source = to_source(event["detail"])
    contact = find(
        event.get("contact", {}).get("contact_id"), source, configured, datetime.now(UTC)
    )
    error = event.get("error", {})
    reason = reason_of(error.get("Error", "Unknown"), error.get("Cause", ""))
    if contact.source.version_id == source.version_id:
        fail(contact, reason, configured, again=bool(event.get("reanalysis")))
    runs.release(source)
    metrics.count(Metric.CONTACTS_FAILED, channel=contact.by_channel)
    logger.warning("failed", contact_id=contact.contact_id, reason=reason)
    return {"contact_id": contact.contact_id, "reason": reason}


def fail(contact: Contact, reason: str, configured: Configuration, *, again: bool) -> None:
    """In the folder of what failed and no longer among the results; but a contact that could not
    be analysed ``again`` keeps its former result.
    """
    results = ResultsBucket(s3, configured.output_bucket_name)
    folder = configured.output_bucket_parsed_results
    former = results.parsed(folder, contact.contact_id) if again else None
    if former is not None:
        contacts.put(with_details(former, [f"It could not be analysed again. {reason}"]))
        return
    recordings.move(contact.source, failed_key(contact.source, configured))
    results.drop_parsed(folder, contact.contact_id)
    failed = reached(contact, "Failed", datetime.now(UTC), status=Status.FAILED, reason=reason)
    contacts.put(failed)


def find(
    contact_id: str | None, source: Source, configured: Configuration, now: datetime
) -> Contact:
    """The registered contact; one that failed before it was registered is made here."""
    fresh = contact_of(source, configured, now)
    try:
        return contacts.get(contact_id or runs.contact_id(source) or fresh.contact_id)
    except ContactNotFoundError:
        return fresh
