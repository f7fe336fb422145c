"""Keeps the search in step with the contacts: their table's stream calls this with what changed."""

from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.configuration import ConfigurationStore
from omnilex.adapters.contact_notes import ContactNotes
from omnilex.adapters.contacts_table import ContactsTable
from omnilex.adapters.correlation import correlated
from omnilex.adapters.results_bucket import ResultsBucket, whole
from omnilex.adapters.search_layout import SearchLayout
from omnilex.adapters.search_writer import Indexed, SearchWriter
from omnilex.domain.contact import ContactNotFoundError
from omnilex.domain.insights import contribution_of
from omnilex.domain.search import projection_of
from omnilex.settings import Settings

TOGETHER = 25
NONE = 0  # the layout of a table that is to be emptied

logger = Logger()
settings = Settings.from_env()
dynamodb = boto3.resource("dynamodb")
contacts = ContactsTable(dynamodb.Table(settings.contacts_table))
notes = ContactNotes(dynamodb.Table(settings.contacts_table))
writer = SearchWriter(dynamodb.Table(settings.search_table))
layout = SearchLayout(dynamodb.Table(settings.search_table))
configuration = ConfigurationStore(boto3.client("ssm"), settings.configuration_path)
s3 = boto3.client("s3")


@correlated(logger)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """A DynamoDB Streams event -> ``batchItemFailures``: from the first contact that failed on.

    ``{"reindex": {"cursor": str | None, "limit": int}}`` goes over the next contacts
    of the whole list instead -> ``{"indexed": int, "cursor": str | None}``.
    ``{"empty": {"anew": bool}}`` before that takes away some of what has another layout, or
    of whatever there is -> ``{"removed": int}``; none when nothing is left.
    """
    if "reindex" in event:
        return reindex(**event["reindex"])
    if "empty" in event:
        return empty(**event["empty"])
    first: dict[str, dict[str, Any]] = {}
    for record in event["Records"]:
        first.setdefault(contact_id_of(record), record)
    try:
        writer.apply(indexed(first))
    except Exception:
        logger.exception("contacts are indexed one by one, to find which one cannot be")
        return one_by_one(first)
    return {"batchItemFailures": []}


def one_by_one(records: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    for contact_id, record in records.items():
        try:
            writer.apply(indexed([contact_id]))
        except Exception:
            logger.exception("contact not indexed", contact_id=contact_id)
            number = record["dynamodb"]["SequenceNumber"]
            return {"batchItemFailures": [{"itemIdentifier": number}]}
    return {"batchItemFailures": []}


def reindex(cursor: str | None = None, limit: int = TOGETHER) -> dict[str, Any]:
    """Also removes, with the last page, what the index holds of contacts that are gone."""
    page, following = contacts.newest(limit, cursor)
    ids = [contact.contact_id for contact in page]
    writer.apply(indexed(ids))
    if following is None:
        writer.apply({one: None for one in writer.held() if stored(one) is None})
    return {"indexed": len(ids), "cursor": following}


def empty(*, anew: bool = False) -> dict[str, Any]:
    if anew:
        layout.mark(NONE)
    return {"removed": 0 if layout.is_current() else layout.empty()}


def indexed(contact_ids: Iterable[str]) -> dict[str, Indexed | None]:
    """As the tables and the bucket have them now, whatever the stream said."""
    return {contact_id: stored(contact_id) for contact_id in contact_ids}


def stored(contact_id: str) -> Indexed | None:
    try:
        contact = contacts.get(contact_id)
    except ContactNotFoundError:
        return None
    logger.set_correlation_id(contact.correlation_id)
    logger.info("indexing", contact_id=contact_id, status=contact.status.value)
    if notes.is_going(contact_id):
        return None
    configured = configuration.get()
    document = whole(ResultsBucket(s3, configured.output_bucket_name), configured, contact)
    return Indexed(
        projection=projection_of(document, notes.tags(contact_id)),
        contribution=contribution_of(document, ZoneInfo(settings.bank_time_zone)),
    )


def contact_id_of(record: Mapping[str, Any]) -> str:
    return str(record["dynamodb"]["Keys"]["pk"]["S"]).partition("#")[2]
