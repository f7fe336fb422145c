"""What was lost, brought back: rows of a table as they were at a time, and versions of a file.

A table is restored beside the one that the stack has, compared with it row by row, and only what
was lost is put back: the stack keeps its own table, with its stream, its alarms and its rows since.
"""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from local.stack.errors import StackError

PATIENCE_S, LOOK_S = 3600.0, 2.0  # a large table takes its time
BATCH = 25
Row = dict[str, Any]


@dataclass(frozen=True)
class Differences:
    """Between a table then and now; ``changed`` holds the rows as they were."""

    missing: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    added: list[Row] = field(default_factory=list)


def restored_beside(
    dynamodb: Any, table: str, at: datetime, *, wait: Callable[[float], None] = time.sleep
) -> str:
    """The name of a new table that holds what ``table`` held then. Raises StackError."""
    target = f"{table}-restored-{datetime.now(UTC):%Y%m%d%H%M%S%f}"
    try:
        dynamodb.restore_table_to_point_in_time(
            SourceTableName=table, TargetTableName=target, RestoreDateTime=at
        )
    except ClientError as error:
        raise StackError(
            f"{table} cannot be restored to {at.isoformat()}: {error.response['Error']['Message']}",
            "See which times can be restored: omnilex restore times",
        ) from None
    for _ in range(int(PATIENCE_S / LOOK_S)):
        if dynamodb.describe_table(TableName=target)["Table"]["TableStatus"] == "ACTIVE":
            return target
        wait(LOOK_S)
    raise StackError(f"{target} is still being restored.", "Look at it in the DynamoDB console.")


def rows(dynamodb: Any, table: str) -> Iterator[Row]:
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        yield from page["Items"]


def compare(then: Mapping[str, Row], now: Mapping[str, Row]) -> Differences:
    """Both as ``by_key`` gives them."""
    return Differences(
        missing=[row for key, row in then.items() if key not in now],
        changed=[row for key, row in then.items() if key in now and now[key] != row],
        added=[row for key, row in now.items() if key not in then],
    )


def by_key(found: Iterator[Row]) -> dict[str, Row]:
    return {key_of(row): row for row in found}


def key_of(row: Row) -> str:
    return json.dumps([row["pk"], row.get("sk")])


def put_back(dynamodb: Any, table: str, lost: list[Row]) -> None:
    for start in range(0, len(lost), BATCH):
        requests = [{"PutRequest": {"Item": row}} for row in lost[start : start + BATCH]]
        while requests:
            answer = dynamodb.batch_write_item(RequestItems={table: requests})
            requests = answer.get("UnprocessedItems", {}).get(table, [])


def earliest(dynamodb: Any, table: str) -> datetime | None:
    """From when on the table can be restored; None where it cannot."""
    told = dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
    at: datetime | None = told["PointInTimeRecoveryDescription"].get("EarliestRestorableDateTime")
    return at


def restore_object(s3: Any, bucket: str, key: str, at: datetime | None = None) -> str:
    """The file as it was last, or as it was then, is its newest version again; returns that id.

    Raises StackError.
    """
    kept = [one for one in versions(s3, bucket, key) if at is None or one["LastModified"] <= at]
    if not kept:
        raise StackError(
            f"No version of {key} is kept in {bucket}.",
            "A version that was overwritten or deleted is kept for 30 days.",
        )
    version = kept[0]["VersionId"]
    source = {"Bucket": bucket, "Key": key, "VersionId": version}
    answer = s3.copy_object(
        Bucket=bucket, Key=key, CopySource=source, MetadataDirective="COPY", TaggingDirective="COPY"
    )
    return str(answer.get("VersionId", version))


def versions(s3: Any, bucket: str, key: str) -> list[dict[str, Any]]:
    """Newest first, without the marks of deletion."""
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=key)
    found = [one for page in pages for one in page.get("Versions", []) if one["Key"] == key]
    return sorted(found, key=lambda one: one["LastModified"], reverse=True)
