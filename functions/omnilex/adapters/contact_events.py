"""Events of contacts on EventBridge: others learn of them without asking."""

import hashlib
import json
from typing import TYPE_CHECKING

from omnilex.domain.contact import Contact

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_events.type_defs import PutEventsRequestEntryTypeDef

SOURCE = "omnilex.analytics"
ANALYZED = "ContactAnalyzed"
ANALYSIS = "Analyzed"  # the step


class EventNotTakenError(RuntimeError):
    """EventBridge did not take the event; the step is tried again."""


class ContactEvents:
    def __init__(self, client: "EventBridgeClient") -> None:
        self._client = client

    def analyzed(self, contact: Contact, parsed_bucket: str, parsed_key: str) -> None:
        """An analysis that is announced twice has the same ``event_id`` both times.

        Raises EventNotTakenError.
        """
        customer = contact.sentiment.CUSTOMER
        detail = {
            "event_id": _event_id(contact),
            "contact_id": contact.contact_id,
            "correlation_id": contact.correlation_id,
            "channel": contact.channel,
            "medium": contact.medium,
            "started_at": contact.started_at.isoformat(),
            "duration_ms": contact.duration_ms,
            "language": contact.language,
            "customer_sentiment": {"average": customer.average, "trend": customer.trend},
            "categories": [one.name for one in contact.categories],
            "result": {"bucket": parsed_bucket, "key": parsed_key},
        }
        entry: PutEventsRequestEntryTypeDef = {
            "Source": SOURCE,
            "DetailType": ANALYZED,
            "Detail": json.dumps(detail),
        }
        answer = self._client.put_events(Entries=[entry])
        if answer["FailedEntryCount"]:
            failed = answer["Entries"][0]
            raise EventNotTakenError(f"{failed.get('ErrorCode')}: {failed.get('ErrorMessage')}")


def _event_id(contact: Contact) -> str:
    """One an analysis, by when it was done; when it was published may be tried again."""
    done_at = [step.at.isoformat() for step in contact.steps if step.name == ANALYSIS][-1:]
    told = f"{contact.contact_id}/{contact.source.version_id}/{done_at}"
    return hashlib.sha256(told.encode()).hexdigest()[:32]
