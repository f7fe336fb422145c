"""Who did what, and when: rows of the bank's table that are only ever added."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from omnilex.domain.staff import AuditEntry

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table


class AuditTrail:
    def __init__(self, table: "Table") -> None:
        self._table = table
        self._failed = table.meta.client.exceptions.ConditionalCheckFailedException

    def keep(self, entry: AuditEntry) -> None:
        """Append. The same deed of the same person within the same instant is one entry."""
        at = entry.at.astimezone(UTC).isoformat()
        named = f"{at}#{entry.staff_id}#{entry.deed}"
        row = {
            "pk": f"AUDIT#{entry.subject}",
            "sk": named,
            "gsi1pk": f"AUDIT#{at[:7]}",
            "gsi1sk": f"{named}#{entry.subject}",
            "entry": entry.model_dump_json(),
        }
        try:
            self._table.put_item(Item=row, ConditionExpression="attribute_not_exists(pk)")
        except self._failed:
            return

    def between(self, begin: datetime, end: datetime) -> Iterator[AuditEntry]:
        """The newest first, month by month."""
        begins, ends = (at.astimezone(UTC).isoformat() for at in (begin, end))
        for month in _months(begin, end):
            asked: dict[str, Any] = {
                "IndexName": "gsi1",
                "KeyConditionExpression": "gsi1pk = :pk AND gsi1sk BETWEEN :begin AND :end",
                "ExpressionAttributeValues": {
                    ":pk": f"AUDIT#{month}",
                    ":begin": begins,
                    ":end": ends,
                },
                "ScanIndexForward": False,
            }
            while True:
                page = self._table.query(**asked)
                for item in page["Items"]:
                    yield AuditEntry.model_validate_json(str(item["entry"]))
                if "LastEvaluatedKey" not in page:
                    break
                asked["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def _months(begin: datetime, end: datetime) -> Iterator[str]:
    """``2026-11``, ``2026-10``, ... down to that of ``begin``."""
    first, last = (
        at.astimezone(UTC).year * 12 + at.astimezone(UTC).month - 1 for at in (begin, end)
    )
    for month in range(last, first - 1, -1):
        yield f"{month // 12:04d}-{month % 12 + 1:02d}"
