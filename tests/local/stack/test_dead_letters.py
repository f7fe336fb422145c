"""What could not be delivered is shown, and delivered again to whom it was for."""

import json
from typing import Any

import pytest

from local.stack import dead_letters, redelivery

MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:PostCallAnalyticsWorkflow"
EVENT = {"detail-type": "Object Created", "detail": {"object": {"key": "originalAudio/a.wav"}}}


class Aws:
    """SQS with one message a queue, and what is started or invoked; every client in one."""

    name = "omnilex"

    def __init__(self, queues: dict[str, dict[str, Any]]) -> None:
        self.queues = queues
        self.hidden: set[str] = set()
        self.started: list[tuple[str, Any]] = []
        self.policies: dict[str, dict[str, str]] = {}
        self.sent: list[dict[str, Any]] = []
        self.records: list[dict[str, Any]] = []

    def client(self, service: str) -> "Aws":
        del service
        return self

    def list_queues(self) -> dict[str, Any]:
        return {"QueueUrls": [f"http://sqs/000000000000/{name}" for name in self.queues]}

    def get_queue_attributes(self, **asked: Any) -> dict[str, Any]:
        name = asked["QueueUrl"].rsplit("/", 1)[1]
        if asked["AttributeNames"] == ["RedrivePolicy"]:
            policy = self.policies.get(name)
            return {"Attributes": {"RedrivePolicy": json.dumps(policy)}} if policy else {}
        held = bool(self.queues[name]) and name not in self.hidden
        return {"Attributes": {"ApproximateNumberOfMessages": str(int(held))}}

    def receive_message(self, **asked: Any) -> dict[str, Any]:
        name = asked["QueueUrl"].rsplit("/", 1)[1]
        if name in self.hidden:
            return {}
        self.hidden.add(name)
        return {"Messages": [{"MessageId": "m-1", "ReceiptHandle": "r-1", **self.queues[name]}]}

    def change_message_visibility(self, **asked: Any) -> None:
        assert asked["VisibilityTimeout"] == 0
        self.hidden.remove(asked["QueueUrl"].rsplit("/", 1)[1])

    def delete_message(self, **asked: Any) -> None:
        self.queues[asked["QueueUrl"].rsplit("/", 1)[1]] = {}

    def start_execution(self, **asked: Any) -> None:
        self.started.append((asked["stateMachineArn"], json.loads(asked["input"])))

    def invoke(self, **asked: Any) -> None:
        self.started.append((asked["FunctionName"], json.loads(asked["Payload"])))

    def send_message(self, **asked: Any) -> None:
        self.sent.append(asked)

    def get_shard_iterator(self, **asked: Any) -> dict[str, str]:
        return {"ShardIterator": asked["SequenceNumber"]}

    def get_records(self, **asked: Any) -> dict[str, Any]:
        first = int(asked["ShardIterator"])
        kept = [one for one in self.records if int(one["dynamodb"]["SequenceNumber"]) >= first]
        return {"Records": kept}

    def list_event_source_mappings(self, **_: Any) -> dict[str, Any]:
        pattern = {"dynamodb": {"Keys": {"pk": {"S": [{"prefix": "OUTBOX#"}]}}}}
        criteria = {"Filters": [{"Pattern": json.dumps(pattern)}]}
        return {"EventSourceMappings": [{"FilterCriteria": criteria}]}

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
    assert redelivery.replay(aws, letter)
    assert aws.started == [(MACHINE, EVENT)]
    assert aws.queues == {"omnilex-StartAnalysisDeadLetters-X": {}}


@pytest.mark.parametrize("wrapped", [False, True])
def test_what_a_function_could_not_do_goes_to_it_by_the_queues_name(wrapped: bool):
    body = {"requestPayload": EVENT} if wrapped else EVENT
    aws: Any = Aws({"omnilex-ResumeTranscriptionDeadLetters-X": {"Body": json.dumps(body)}})

    assert redelivery.replay(aws, only_letter(aws))
    assert aws.started == [("omnilex-resume-transcription", EVENT)]


def test_what_names_nobody_stays_where_it_is():
    aws: Any = Aws({"omnilex-PaymentDeadLetters-X": {"Body": "{}"}})

    assert not redelivery.replay(aws, only_letter(aws))
    assert aws.queues["omnilex-PaymentDeadLetters-X"]
    assert only_letter(aws).body == "{}"


def test_what_is_only_read_is_there_for_the_next_one_at_once():
    aws: Any = Aws({"omnilex-PaymentDeadLetters-X": {"Body": "{}"}})
    letter = only_letter(aws)
    hidden = [one.messages for one in dead_letters.queues(aws)]

    dead_letters.show_again(aws, letter)

    assert (hidden, only_letter(aws)) == ([0], letter)


def test_queues_of_another_stage_are_left_alone():
    aws: Any = Aws({"omnilex-dev-PaymentDeadLetters-X": {"Body": "{}"}})

    assert dead_letters.queues(aws) == []


def test_what_a_queue_gave_up_goes_back_to_it_in_its_conversation():
    waiting = {"Body": "{}", "Attributes": {"MessageGroupId": "slack.1"}}
    aws: Any = Aws({"omnilex-AnswerSlackDeadLetters-X.fifo": waiting, "omnilex-Slack.fifo": {}})
    dead = "arn:aws:sqs:us-east-1:000000000000:omnilex-AnswerSlackDeadLetters-X.fifo"
    aws.policies = {"omnilex-Slack.fifo": {"deadLetterTargetArn": dead}}

    assert redelivery.replay(aws, only_letter(aws))
    (sent,) = aws.sent
    assert sent["QueueUrl"].endswith("omnilex-Slack.fifo")
    assert sent["MessageGroupId"] == "slack.1"


def of_stream(first: int, last: int) -> dict[str, Any]:
    batch = {
        "streamArn": "arn:aws:dynamodb:us-east-1:000000000000:table/bank/stream/s",
        "shardId": "shard-1",
        "startSequenceNumber": str(first),
        "endSequenceNumber": str(last),
    }
    context = {"functionArn": "publish", "condition": "RetryAttemptsExhausted"}
    return {"Body": json.dumps({"requestContext": context, "DDBStreamBatchInfo": batch})}


def row(number: int, partition: str) -> dict[str, Any]:
    return {"dynamodb": {"SequenceNumber": str(number), "Keys": {"pk": {"S": partition}}}}


def test_rows_of_a_stream_that_were_given_up_are_read_again_those_that_the_function_takes():
    aws: Any = Aws({"omnilex-BankEventDeadLetters-X": of_stream(2, 4)})
    mine, other = row(2, "OUTBOX#1"), row(3, "CUSTOMER#1")
    aws.records = [row(1, "OUTBOX#0"), mine, other, row(5, "OUTBOX#2")]
    letter = only_letter(aws)

    assert letter.why == "RetryAttemptsExhausted"
    assert redelivery.replay(aws, letter)
    assert aws.started == [("publish", {"Records": [mine]})]


def test_rows_that_the_stream_has_let_go_of_stay_with_what_is_undelivered():
    aws: Any = Aws({"omnilex-BankEventDeadLetters-X": of_stream(2, 4)})

    assert not redelivery.replay(aws, only_letter(aws))
    assert aws.started == []
