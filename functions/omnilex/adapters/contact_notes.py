"""What people add to a contact, and its removal: items beside the contact's own."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from omnilex.domain.notes import Note, NoteNotFoundError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table


class ContactNotes:
    def __init__(self, table: "Table") -> None:
        self._table = table
        self._failed = table.meta.client.exceptions.ConditionalCheckFailedException

    def notes(self, contact_id: str) -> list[Note]:
        """The oldest first."""
        found = self._table.query(
            KeyConditionExpression="pk = :pk AND begins_with(sk, :sk)",
            ExpressionAttributeValues={":pk": _partition(contact_id), ":sk": "NOTE#"},
            ConsistentRead=True,
        )["Items"]
        return [Note.model_validate_json(str(item["note"])) for item in found]

    def add(self, contact_id: str, note: Note) -> None:
        self._table.put_item(
            Item={**_note_key(contact_id, note.note_id), "note": note.model_dump_json()}
        )

    def remove(self, contact_id: str, note_id: str) -> None:
        """Raises NoteNotFoundError."""
        try:
            self._table.delete_item(
                Key=_note_key(contact_id, note_id), ConditionExpression="attribute_exists(pk)"
            )
        except self._failed:
            raise NoteNotFoundError(note_id) from None

    def tags(self, contact_id: str) -> tuple[str, ...]:
        item = self._table.get_item(Key=_tags_key(contact_id), ConsistentRead=True).get("Item", {})
        return tuple(str(tag) for tag in _listed(item.get("tags")))

    def put_tags(self, contact_id: str, tags: Sequence[str]) -> None:
        self._table.put_item(Item={**_tags_key(contact_id), "tags": list(tags)})

    def is_going(self, contact_id: str) -> bool:
        """Its removal has been ordered."""
        asked = self._table.get_item(Key=_removal_key(contact_id), ConsistentRead=True)
        return "Item" in asked

    def order_removal(self, contact_id: str, at: datetime) -> None:
        """The table's stream brings the order to the function that removes."""
        self._table.put_item(Item={**_removal_key(contact_id), "ordered_at": at.isoformat()})

    def forget(self, contact_id: str) -> None:
        """Every item of the contact's own; the order to remove it last."""
        rows = self._table.query(
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": _partition(contact_id)},
            ProjectionExpression="pk, sk",
            ConsistentRead=True,
        )["Items"]
        with self._table.batch_writer() as batch:
            for row in rows:
                batch.delete_item(Key={"pk": row["pk"], "sk": row["sk"]})
        self._table.delete_item(Key=_removal_key(contact_id))


def _listed(tags: Any) -> Iterable[Any]:
    return tags if isinstance(tags, list) else ()


def _partition(contact_id: str) -> str:
    return f"CONTACT#{contact_id}"


def _note_key(contact_id: str, note_id: str) -> dict[str, str]:
    return {"pk": _partition(contact_id), "sk": f"NOTE#{note_id}"}


def _tags_key(contact_id: str) -> dict[str, str]:
    return {"pk": _partition(contact_id), "sk": "TAGS"}


def _removal_key(contact_id: str) -> dict[str, str]:
    return {"pk": f"REMOVAL#{contact_id}", "sk": "REMOVAL"}
