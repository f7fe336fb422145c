"""PublishResult: the document first, then the row that points to it, then the news of it."""

from datetime import UTC, datetime
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.configuration import ConfigurationStore
from omnilex.adapters.contact_events import ContactEvents
from omnilex.adapters.contacts_table import ContactsTable
from omnilex.adapters.results_bucket import ResultsBucket
from omnilex.adapters.runs_table import RunsTable
from omnilex.domain.contact import Status
from omnilex.domain.registration import reached
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
table = boto3.resource("dynamodb").Table(settings.contacts_table)
contacts, runs = ContactsTable(table), RunsTable(table)
configuration = ConfigurationStore(boto3.client("ssm"), settings.configuration_path)
events = ContactEvents(boto3.client("events"))
s3 = boto3.client("s3")


@logger.inject_lambda_context
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
    key = results.put_parsed(configured.output_bucket_parsed_results, contact)
    contacts.put(contact)
    runs.release(contact.source)
    events.analyzed(contact, configured.output_bucket_name, key)
    logger.info("published", contact_id=contact.contact_id)
    return {"parsed_key": key}
