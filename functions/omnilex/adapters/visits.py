"""Visits in the sessions table: by visitor, and which visitors a customer turned out to be."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from omnilex.domain.visits import KEPT_FOR_S, MOST_VISITS, Visit

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table


class Visits:
    def __init__(self, table: "Table") -> None:
        self._table = table

    def keep(self, visitor_id: str, visit: Visit) -> bool:
        """False where the visitor has as many as are kept."""
        try:
            self._table.update_item(
                Key=_visitor_key(visitor_id),
                UpdateExpression=(
                    "SET visits = list_append(if_not_exists(visits, :none), :visit), "
                    "expires_at = :expires_at"
                ),
                ConditionExpression="attribute_not_exists(visits) OR size(visits) < :most",
                ExpressionAttributeValues={
                    ":none": [],
                    ":visit": [visit.model_dump_json()],
                    ":expires_at": _expiry(visit.at),
                    ":most": MOST_VISITS,
                },
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
            return False
        return True

    def link(self, visitor_id: str, customer_id: str, at: datetime) -> None:
        """The visitor is this customer, who has proved it in the chat."""
        self._table.update_item(
            Key=_customer_key(customer_id),
            UpdateExpression="ADD visitors :visitor SET expires_at = :expires_at",
            ExpressionAttributeValues={":visitor": {visitor_id}, ":expires_at": _expiry(at)},
        )

    def of_customer(self, customer_id: str, now: datetime) -> list[Visit]:
        linked = self._get(_customer_key(customer_id), now).get("visitors", set())
        return [
            Visit.model_validate_json(str(visit))
            for visitor_id in sorted(linked)
            for visit in self._get(_visitor_key(str(visitor_id)), now).get("visits", [])
        ]

    def _get(self, key: dict[str, str], now: datetime) -> dict[str, Any]:
        item = self._table.get_item(Key=key).get("Item", {})
        return item if int(str(item.get("expires_at", 0))) > now.timestamp() else {}


def _expiry(at: datetime) -> int:
    return int(at.timestamp()) + KEPT_FOR_S


def _visitor_key(visitor_id: str) -> dict[str, str]:
    return {"pk": f"VISITOR#{visitor_id}"}


def _customer_key(customer_id: str) -> dict[str, str]:
    return {"pk": f"VISITORS#{customer_id}"}
