"""What could not be delivered: read and told."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from local.stack.description import Deployment

MOST_AT_ONCE = 10
HIDDEN_S = 30


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
    group: str | None = None

    @property
    def target(self) -> str | None:
        """The ARN that it was for, where EventBridge or Scheduler has written it down."""
        return self.attributes.get("TARGET_ARN")

    @property
    def why(self) -> str:
        said = ("ERROR_MESSAGE", "ErrorMessage", "ERROR_CODE", "ErrorCode")
        known = next((self.attributes[one] for one in said if one in self.attributes), None)
        return known or self._condition or "not said"

    @property
    def _condition(self) -> str | None:
        """What Lambda says of a batch that it gave up."""
        parsed = json.loads(self.body)
        context = parsed.get("requestContext", {}) if isinstance(parsed, dict) else {}
        return context.get("condition") if isinstance(context, dict) else None

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


def letters(stack: Deployment, queue: Queue) -> Iterator[Letter]:
    """Each message once; for a while, or until it is shown again, nobody else sees it."""
    sqs, seen = stack.client("sqs"), set()
    while True:
        answer = sqs.receive_message(
            QueueUrl=queue.url,
            MaxNumberOfMessages=MOST_AT_ONCE,
            VisibilityTimeout=HIDDEN_S,
            MessageAttributeNames=["All"],
            AttributeNames=["MessageGroupId"],
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
            group = one.get("Attributes", {}).get("MessageGroupId")
            yield Letter(queue, one["Body"], attributes, one["ReceiptHandle"], group)


def show_again(stack: Deployment, letter: Letter) -> None:
    """What was only read is there for the next one at once."""
    stack.client("sqs").change_message_visibility(
        QueueUrl=letter.queue.url, ReceiptHandle=letter.receipt, VisibilityTimeout=0
    )
