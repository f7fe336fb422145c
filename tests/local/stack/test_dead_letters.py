"""What could not be delivered is shown, and delivered again to whom it was for."""

import json
from typing import Any

import pytest

from local.stack import dead_letters

MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:PostCallAnalyticsWorkflow"
EVENT = {"detail-type": "Object Created", "detail": {"object": {"key": "originalAudio/a.wav"}}}


class Aws:
    """SQS with one message a queue, and what is started or invoked; every client in one."""

    name = "omnilex"

    def __init__(self, queues: dict[str, dict[str, Any]]) -> None:
        self.queues = queues
        self.started: list[tuple[str, Any]] = []

    def client(self, service: str) -> "Aws":
        del service
        return self

    def list_queues(self) -> dict[str, Any]:
        return {"QueueUrls": [f"http://sqs/000000000000/{name}" for name in self.queues]}

    def get_queue_attributes(self, **asked: Any) -> dict[str, Any]:
        held = bool(self.queues[asked["QueueUrl"].rsplit("/", 1)[1]])
        return {"Attributes": {"ApproximateNumberOfMessages": str(int(held))}}

    def receive_message(self, **asked: Any) -> dict[str, Any]:
        message = self.queues[asked["QueueUrl"].rsplit("/", 1)[1]]
        return {"Messages": [{"MessageId": "m-1", "ReceiptHandle": "r-1", **message}]}

    def delete_message(self, **asked: Any) -> None:
        self.queues[asked["QueueUrl"].rsplit("/", 1)[1]] = {}

    def start_execution(self, **asked: Any) -> None:
        self.started.append((asked["stateMachineArn"], json.loads(asked["input"])))

    def invoke(self, **asked: Any) -> None:
        self.started.append((asked["FunctionName"], json.loads(asked["Payload"])))

    def get_paginator(self, _: str) -> "Aws":
        return self

    def paginate(self) -> list[dict[str, Any]]:
        return [{"Functions": [{"FunctionName": "omnilex-resume-transcription"}]}]


def of_rule(target: str) -> dict[str, Any]:
    told = {"TARGET_ARN": {"StringValue": target}, "ERROR_MESSAGE": {"StringValue": "throttled"}}
    return {"Body": json.dumps(EVENT), "MessageAttributes": told}


def only_letter(aws: Any) -> dead_letters.Letter:
    (queue,) = (one for one in dead_letters.queues(aws) if one.messages)
    (letter,) = dead_letters.letters(aws, queue)
    return letter


def test_queues_are_known_by_their_name_the_fullest_first():
    aws: Any = Aws(
        {
            "omnilex-BankEventDeadLetters-X": {},
            "omnilex-Turns": {},
            "omnilex-ZDeadLetters-Y": of_rule(""),
        }
    )

    assert [(one.name, one.messages) for one in dead_letters.queues(aws)] == [
        ("Z", 1),
        ("BankEvent", 0),
    ]


def test_an_event_goes_to_the_state_machine_that_it_was_for():
    aws: Any = Aws({"omnilex-StartAnalysisDeadLetters-X": of_rule(MACHINE)})
    letter = only_letter(aws)

    assert letter.why == "throttled"
    assert dead_letters.replay(aws, letter)
    assert aws.started == [(MACHINE, EVENT)]
    assert aws.queues == {"omnilex-StartAnalysisDeadLetters-X": {}}


@pytest.mark.parametrize("wrapped", [False, True])
def test_what_a_function_could_not_do_goes_to_it_by_the_queues_name(wrapped: bool):
    body = {"requestPayload": EVENT} if wrapped else EVENT
    aws: Any = Aws({"omnilex-ResumeTranscriptionDeadLetters-X": {"Body": json.dumps(body)}})

    assert dead_letters.replay(aws, only_letter(aws))
    assert aws.started == [("omnilex-resume-transcription", EVENT)]


def test_what_names_nobody_stays_where_it_is():
    aws: Any = Aws({"omnilex-PaymentDeadLetters-X": {"Body": "{}"}})

    assert not dead_letters.replay(aws, only_letter(aws))
    assert aws.queues["omnilex-PaymentDeadLetters-X"]


def test_queues_of_another_stage_are_left_alone():
    aws: Any = Aws({"omnilex-dev-PaymentDeadLetters-X": {"Body": "{}"}})

    assert dead_letters.queues(aws) == []
