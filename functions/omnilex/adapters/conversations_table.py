"""Conversations under way in DynamoDB: their log entries, and which of them are written.

Entries of a part are marked with it before its file is written, and the part is kept as written
afterwards: whoever takes over from a function that died writes the very same file.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from omnilex.domain.conversation import KEPT_FOR_S, Entry, conversation_id

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table


class ConversationsTable:
    def __init__(self, table: "Table") -> None:
        self._table = table

    def append(self, entries: Sequence[Entry], now_s: int) -> None:
        """Store what is new; what CloudWatch brings again is there."""
        for entry in entries:
            try:
                self._table.put_item(
                    Item=_item(entry, now_s), ConditionExpression="attribute_not_exists(pk)"
                )
            except self._table.meta.client.exceptions.ConditionalCheckFailedException:
                continue

    def unwritten(self, session_id: str) -> list[Entry]:
        """The entries of the part that is being written, else those of none yet."""
        rows = self._rows(session_id)
        written = {row["sk"].removeprefix("PART#") for row in rows}
        left = [row for row in rows if "entry" in row and row.get("part") not in written]
        begun = [row for row in left if "part" in row]
        return [Entry.model_validate_json(row["entry"]) for row in begun or left]

    def begin_part(self, entries: Sequence[Entry], now_s: int) -> str:
        """Mark the entries as one part; returns its name."""
        part = conversation_id(entries)
        with self._table.batch_writer() as batch:
            for entry in entries:
                batch.put_item(Item={**_item(entry, now_s), "part": part})
        return part

    def end_part(self, session_id: str, part: str, now_s: int) -> None:
        """Its file is written."""
        key = {"pk": _partition(session_id), "sk": f"PART#{part}"}
        self._table.put_item(Item={**key, "written_at": now_s, "expires_at": now_s + KEPT_FOR_S})

    def _rows(self, session_id: str) -> list[dict[str, Any]]:
        asked: dict[str, Any] = {
            "KeyConditionExpression": "pk = :pk",
            "ExpressionAttributeValues": {":pk": _partition(session_id)},
            "ConsistentRead": True,
        }
        found = self._table.query(**asked)
        rows: list[dict[str, Any]] = list(found["Items"])
        while "LastEvaluatedKey" in found:  # a long conversation is more than one page
            found = self._table.query(**asked, ExclusiveStartKey=found["LastEvaluatedKey"])
            rows += found["Items"]
        return rows


def _item(entry: Entry, now_s: int) -> dict[str, Any]:
    return {
        "pk": _partition(entry.session_id),
        "sk": f"ENTRY#{entry.at.isoformat()}#{entry.request_id}",
        "entry": entry.model_dump_json(),
        "expires_at": now_s + KEPT_FOR_S,
    }


def _partition(session_id: str) -> str:
    return f"CONVERSATION#{session_id}"
