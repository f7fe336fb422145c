"""Delivers again what could not be delivered: to a target, a queue, or the reader of a stream."""

import json
import re
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from local.stack import dead_letters
from local.stack.dead_letters import Letter, Queue
from local.stack.description import Deployment, function_name

STREAM = "DDBStreamBatchInfo"
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])")


def replay(stack: Deployment, letter: Letter) -> bool:
    """Deliver again and take it off the queue; False where nobody knows whom it was for."""
    if not deliver(stack, letter):
        dead_letters.show_again(stack, letter)
        return False
    forget(stack, letter)
    return True


def forget(stack: Deployment, letter: Letter) -> None:
    stack.client("sqs").delete_message(QueueUrl=letter.queue.url, ReceiptHandle=letter.receipt)


def deliver(stack: Deployment, letter: Letter) -> bool:
    if STREAM in letter.event:
        return read_again(stack, letter.event)
    source = None if letter.target else source_of(stack, letter.queue)
    if source:
        put_back(stack, letter, source)
        return True
    target = letter.target or function_of(stack, letter.queue)
    if target is None:
        return False
    body = json.dumps(letter.event)
    if ":states:" in target:
        stack.client("stepfunctions").start_execution(stateMachineArn=target, input=body)
    else:
        invoke(stack, target, body)
    return True


def invoke(stack: Deployment, function: str, body: str) -> None:
    stack.client("lambda").invoke(
        FunctionName=function, InvocationType="Event", Payload=body.encode()
    )


def source_of(stack: Deployment, queue: Queue) -> str | None:
    """The queue whose messages go to this one when they were tried too often."""
    sqs = stack.client("sqs")
    name = queue.url.rsplit("/", 1)[1]
    for url in sqs.list_queues().get("QueueUrls", []):
        answer = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy"])
        policy = json.loads(answer.get("Attributes", {}).get("RedrivePolicy", "{}"))
        if policy.get("deadLetterTargetArn", "").rsplit(":", 1)[-1] == name:
            return str(url)
    return None


def put_back(stack: Deployment, letter: Letter, source: str) -> None:
    """In its group, where order counts. Its receipt is new each time it is read, so a message that
    was tried before is not taken for a duplicate.
    """
    ordered = {}
    if letter.group:
        told = re.sub(r"[^a-zA-Z0-9]", "", letter.receipt)[-100:]
        ordered = {"MessageGroupId": letter.group, "MessageDeduplicationId": f"again-{told}"}
    stack.client("sqs").send_message(QueueUrl=source, MessageBody=letter.body, **ordered)


def read_again(stack: Deployment, told: dict[str, Any]) -> bool:
    """The rows of a stream that a function gave up; False once the stream has let go of them, which
    it does after a day.
    """
    batch, function = told[STREAM], told["requestContext"]["functionArn"]
    records = [one for one in records_of(stack, batch) if takes(stack, function, one)]
    if records:
        invoke(stack, function, json.dumps({"Records": records}, default=as_epoch_s))
    return bool(records)


def records_of(stack: Deployment, batch: dict[str, Any]) -> list[dict[str, Any]]:
    streams = stack.client("dynamodbstreams")
    try:
        iterator = streams.get_shard_iterator(
            StreamArn=batch["streamArn"],
            ShardId=batch["shardId"],
            ShardIteratorType="AT_SEQUENCE_NUMBER",
            SequenceNumber=batch["startSequenceNumber"],
        )["ShardIterator"]
        found = streams.get_records(ShardIterator=iterator)["Records"]
    except ClientError:
        return []
    last = int(batch["endSequenceNumber"])
    return [one for one in found if int(one["dynamodb"]["SequenceNumber"]) <= last]


def takes(stack: Deployment, function: str, record: dict[str, Any]) -> bool:
    """As the function's own filter says: it is not made for other rows."""
    mappings = stack.client("lambda").list_event_source_mappings(FunctionName=function)
    filters = [
        json.loads(one["Pattern"])
        for mapping in mappings["EventSourceMappings"]
        for one in mapping.get("FilterCriteria", {}).get("Filters", [])
    ]
    partition = record["dynamodb"]["Keys"]["pk"]["S"]
    return not filters or any(
        partition.startswith(one["prefix"])
        for pattern in filters
        for one in pattern["dynamodb"]["Keys"]["pk"]["S"]
    )


def as_epoch_s(value: Any) -> float:
    """Of the one kind of value that JSON does not have in these records."""
    if not isinstance(value, datetime):
        raise TypeError(type(value).__name__)
    return value.timestamp()


def function_of(stack: Deployment, queue: Queue) -> str | None:
    """The function that a queue is named after: ResumeTranscription -> …-resume-transcription."""
    named = function_name(stack, "_".join(_WORDS.split(queue.name)).lower())
    pages = stack.client("lambda").get_paginator("list_functions").paginate()
    names = {one["FunctionName"] for page in pages for one in page["Functions"]}
    return named if named in names else None
