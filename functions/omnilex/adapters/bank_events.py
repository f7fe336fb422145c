"""The bank's events on EventBridge, from the rows of the outbox that the table's stream brings."""

import json
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.types import TypeDeserializer

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient

SOURCE = "omnilex.bank"
_read = TypeDeserializer().deserialize


class EventRefusedError(RuntimeError):
    """EventBridge did not take the event."""


class BankEvents:
    def __init__(self, client: "EventBridgeClient") -> None:
        self._client = client

    def publish(self, image: dict[str, Any]) -> None:
        """Put a row of the outbox, as the stream writes it, on the default bus.

        It may be put more than once: ``event_id`` is the same each time. Raises EventRefusedError.
        """
        row = {name: _read(value) for name, value in image.items()}
        detail = {
            "event_id": f"{row['reference']}.{row['type']}",
            "at": row["at"],
            "customer_id": row["customer_id"],
            "correlation_id": row.get("correlation_id"),
            "reference": row["reference"],
            "amount_cents": int(row["amount_cents"]),
        }
        entry = {"Source": SOURCE, "DetailType": row["type"], "Detail": json.dumps(detail)}
        result = self._client.put_events(Entries=[entry])  # type: ignore[list-item]
        if result["FailedEntryCount"]:
            raise EventRefusedError(result["Entries"][0].get("ErrorCode", "unknown"))
