"""What was lost is brought back: the drill, and the commands of docs/runbooks/restore.md."""

import json
import time
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.e2e.running import Stack

pytestmark = pytest.mark.stack


def test_the_drill_finds_all_as_it_was(stack: Stack):
    told = stack.run("restore", "drill", "--json")

    assert told.returncode == 0, told.stderr
    steps = {one["name"]: one["count"] for one in json.loads(told.stdout)}
    assert steps["bank: rows brought back"] == steps["bank: rows lost or made wrong"] > 1
    assert steps["bank: rows the same as before"] == steps["bank: rows brought back"]


def test_rows_that_are_missing_come_back_and_what_changed_since_stays(stack: Stack):
    dynamodb, table = stack.client("dynamodb"), stack.outputs["BankTableName"]
    lost, changed = (row(f"RESTORED#{uuid.uuid4().hex}", "then") for _ in range(2))
    for one in (lost, changed):
        dynamodb.put_item(TableName=table, Item=one)
    time.sleep(0.01)
    at = datetime.now(UTC)
    time.sleep(0.01)
    dynamodb.delete_item(TableName=table, Key=key(lost))
    dynamodb.put_item(TableName=table, Item=row(changed["pk"]["S"], "now"))

    told = stack.run("restore", "table", "bank", "--at", at.isoformat(), "--put-back", "missing")

    assert told.returncode == 0, told.stderr
    assert read(dynamodb, table, lost) == lost
    assert read(dynamodb, table, changed)["said"] == {"S": "now"}
    assert [name for name in dynamodb.list_tables()["TableNames"] if "-restored-" in name] == []
    for one in (lost, changed):
        dynamodb.delete_item(TableName=table, Key=key(one))


def test_a_file_that_was_deleted_comes_back(stack: Stack):
    s3, bucket = stack.client("s3"), stack.outputs["SupportFilesBucketName"]
    name = f"notes/{uuid.uuid4().hex}.txt"
    s3.put_object(Bucket=bucket, Key=name, Body=b"to be kept")
    s3.delete_object(Bucket=bucket, Key=name)

    told = stack.run("restore", "file", "support", name)

    assert told.returncode == 0, told.stderr
    assert s3.get_object(Bucket=bucket, Key=name)["Body"].read() == b"to be kept"


def test_a_time_before_anything_is_kept_is_refused_with_what_to_do(stack: Stack):
    told = stack.run("restore", "table", "bank", "--at", "2020-01-01T00:00:00Z")

    assert told.returncode == 1
    assert "omnilex restore times" in told.stderr


def row(partition: str, said: str) -> dict[str, Any]:
    return {"pk": {"S": partition}, "sk": {"S": "ROW"}, "said": {"S": said}}


def key(item: dict[str, Any]) -> dict[str, Any]:
    return {"pk": item["pk"], "sk": item["sk"]}


def read(dynamodb: Any, table: str, item: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = dynamodb.get_item(TableName=table, Key=key(item))["Item"]
    return found
