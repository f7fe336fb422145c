"""Alarms are looked at here as on AWS, and tables are restored to a point in time."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.aws.monitoring import figures_in
from tests.local.aws.conftest import LocalAws

COUNTS = """
import json, time
def handler(event, context):
    print(json.dumps({
        "_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [{
            "Namespace": "Counted/%s", "Dimensions": [["service"], ["channel"]],
            "Metrics": [{"Name": "Rejected", "Unit": "Count"}]}]},
        "service": "all", "channel": event["channel"], "Rejected": [event["value"]]}))
"""


def alarm(aws: LocalAws, name: str, **watched: Any) -> None:
    usual = {
        "Statistic": "Sum",
        "Period": 300,
        "EvaluationPeriods": 1,
        "Threshold": 2,
        "ComparisonOperator": "GreaterThanThreshold",
        "TreatMissingData": "notBreaching",
    }
    aws.client("cloudwatch").put_metric_alarm(AlarmName=name, **(usual | watched))


def state(aws: LocalAws, name: str) -> str:
    (found,) = aws.client("cloudwatch").describe_alarms(AlarmNames=[name])["MetricAlarms"]
    return str(found["StateValue"])


def test_a_figure_in_the_log_turns_the_alarm_on_its_own_dimension_red(aws: LocalAws):
    aws.function("counts", COUNTS % "log")
    for channel in ("web", "sms"):
        dimensions = [{"Name": "channel", "Value": channel}]
        watched = {"Namespace": "Counted/log", "MetricName": "Rejected"}
        alarm(aws, f"rejected-{channel}", Dimensions=dimensions, **watched)
    before = state(aws, "rejected-web")

    aws.client("lambda").invoke(
        FunctionName="counts", Payload=json.dumps({"channel": "web", "value": 3}).encode()
    )

    assert before == "OK"
    assert state(aws, "rejected-web") == "ALARM"
    assert state(aws, "rejected-sms") == "OK"


def test_a_queue_that_is_not_empty_is_red_until_it_is(aws: LocalAws):
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName="left")["QueueUrl"]
    alarm(
        aws,
        "left",
        Namespace="AWS/SQS",
        MetricName="ApproximateNumberOfMessagesVisible",
        Dimensions=[{"Name": "QueueName", "Value": "left"}],
        Statistic="Maximum",
        Threshold=0,
    )
    sqs.send_message(QueueUrl=url, MessageBody="undelivered")
    full = state(aws, "left")

    sqs.purge_queue(QueueUrl=url)

    assert (full, state(aws, "left")) == ("ALARM", "OK")


def test_an_execution_whose_time_is_over_turns_its_machines_alarm_red(aws: LocalAws):
    wait = {"Type": "Wait", "Seconds": 60, "End": True}
    execution = aws.run({"StartAt": "Wait", "TimeoutSeconds": 1, "States": {"Wait": wait}})
    machine = aws.client("stepfunctions").describe_execution(executionArn=execution)
    alarm(
        aws,
        "late",
        Namespace="AWS/States",
        MetricName="ExecutionsTimedOut",
        Dimensions=[{"Name": "StateMachineArn", "Value": machine["stateMachineArn"]}],
        Threshold=0,
    )
    before = state(aws, "late")

    aws.ended(execution)

    assert (before, state(aws, "late")) == ("OK", "ALARM")


def test_lines_that_hold_no_figures_hold_none():
    assert list(figures_in('START\n{"message": "_aws"}\n"_aws" and no JSON\n')) == []


def table(aws: LocalAws, name: str, *, recovers: bool = True) -> Any:
    dynamodb = aws.client("dynamodb")
    dynamodb.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
    )
    dynamodb.update_continuous_backups(
        TableName=name,
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": recovers},
    )
    return dynamodb


def put(dynamodb: Any, name: str, **rows: str) -> None:
    for key, said in rows.items():
        dynamodb.put_item(TableName=name, Item={"pk": {"S": key}, "said": {"S": said}})


def held(dynamodb: Any, name: str) -> dict[str, str]:
    items = dynamodb.scan(TableName=name)["Items"]
    return {one["pk"]["S"]: one["said"]["S"] for one in items}


def test_a_table_is_restored_as_it_was_and_not_as_it_is(aws: LocalAws):
    dynamodb = table(aws, "kept")
    put(dynamodb, "kept", stays="then", changes="then", goes="then")
    time.sleep(0.05)
    then = datetime.now(UTC)
    time.sleep(0.05)
    put(dynamodb, "kept", changes="now", comes="now")
    dynamodb.delete_item(TableName="kept", Key={"pk": {"S": "goes"}})

    dynamodb.restore_table_to_point_in_time(
        SourceTableName="kept", TargetTableName="kept-then", RestoreDateTime=then
    )

    assert held(dynamodb, "kept-then") == {"stays": "then", "changes": "then", "goes": "then"}
    assert held(dynamodb, "kept") == {"stays": "then", "changes": "now", "comes": "now"}


@pytest.mark.parametrize(
    ("recovers", "at", "code"),
    [
        (False, datetime.now(UTC), "PointInTimeRecoveryUnavailableException"),
        (True, datetime(2020, 1, 1, tzinfo=UTC), "InvalidRestoreTimeException"),
    ],
)
def test_what_cannot_be_restored_is_refused(aws: LocalAws, recovers: bool, at: datetime, code: str):
    name = f"refused-{recovers}"
    dynamodb = table(aws, name, recovers=recovers)

    with pytest.raises(ClientError) as refused:
        dynamodb.restore_table_to_point_in_time(
            SourceTableName=name, TargetTableName=f"{name}-then", RestoreDateTime=at
        )

    assert refused.value.response["Error"]["Code"] == code
