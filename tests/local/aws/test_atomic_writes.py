"""The local DynamoDB decides races as AWS does: else no proof that runs on it says anything."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest

from tests.local.aws.conftest import LocalAws

WRITERS = 16
ROUNDS = 100


@pytest.fixture(scope="module")
def table(aws: LocalAws) -> Any:
    client = aws.client("dynamodb")
    client.create_table(
        TableName="races",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
    )
    return client


def race(client: Any, write: Callable[[str, int], bool], key: str) -> int:
    """How many of the writers that start at once win."""
    together = threading.Barrier(WRITERS)

    def run(number: int) -> bool:
        together.wait()
        return write(key, number)

    with ThreadPoolExecutor(WRITERS) as threads:
        return sum(threads.map(run, range(WRITERS)))


def test_of_many_new_rows_one_is_kept(table: Any):
    def put(key: str, number: int) -> bool:
        with suppress(table.exceptions.ConditionalCheckFailedException):
            table.put_item(
                TableName="races",
                Item={"pk": {"S": key}, "by": {"N": str(number)}},
                ConditionExpression="attribute_not_exists(pk)",
            )
            return True
        return False

    bad = [number for number in range(ROUNDS) if race(table, put, f"put-{number}") != 1]

    assert bad == []


def test_of_many_transactions_one_is_made(table: Any):
    def transact(key: str, number: int) -> bool:
        row = {"pk": {"S": key}, "by": {"N": str(number)}}
        put = {
            "TableName": "races",
            "Item": row,
            "ConditionExpression": "attribute_not_exists(pk)",
        }
        count = {
            "TableName": "races",
            "Key": {"pk": {"S": f"{key}-count"}},
            "UpdateExpression": "ADD made :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}},
        }
        with suppress(table.exceptions.TransactionCanceledException):
            table.transact_write_items(TransactItems=[{"Put": put}, {"Update": count}])
            return True
        return False

    def made(number: int) -> int:
        won = race(table, transact, f"t-{number}")
        key = {"pk": {"S": f"t-{number}-count"}}
        counted = table.get_item(TableName="races", Key=key, ConsistentRead=True)["Item"]["made"][
            "N"
        ]
        return won + int(counted)

    assert [number for number in range(ROUNDS // 2) if made(number) != 2] == []


def test_without_a_condition_the_race_is_lost_so_this_test_can_fail(table: Any):
    def careless(key: str, number: int) -> bool:
        """Looks, and then writes: what must not be relied on."""
        found = table.get_item(TableName="races", Key={"pk": {"S": key}}, ConsistentRead=True)
        if "Item" in found:
            return False
        table.put_item(TableName="races", Item={"pk": {"S": key}, "by": {"N": str(number)}})
        return True

    assert max(race(table, careless, f"careless-{number}") for number in range(10)) > 1
