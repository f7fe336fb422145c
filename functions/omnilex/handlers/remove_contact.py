"""Removes a contact everywhere; the contacts table's stream brings the order until it is done."""

from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.configuration import ConfigurationStore
from omnilex.adapters.contact_notes import ContactNotes
from omnilex.adapters.contacts_table import ContactsTable
from omnilex.adapters.correlation import correlated
from omnilex.adapters.object_versions import ObjectVersions
from omnilex.adapters.runs_table import RunsTable
from omnilex.domain.contact import Contact, ContactNotFoundError
from omnilex.domain.removal import files_of
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
table = boto3.resource("dynamodb").Table(settings.contacts_table)
contacts, runs = ContactsTable(table), RunsTable(table)
notes = ContactNotes(table)
configuration = ConfigurationStore(boto3.client("ssm"), settings.configuration_path)
objects = ObjectVersions(boto3.client("s3"))


@correlated(logger)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """A DynamoDB Streams event -> ``batchItemFailures``: from the first order that failed on.

    The rows that lead to the files go after the files, and the order itself last: whoever begins
    again knows what is left.
    """
    for record in event["Records"]:
        contact_id = record["dynamodb"]["Keys"]["pk"]["S"].partition("#")[2]
        try:
            remove(contact_id)
        except Exception:
            logger.exception("contact not removed", contact_id=contact_id)
            number = record["dynamodb"]["SequenceNumber"]
            return {"batchItemFailures": [{"itemIdentifier": number}]}
    return {"batchItemFailures": []}


def remove(contact_id: str) -> None:
    try:
        contact = contacts.get(contact_id)
        logger.set_correlation_id(contact.correlation_id)
        forget_files(contact)
    except ContactNotFoundError:
        logger.info("the files are gone already", contact_id=contact_id)
    notes.forget(contact_id)
    logger.info("removed", contact_id=contact_id)


def forget_files(contact: Contact) -> None:
    for files in files_of(contact, configuration.get()):
        objects.remove(files)
    runs.forget(contact.source)
