"""The one row of the bulk upload: whose turn it is, and how far it has come."""

from typing import TYPE_CHECKING

from omnilex.domain.bulk import BulkProgress, BulkStatus

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

KEY = {"pk": "BULK", "sk": "PROGRESS"}


class TurnTakenError(RuntimeError):
    """Another execution has the bulk upload."""


class BulkTable:
    def __init__(self, table: "Table") -> None:
        self._table = table
        self._failed = table.meta.client.exceptions.ConditionalCheckFailedException

    def get(self) -> BulkProgress | None:
        item = self._table.get_item(Key=KEY, ConsistentRead=True).get("Item")
        return BulkProgress.model_validate_json(str(item["progress"])) if item else None

    def take(self, progress: BulkProgress, over_from: str | None) -> None:
        """The turn, from nobody or from the execution ``over_from``. Raises TurnTakenError."""
        self._put(
            progress,
            "attribute_not_exists(pk) OR bulk_status <> :running OR holder IN (:own, :other)",
            {":running": BulkStatus.RUNNING.value, ":other": over_from or progress.execution},
        )

    def put(self, progress: BulkProgress) -> None:
        """How far it has come. Raises TurnTakenError where another has the turn by now."""
        self._put(progress, "holder = :own", {})

    def _put(self, progress: BulkProgress, condition: str, values: dict[str, str]) -> None:
        try:
            self._table.put_item(
                Item={
                    **KEY,
                    "holder": progress.execution,
                    "bulk_status": progress.status.value,
                    "progress": progress.model_dump_json(),
                },
                ConditionExpression=condition,
                ExpressionAttributeValues={":own": progress.execution, **values},
            )
        except self._failed:
            raise TurnTakenError("Another execution has the bulk upload.") from None
