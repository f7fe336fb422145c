import json
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from omnilex.adapters.bank_events import SOURCE
from omnilex.handlers import publish_bank_event
from tests.integration.bank.world import CONTEXT, NOON, World, event


@pytest.fixture
def queue(aws: None) -> str:
    """What listens to the bank's events."""
    url: str = boto3.client("sqs").create_queue(QueueName="events")["QueueUrl"]
    events = boto3.client("events")
    events.put_rule(Name="bank", EventPattern=json.dumps({"source": [SOURCE]}))
    arn = "arn:aws:sqs:us-east-1:123456789012:events"
    events.put_targets(Rule="bank", Targets=[{"Id": "queue", "Arn": arn}])
    return url


def received(url: str) -> list[dict[str, Any]]:
    messages = boto3.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return [json.loads(message["Body"]) for message in messages.get("Messages", [])]


def test_a_row_of_the_outbox_becomes_an_event(queue: str):
    answer = publish_bank_event.lambda_handler(event("publish_bank_event", "payment_made"), CONTEXT)

    [published] = received(queue)
    assert answer == {"batchItemFailures": []}
    assert published["detail-type"] == "PaymentMade"
    assert published["detail"] == {
        "event_id": "HV-PAYMENT1.PaymentMade",
        "at": "2026-11-23T12:00:00+00:00",
        "customer_id": "20417731",
        "correlation_id": "talk-0123456789abcdef0123",
        "reference": "HV-PAYMENT1",
        "amount_cents": 12550,
    }


def test_what_the_stream_brings_again_has_the_same_event_id(queue: str):
    asked = event("publish_bank_event", "payment_made")

    publish_bank_event.lambda_handler(asked, CONTEXT)
    publish_bank_event.lambda_handler(asked, CONTEXT)

    assert len({one["detail"]["event_id"] for one in received(queue)}) == 1


def test_after_a_failure_the_rest_waits_for_it(log: list[str]):
    asked = event("publish_bank_event", "three_rows")
    second = asked["Records"][1]["dynamodb"]["SequenceNumber"]

    with Stubber(publish_bank_event.events._client) as events:
        events.add_response("put_events", {"FailedEntryCount": 0, "Entries": [{"EventId": "1"}]})
        refused = {"FailedEntryCount": 1, "Entries": [{"ErrorCode": "ThrottlingException"}]}
        events.add_response("put_events", refused)
        answer = publish_bank_event.lambda_handler(asked, CONTEXT)

    assert answer == {"batchItemFailures": [{"itemIdentifier": second}]}


def test_a_payment_writes_the_row_that_is_published(world: World):
    world.bank.pay(world.payment(), paid_at=NOON)

    [row] = world.items("OUTBOX")

    assert {"type", "at", "customer_id", "reference", "amount_cents"} <= row.keys()
