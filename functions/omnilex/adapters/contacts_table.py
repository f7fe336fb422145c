"""Contacts in DynamoDB: see docs/data-model.md for the items."""

import base64
import json
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.conditions import Key

from omnilex.domain.contact import Contact, ContactNotFoundError, Source

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table
    from mypy_boto3_dynamodb.type_defs import QueryInputTableQueryTypeDef

LIST = "CONTACTS"


class CursorError(ValueError):
    """Not a cursor that this list gave."""


class ContactsTable:
    def __init__(self, table: "Table") -> None:
        self._table = table
        self._failed = table.meta.client.exceptions.ConditionalCheckFailedException

    def put_first(self, contact: Contact) -> bool:
        """Store a contact under its id; False where another file's contact has the id."""
        try:
            self._table.put_item(
                Item=_item(contact),
                ConditionExpression="attribute_not_exists(pk) OR source_id = :source",
                ExpressionAttributeValues={":source": _source_id(contact.source)},
            )
        except self._failed:
            return False
        return True

    def put(self, contact: Contact) -> None:
        self._table.put_item(Item=_item(contact))

    def find(self, contact_id: str) -> Contact | None:
        """Without turns."""
        try:
            return self.get(contact_id)
        except ContactNotFoundError:
            return None

    def get(self, contact_id: str) -> Contact:
        """Without turns. Raises ContactNotFoundError."""
        item = self._table.get_item(Key=_key(contact_id), ConsistentRead=True).get("Item")
        if item is None:
            raise ContactNotFoundError(contact_id)
        return Contact.model_validate_json(str(item["contact"]))

    def newest(self, limit: int, cursor: str | None) -> tuple[list[Contact], str | None]:
        """A page of the list and the cursor of the next. Raises CursorError."""
        query: QueryInputTableQueryTypeDef = {
            "IndexName": "gsi1",
            "KeyConditionExpression": Key("gsi1pk").eq(LIST),
            "ScanIndexForward": False,
            "Limit": limit,
        }
        if cursor:
            query["ExclusiveStartKey"] = _start_key(cursor)
        page = self._table.query(**query)
        contacts = [Contact.model_validate_json(str(item["contact"])) for item in page["Items"]]
        last = page.get("LastEvaluatedKey")
        return contacts, _cursor(last) if last else None


def _item(contact: Contact) -> dict[str, Any]:
    kept = {"expires_at": int(contact.expires_at.timestamp())} if contact.expires_at else {}
    return {
        **_key(contact.contact_id),
        **kept,
        "gsi1pk": LIST,
        "gsi1sk": f"{contact.started_at.isoformat()}#{contact.contact_id}",
        "source_id": _source_id(contact.source),
        "status": contact.status.value,
        "correlation_id": contact.correlation_id,
        "contact": contact.in_short().model_dump_json(),
    }


def _source_id(source: Source) -> str:
    return f"{source.bucket}/{source.key}"


def _key(contact_id: str) -> dict[str, str]:
    return {"pk": f"CONTACT#{contact_id}", "sk": "CONTACT"}


def _cursor(last: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(last, sort_keys=True).encode()).decode()


def _start_key(cursor: str) -> dict[str, Any]:
    try:
        start: dict[str, Any] = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except ValueError:
        raise CursorError("That cursor is not one of this list's.") from None
    if set(start) != {"pk", "sk", "gsi1pk", "gsi1sk"} or start["gsi1pk"] != LIST:
        raise CursorError("That cursor is not one of this list's.")
    return start
