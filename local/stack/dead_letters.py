"""What could not be delivered: read, told, and delivered again."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from local.stack.description import Deployment, function_name

MOST_AT_ONCE = 10
VISIBLE_AGAIN_S = 30
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True)
class Queue:
    """``name`` is the template's without "DeadLetters"."""

    name: str
    url: str
    messages: int


@dataclass(frozen=True)
class Letter:
    queue: Queue
    body: str
    attributes: dict[str, str]
    receipt: str

    @property
    def target(self) -> str | None:
        """The ARN that it was for, where EventBridge or Scheduler has written it down."""
        return self.attributes.get("TARGET_ARN")

    @property
    def why(self) -> str:
        said = ("ERROR_MESSAGE", "ErrorMessage", "ERROR_CODE", "ErrorCode")
        return next((self.attributes[one] for one in said if one in self.attributes), "not said")

    @property
    def event(self) -> dict[str, Any]:
        """What was to be delivered; Lambda's destinations wrap it."""
        parsed = json.loads(self.body)
        wrapped = parsed.get("requestPayload") if isinstance(parsed, dict) else None
        event: dict[str, Any] = wrapped if isinstance(wrapped, dict) else parsed
        return event


def queues(stack: Deployment) -> list[Queue]:
    """Every queue of dead letters, the fullest first."""
    sqs = stack.client("sqs")
    found = []
    for url in sqs.list_queues().get("QueueUrls", []):
        name = re.match(rf"{re.escape(stack.name)}-(\w+)DeadLetters", url.rsplit("/", 1)[1])
        if name:
            asked = ["ApproximateNumberOfMessages"]
            attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=asked)["Attributes"]
            found.append(Queue(name[1], url, int(attributes[asked[0]])))
    return sorted(found, key=lambda queue: (-queue.messages, queue.name))


def letters(stack: Deployment, queue: Queue, hidden_s: int = VISIBLE_AGAIN_S) -> Iterator[Letter]:
    """Each message once; it can be seen again after ``hidden_s``."""
    sqs, seen = stack.client("sqs"), set()
    while True:
        answer = sqs.receive_message(
            QueueUrl=queue.url,
            MaxNumberOfMessages=MOST_AT_ONCE,
            VisibilityTimeout=hidden_s,
            MessageAttributeNames=["All"],
        )
        fresh = [one for one in answer.get("Messages", []) if one["MessageId"] not in seen]
        if not fresh:
            return
        for one in fresh:
            seen.add(one["MessageId"])
            attributes = {
                name: str(value.get("StringValue", ""))
                for name, value in one.get("MessageAttributes", {}).items()
            }
            yield Letter(queue, one["Body"], attributes, one["ReceiptHandle"])


def replay(stack: Deployment, letter: Letter) -> bool:
    """Deliver again and take it off the queue; False where nobody knows whom it was for."""
    target = letter.target or function_of(stack, letter.queue)
    if target is None:
        return False
    body = json.dumps(letter.event)
    if ":states:" in target:
        stack.client("stepfunctions").start_execution(stateMachineArn=target, input=body)
    else:
        stack.client("lambda").invoke(
            FunctionName=target, InvocationType="Event", Payload=body.encode()
        )
    stack.client("sqs").delete_message(QueueUrl=letter.queue.url, ReceiptHandle=letter.receipt)
    return True


def function_of(stack: Deployment, queue: Queue) -> str | None:
    """The function that a queue is named after: ResumeTranscription -> …-resume-transcription."""
    named = function_name(stack, "_".join(_WORDS.split(queue.name)).lower())
    pages = stack.client("lambda").get_paginator("list_functions").paginate()
    names = {one["FunctionName"] for page in pages for one in page["Functions"]}
    return named if named in names else None
