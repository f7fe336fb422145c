"""What operators do to a stack on AWS, from the command line and with their own credentials."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from benchmarks import handlers
from tests.e2e.running import ROOT, Stack, until

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def contact(stack: Stack) -> dict[str, Any]:
    """One that was analysed."""

    def found() -> dict[str, Any] | None:
        listed = json.loads(stack.run_on_aws("contacts", "--json").stdout)
        return next((one for one in listed if one["status"] == "ANALYZED"), None)

    return until(found, within_s=120)


def test_contacts_are_listed_and_read(stack: Stack, contact: dict[str, Any]):
    told = stack.run_on_aws("contact", contact["contact_id"], "--json")

    assert json.loads(told.stdout)["file_name"] == contact["file_name"]


def test_a_pin_is_unlocked_in_the_name_of_the_callers_arn(stack: Stack):
    number = stack.description["customers"][3]["customer_number"]

    told = stack.run_on_aws("unlock", number)

    assert told.returncode == 0
    caller = stack.client("sts").get_caller_identity()["Arn"]
    written = stack.client("dynamodb").query(
        TableName=stack.outputs["BankTableName"],
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": f"AUDIT#{number}"}},
    )["Items"]
    assert caller in [json.loads(item["entry"]["S"])["staff_id"] for item in written]


def test_an_unknown_customer_is_said_to_be_one(stack: Stack):
    told = stack.run_on_aws("unlock", "10000000")

    assert told.returncode == 1
    assert "no such customer" in told.stderr


def test_undelivered_messages_are_looked_for_in_the_stacks_own_queues(stack: Stack):
    told = stack.run_on_aws("dlq", "--json")

    assert told.returncode == 0
    assert isinstance(json.loads(told.stdout), list)


def test_what_happened_to_a_contact_is_followed(stack: Stack, contact: dict[str, Any]):
    contact_id = contact["contact_id"]

    told = stack.run_on_aws("trace", contact_id, "--json")

    (found, *_) = json.loads(told.stdout)
    assert found["lines"]
    assert f"CONTACT#{contact_id}  CONTACT" in found["rows"]


def test_alarms_and_figures_are_read(stack: Stack, contact: dict[str, Any]):
    assert contact["status"] == "ANALYZED"
    alarms = json.loads(stack.run_on_aws("alarms", "--json").stdout)

    figures = json.loads(stack.run_on_aws("figures", "--json").stdout)

    assert {(ROOT / one["runbook"]).is_file() for one in alarms} == {True}
    assert figures["ContactsAnalyzed"]["all"] >= 1


def test_a_table_is_compared_with_what_it_was(stack: Stack):
    told = stack.run_on_aws("restore", "table", "contacts", "--at", datetime.now(UTC).isoformat())

    assert told.returncode == 0, told.stderr
    assert "Nothing was changed." in told.stdout


def test_packages_are_small_but_for_those_that_a_decision_lets_be_large(stack: Stack):
    built = [folder for folder in (stack.home / "build").iterdir() if folder.is_dir()]
    sizes_mb = {folder.name: handlers.unzipped_mb(folder) for folder in built}

    large = {name for name, size_mb in sizes_mb.items() if size_mb > handlers.MOST_MB}

    assert any("Shared" in name for name in sizes_mb)
    assert large == {"SearchFaqFunction", "FfmpegLayer"}  # decisions 6 and 20
