"""Which layout the search table has. One of another layout is emptied, and filled again."""

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

LAYOUT = 2  # goes up with whatever a table that is filled already would not have
COUNTER = {"pk": "COUNTER", "sk": "ORDINAL"}
MOST = 10_000  # deleted at once, some ten seconds


class SearchLayout:
    """The mark lies with the numbers given so far, which are never given again."""

    def __init__(self, table: "Table") -> None:
        self._table = table

    def mark(self, layout: int = LAYOUT) -> None:
        self._table.update_item(
            Key=COUNTER,
            UpdateExpression="SET layout = :layout",
            ExpressionAttributeValues={":layout": layout},
        )

    def is_current(self) -> bool:
        """A table that was never written has every layout."""
        found = self._table.query(
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": COUNTER["pk"]},
            ConsistentRead=True,
        )["Items"]
        return not found or found[0].get("layout") == LAYOUT

    def empty(self, most: int = MOST) -> int:
        """Delete up to so many items; how many they were. Marked once none is left."""
        pages = self._table.meta.client.get_paginator("scan").paginate(
            TableName=self._table.name, ProjectionExpression="pk, sk", ConsistentRead=True
        )
        keys = (
            {"pk": str(key["pk"]), "sk": str(key["sk"])} for page in pages for key in page["Items"]
        )
        removed = 0
        with self._table.batch_writer() as batch:
            for key in islice((key for key in keys if key != COUNTER), most):
                batch.delete_item(Key=key)
                removed += 1
        if not removed:
            self.mark()
        return removed
