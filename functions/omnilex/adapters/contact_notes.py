"""What people add to a contact, and its removal: items beside the contact's own."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from omnilex.domain.notes import Note, NoteNotFoundError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

REMARKS = ("NOTE#", "TAGS")


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

    def add(self, contact_id: str, note: Note, expires_at: datetime | None) -> None:
        """It goes when the contact does."""
        key = _note_key(contact_id, note.note_id)
        self._table.put_item(Item={**key, "note": note.model_dump_json(), **_going(expires_at)})

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

    def put_tags(self, contact_id: str, tags: Sequence[str], expires_at: datetime | None) -> None:
        """They go when the contact does."""
        self._table.put_item(
            Item={**_tags_key(contact_id), "tags": list(tags), **_going(expires_at)}
        )

    def renew(self, contact_id: str, expires_at: datetime | None) -> None:
        """The contact goes later than it would have: so do its notes and tags."""
        going = _going(expires_at)
        for sk in self._keys(contact_id):
            if going and sk.startswith(REMARKS):
                self._table.update_item(
                    Key={"pk": _partition(contact_id), "sk": sk},
                    UpdateExpression="SET expires_at = :at",
                    ExpressionAttributeValues={":at": going["expires_at"]},
                )

    def is_going(self, contact_id: str) -> bool:
        """Its removal has been ordered."""
        asked = self._table.get_item(Key=_removal_key(contact_id), ConsistentRead=True)
        return "Item" in asked

    def order_removal(self, contact_id: str, at: datetime) -> None:
        """The table's stream brings the order to the function that removes."""
        self._table.put_item(Item={**_removal_key(contact_id), "ordered_at": at.isoformat()})

    def forget(self, contact_id: str) -> None:
        """Every item of the contact's own; the order to remove it last."""
        with self._table.batch_writer() as batch:
            for sk in self._keys(contact_id):
                batch.delete_item(Key={"pk": _partition(contact_id), "sk": sk})
        self._table.delete_item(Key=_removal_key(contact_id))

    def _keys(self, contact_id: str) -> list[str]:
        """Sort keys of the contact's own items."""
        rows = self._table.query(
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": _partition(contact_id)},
            ProjectionExpression="sk",
            ConsistentRead=True,
        )["Items"]
        return [str(row["sk"]) for row in rows]


def _going(expires_at: datetime | None) -> dict[str, int]:
    return {"expires_at": int(expires_at.timestamp())} if expires_at else {}


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
