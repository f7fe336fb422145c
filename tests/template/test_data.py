"""What the bank keeps can be brought back, is encrypted, and goes when its time has come."""

from typing import Any

import pytest

from tests.template.conditions import Decided

DAY_S = 24 * 60 * 60
# Made of the contacts, and made again by `omnilex reindex`: there is nothing to bring back.
DERIVED = {"SearchTable"}
KEPT_FOR_GOOD = {"BankTable"}  # the books; all other rows have a time to live, or their contact has
RETAINED = {
    "AWS::DynamoDB::Table",
    "AWS::S3::Bucket",
    "AWS::SecretsManager::Secret",
    "AWS::Cognito::UserPool",
}
SHORT_LIVED = {"SessionsTable", "ConversationsTable", *DERIVED}


@pytest.fixture(params=["false", "true"], ids=["keys of AWS", "a key of one's own"])
def resources(request: pytest.FixtureRequest, template: dict[str, Any]) -> dict[str, Any]:
    return Decided(template, {"OwnKey": request.param}).resources


def of_type(resources: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    return {
        name: resource["Properties"]
        for name, resource in resources.items()
        if resource["Type"] == kind
    }


def test_each_table_can_be_restored_to_any_second_of_its_last_35_days(resources: dict[str, Any]):
    tables = of_type(resources, "AWS::DynamoDB::Table")

    without = {
        name
        for name, table in tables.items()
        if table.get("PointInTimeRecoverySpecification") != {"PointInTimeRecoveryEnabled": True}
    }

    assert without == DERIVED


def test_each_table_is_encrypted_under_a_key_whose_use_is_on_record(resources: dict[str, Any]):
    tables = of_type(resources, "AWS::DynamoDB::Table")

    assert tables
    assert all(table["SSESpecification"]["SSEEnabled"] is True for table in tables.values())


def test_each_table_forgets_but_the_books(resources: dict[str, Any]):
    tables = of_type(resources, "AWS::DynamoDB::Table")

    without = {
        name
        for name, table in tables.items()
        if table.get("TimeToLiveSpecification", {}).get("Enabled") is not True
    }

    assert without == DERIVED | KEPT_FOR_GOOD


def test_each_bucket_is_encrypted_versioned_closed_and_reached_over_tls_alone(
    resources: dict[str, Any],
):
    buckets = of_type(resources, "AWS::S3::Bucket")
    policies = of_type(resources, "AWS::S3::BucketPolicy")
    denied = {
        policy["Bucket"]["Ref"]: policy["PolicyDocument"]["Statement"]
        for policy in policies.values()
    }

    assert buckets
    for name, bucket in buckets.items():
        (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] in {"AES256", "aws:kms"}
        assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert any(
            one["Effect"] == "Deny"
            and one["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
            for one in denied[name]
        )


def test_each_bucket_keeps_what_was_overwritten_for_thirty_days(resources: dict[str, Any]):
    buckets = of_type(resources, "AWS::S3::Bucket")

    for bucket in buckets.values():
        (rule,) = bucket["LifecycleConfiguration"]["Rules"]
        assert rule["Status"] == "Enabled"
        assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 30}
        assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 7}


def test_each_queue_is_encrypted_and_says_how_long_it_keeps(resources: dict[str, Any]):
    queues = of_type(resources, "AWS::SQS::Queue")

    assert queues
    for name, queue in queues.items():
        assert queue.get("SqsManagedSseEnabled") is True or "KmsMasterKeyId" in queue
        kept_s = queue["MessageRetentionPeriod"]
        assert kept_s == 14 * DAY_S if name.endswith("DeadLetters") else kept_s <= 4 * DAY_S


@pytest.mark.parametrize("kind", sorted(RETAINED))
def test_what_holds_data_outlives_the_stack(kind: str, resources: dict[str, Any]):
    holding = {name: one for name, one in resources.items() if one["Type"] == kind}

    assert holding
    for name, resource in holding.items():
        wanted = "Delete" if name in SHORT_LIVED else "Retain"
        assert resource["DeletionPolicy"] == wanted
        assert resource["UpdateReplacePolicy"] == wanted
