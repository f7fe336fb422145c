"""What each customer was about to do, and did last, in the sessions table: kept for a day."""

from typing import TYPE_CHECKING

from omnilex.domain.continuing import KNOWN_FOR_S, CustomerContext

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table


class CustomerContexts:
    def __init__(self, table: "Table") -> None:
        self._table = table

    def get(self, customer_id: str, now_s: int) -> CustomerContext:
        """Empty where nothing is known, or it is a day old."""
        item = self._table.get_item(Key=_key(customer_id), ConsistentRead=True).get("Item")
        if item is None or int(str(item["expires_at"])) <= now_s:
            return CustomerContext()
        return CustomerContext.model_validate_json(str(item["context"]))

    def put(self, customer_id: str, context: CustomerContext, now_s: int) -> None:
        self._table.put_item(
            Item={
                **_key(customer_id),
                "context": context.model_dump_json(),
                "expires_at": now_s + KNOWN_FOR_S,
            }
        )


def _key(customer_id: str) -> dict[str, str]:
    return {"pk": f"CONTEXT#{customer_id}"}
