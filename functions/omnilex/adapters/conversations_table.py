"""Conversations under way in DynamoDB: their log entries, and which of them are written.

Entries of a part are marked with it before its file is written, and the part is kept as written
afterwards, with how many they are: whoever takes over from a function that died writes the very
same file, and an entry that comes later has it written again.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from omnilex.domain.conversation import KEPT_FOR_S, Entry, Part

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

    def entries(self, session_id: str) -> list[Entry]:
        """All that was said in the session."""
        rows = self._rows(session_id)
        return [Entry.model_validate_json(row["entry"]) for row in rows if "entry" in row]

    def parts(self, session_id: str) -> tuple[list[Part], list[Entry]]:
        """The parts written or begun, and the entries of none."""
        marked: dict[str, list[Entry]] = {}
        loose: list[Entry] = []
        written: dict[str, dict[str, Any]] = {}
        for row in self._rows(session_id):
            if "entry" not in row:
                written[row["sk"].removeprefix("PART#")] = row
                continue
            entry = Entry.model_validate_json(row["entry"])
            (marked.setdefault(row["part"], []) if "part" in row else loose).append(entry)
        parts = [_to_part(name, entries, written.get(name)) for name, entries in marked.items()]
        return parts, loose

    def begin_part(self, part: Part, now_s: int) -> None:
        """Mark its entries, before its file is written."""
        with self._table.batch_writer() as batch:
            for entry in part.entries:
                batch.put_item(Item={**_item(entry, now_s), "part": part.name})

    def end_part(self, session_id: str, part: Part, now_s: int) -> None:
        """Its file is written."""
        closed_at = part.closed_at.timestamp() if part.closed_at else now_s
        told = {"customer_id": part.customer_id, "feedback": part.feedback}
        self._table.put_item(
            Item={
                "pk": _partition(session_id),
                "sk": f"PART#{part.name}",
                "written_at": now_s,
                "closed_at": int(closed_at),
                "entries": len(part.entries),
                **{name: value for name, value in told.items() if value},
                "expires_at": now_s + KEPT_FOR_S,
            }
        )

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


def _to_part(name: str, entries: Sequence[Entry], row: dict[str, Any] | None) -> Part:
    """Without a row no file of it is written yet."""
    if row is None:
        return Part(name=name, entries=tuple(entries))
    return Part(
        name=name,
        entries=tuple(entries),
        closed_at=datetime.fromtimestamp(int(row["closed_at"]), UTC),
        written=int(row["entries"]),
        customer_id=row.get("customer_id"),
        feedback=row.get("feedback"),
    )


def _item(entry: Entry, now_s: int) -> dict[str, Any]:
    return {
        "pk": _partition(entry.session_id),
        "sk": f"ENTRY#{entry.at.isoformat()}#{entry.request_id}",
        "entry": entry.model_dump_json(),
        "expires_at": now_s + KEPT_FOR_S,
    }


def _partition(session_id: str) -> str:
    return f"CONVERSATION#{session_id}"
