"""Visits in the sessions table: one row a customer, gone ninety days after the last."""

from datetime import datetime
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from omnilex.domain.visits import KEPT_FOR_S, MOST_VISITS, Visit

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table


class Visits:
    def __init__(self, table: "Table") -> None:
        self._table = table

    def keep(self, customer_id: str, visits: tuple[Visit, ...], at: datetime) -> int:
        """How many are kept now; none once the customer has as many as are kept."""
        self._table.update_item(
            Key=_key(customer_id),
            UpdateExpression="SET visits = if_not_exists(visits, :none), expires_at = :expires_at",
            ExpressionAttributeValues={
                ":none": {},
                ":expires_at": int(at.timestamp()) + KEPT_FOR_S,
            },
        )
        return sum(self._keep_one(customer_id, visit) for visit in visits)

    def of_customer(self, customer_id: str, now: datetime) -> list[Visit]:
        item = self._table.get_item(Key=_key(customer_id)).get("Item", {})
        if int(str(item.get("expires_at", 0))) <= now.timestamp():
            return []
        kept = item.get("visits")
        rows = kept.values() if isinstance(kept, dict) else ()
        return [Visit.model_validate_json(str(visit)) for visit in rows]

    def _keep_one(self, customer_id: str, visit: Visit) -> bool:
        try:
            self._table.update_item(
                Key=_key(customer_id),
                UpdateExpression="SET visits.#view = :visit",
                ConditionExpression="attribute_exists(visits.#view) OR size(visits) < :most",
                ExpressionAttributeNames={"#view": visit.view_id},
                ExpressionAttributeValues={
                    ":visit": visit.model_dump_json(),
                    ":most": MOST_VISITS,
                },
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
            return False
        return True


def _key(customer_id: str) -> dict[str, str]:
    return {"pk": f"VISITS#{customer_id}"}
