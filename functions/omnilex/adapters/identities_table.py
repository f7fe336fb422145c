"""Who on a channel is which customer: rows of the bank's table.

A phone number is its customer's by the bank's own records; a Slack user, or another phone, is
linked once, with the right PIN. A link identifies; it proves nothing.
"""

from typing import TYPE_CHECKING

from omnilex.adapters.bank_table import BankTable
from omnilex.domain.customer import CustomerNotFoundError
from omnilex.domain.session import Channel

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_DIALLED = {Channel.SMS, Channel.VOICE}


class IdentitiesTable:
    def __init__(self, table: "Table") -> None:
        self._table = table
        self._bank = BankTable(table)

    def customer_of(self, channel: Channel, identity: str) -> str | None:
        """The customer number; None for somebody the bank does not know on this channel."""
        item = self._table.get_item(Key=_key(channel, identity), ConsistentRead=True).get("Item")
        if item is not None:
            return str(item["customer_id"])
        return self._by_phone(identity) if channel in _DIALLED else None

    def link(self, channel: Channel, identity: str, customer_id: str) -> bool:
        """After the right PIN; True when it was not so before."""
        before = self._table.put_item(
            Item={**_key(channel, identity), "customer_id": customer_id},
            ReturnValues="ALL_OLD",
        ).get("Attributes")
        return before is None or before["customer_id"] != customer_id

    def unlink(self, channel: Channel, identity: str) -> bool:
        """True when there was a link."""
        gone = self._table.delete_item(Key=_key(channel, identity), ReturnValues="ALL_OLD")
        return "Attributes" in gone

    def _by_phone(self, phone: str) -> str | None:
        try:
            return self._bank.find_customer(phone).customer_id
        except CustomerNotFoundError:
            return None


def _key(channel: Channel, identity: str) -> dict[str, str]:
    return {"pk": f"IDENTITY#{channel}#{identity}", "sk": "IDENTITY"}
