"""PublishResult: the document first, then the row that points to it, then the news of it."""

from datetime import UTC, datetime
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.configuration import ConfigurationStore
from omnilex.adapters.contact_events import ContactEvents
from omnilex.adapters.contacts_table import ContactsTable
from omnilex.adapters.correlation import correlated
from omnilex.adapters.metrics import Metric, Metrics
from omnilex.adapters.results_bucket import ResultsBucket
from omnilex.adapters.runs_table import RunsTable
from omnilex.domain.contact import Contact, Status
from omnilex.domain.registration import reached
from omnilex.settings import Settings

logger = Logger()
metrics = Metrics(logger)
settings = Settings.from_env()
table = boto3.resource("dynamodb").Table(settings.contacts_table)
contacts, runs = ContactsTable(table), RunsTable(table)
configuration = ConfigurationStore(boto3.client("ssm"), settings.configuration_path)
events = ContactEvents(boto3.client("events"))
s3 = boto3.client("s3")


@correlated(logger)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """``{"interim_key"}`` -> ``{"parsed_key": str}``. A second try writes and tells the same."""
    configured = configuration.get()
    results = ResultsBucket(s3, configured.output_bucket_name)
    contact = reached(
        results.contact(event["interim_key"]),
        "Published",
        datetime.now(UTC),
        status=Status.ANALYZED,
    )
    logger.set_correlation_id(contact.correlation_id)
    key = results.put_parsed(configured.output_bucket_parsed_results, contact)
    contacts.put(contact)
    runs.release(contact.source)
    events.analyzed(contact, configured.output_bucket_name, key)
    tell(contact)
    logger.info("published", contact_id=contact.contact_id)
    return {"parsed_key": key}


def tell(contact: Contact) -> None:
    channel = contact.by_channel
    metrics.count(Metric.CONTACTS_ANALYZED, channel=channel)
    if contact.channel == "CALL":
        minutes = (contact.duration_ms or 0) / 60_000
        metrics.count(Metric.MINUTES_PROCESSED, round(minutes, 2), channel=channel)
    if contact.bot:
        metrics.count(Metric.CONVERSATIONS, channel=channel)
        metrics.count(Metric.CONVERSATIONS_CONTAINED, int(contact.bot.contained), channel=channel)
