import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from omnilex.adapters.contact_events import ContactEvents, EventNotTakenError
from omnilex.domain.contact import CategoryMatch, Status
from omnilex.domain.registration import reached
from omnilex.handlers.publish_result import lambda_handler
from tests.integration.analytics.world import CONTEXT, GUID, NOON, RESULTS, S3, World, event, wav


class Heard:
    """Whoever listens on EventBridge, by a queue."""

    def __init__(self) -> None:
        events, sqs = boto3.client("events"), boto3.client("sqs")
        self._sqs = sqs
        self._queue = sqs.create_queue(QueueName="heard")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=self._queue, AttributeNames=["QueueArn"])
        pattern = {"source": ["omnilex.analytics"], "detail-type": ["ContactAnalyzed"]}
        events.put_rule(Name="heard", EventPattern=json.dumps(pattern))
        events.put_targets(
            Rule="heard", Targets=[{"Id": "queue", "Arn": arn["Attributes"]["QueueArn"]}]
        )

    def details(self) -> list[dict[str, Any]]:
        received = self._sqs.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10)
        return [json.loads(one["Body"])["detail"] for one in received.get("Messages", [])]


@pytest.fixture
def heard(world: World) -> Iterator[Heard]:
    yield Heard()


@pytest.fixture
def analysed(world: World) -> World:
    contact = reached(world.register(wav()), "Analyzed", NOON).model_copy(
        update={
            "categories": (CategoryMatch(name="Complaint"),),
            "language": "en-US",
            "playback_key": f"mp3/{GUID}.mp3",
        }
    )
    world.keep(f"interim/{GUID}.json", contact.model_dump_json())
    return world


def test_the_document_is_published_and_the_row_says_so(analysed: World):
    answer = lambda_handler(event("publish_result", "call_analyzed"), CONTEXT)

    parsed = analysed.read(answer["parsed_key"])
    assert answer == {"parsed_key": f"parsedFiles/{GUID}.json"}
    assert parsed["status"] == "ANALYZED"
    assert parsed["playback_key"] == f"mp3/{GUID}.mp3"
    assert analysed.contact().status is Status.ANALYZED
    assert [step.name for step in analysed.contact().steps] == [
        "Registered",
        "Analyzed",
        "Published",
    ]


def test_others_are_told_without_anything_that_was_said(analysed: World, heard: Heard):
    lambda_handler(event("publish_result", "call_analyzed"), CONTEXT)

    (told,) = heard.details()
    assert told["contact_id"] == GUID
    assert told["categories"] == ["Complaint"]
    assert told["result"] == {"bucket": RESULTS, "key": f"parsedFiles/{GUID}.json"}
    assert told.keys() == {
        "event_id",
        "contact_id",
        "correlation_id",
        "channel",
        "medium",
        "started_at",
        "duration_ms",
        "language",
        "customer_sentiment",
        "categories",
        "result",
    }


def test_an_analysis_that_is_announced_twice_is_one_event(analysed: World, heard: Heard):
    for _ in range(2):
        lambda_handler(event("publish_result", "call_analyzed"), CONTEXT)

    first, second = heard.details()
    assert first["event_id"] == second["event_id"]


def test_an_event_that_is_not_taken_is_tried_again(analysed: World):
    client = boto3.client("events")
    refused = {"ErrorCode": "ThrottlingException", "ErrorMessage": "Slow down."}
    with Stubber(client) as stubbed:
        stubbed.add_response("put_events", {"FailedEntryCount": 1, "Entries": [refused]})

        with pytest.raises(EventNotTakenError, match="ThrottlingException: Slow down"):
            ContactEvents(client).analyzed(analysed.contact(), RESULTS, "parsedFiles/x.json")


def test_without_an_interim_result_nothing_is_published(world: World):
    with pytest.raises(S3.exceptions.NoSuchKey):
        lambda_handler(event("publish_result", "interim_missing"), CONTEXT)

    assert world.keys(RESULTS) == []
