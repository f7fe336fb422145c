"""Faults that an operator meets, made on the stack and taken back."""

import contextlib
import json
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.e2e.running import Stack, until


@contextmanager
def misconfigured(stack: Stack, function: str, **environment: str) -> Iterator[None]:
    """A deployment that gave a function what it cannot work with."""
    client, name = stack.client("lambda"), f"omnilex-{function}"
    found = client.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    set_environment(client, name, found | environment)
    try:
        yield
    finally:
        set_environment(client, name, found)


def set_environment(client: Any, name: str, variables: dict[str, str]) -> None:
    client.update_function_configuration(FunctionName=name, Environment={"Variables": variables})
    until(
        lambda: (
            client.get_function_configuration(FunctionName=name)["LastUpdateStatus"] == "Successful"
        )
    )


@contextmanager
def unheard(stack: Stack, bucket: str) -> Iterator[None]:
    """What arrives in the bucket meanwhile, EventBridge tells nobody."""
    s3 = stack.client("s3")
    s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={})
    try:
        yield
    finally:
        s3.put_bucket_notification_configuration(
            Bucket=bucket, NotificationConfiguration={"EventBridgeConfiguration": {}}
        )


@contextmanager
def redefined(
    stack: Stack, machine: str, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> Iterator[None]:
    """A deployment that changed a state machine, for what begins meanwhile."""
    states = stack.client("stepfunctions")
    found = states.describe_state_machine(stateMachineArn=machine)["definition"]
    changed = json.dumps(change(json.loads(found)))
    states.update_state_machine(stateMachineArn=machine, definition=changed)
    try:
        yield
    finally:
        states.update_state_machine(stateMachineArn=machine, definition=found)


@contextmanager
def refused_concurrency(stack: Stack, function: str) -> Iterator[None]:
    """Lambda runs none of it, and has refused one call."""
    client, name = stack.client("lambda"), f"omnilex-{function}"
    client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
    try:
        with contextlib.suppress(client.exceptions.TooManyRequestsException):
            client.invoke(FunctionName=name, Payload=b"{}")
        yield
    finally:
        client.delete_function_concurrency(FunctionName=name)


@contextmanager
def balances(stack: Stack, customer_number: str, *, cents: int) -> Iterator[None]:
    """What every account of a customer holds, for a while."""
    dynamodb, table = stack.client("dynamodb"), stack.outputs["BankTableName"]
    found = dynamodb.query(
        TableName=table,
        KeyConditionExpression="pk = :pk AND begins_with(sk, :account)",
        ExpressionAttributeValues={
            ":pk": {"S": f"CUSTOMER#{customer_number}"},
            ":account": {"S": "ACCOUNT#"},
        },
    )["Items"]
    held = [one for one in found if int(one["balance_cents"]["N"]) > 0]
    try:
        for one in held:
            dynamodb.put_item(TableName=table, Item={**one, "balance_cents": {"N": str(cents)}})
        yield
    finally:
        for one in held:
            dynamodb.put_item(TableName=table, Item=one)


def dead_letter(
    stack: Stack, queue: str, body: dict[str, Any], *, group: str | None = None, **told: str
) -> None:
    """What a service of AWS leaves in a queue when it gives up."""
    sqs = stack.client("sqs")
    (url,) = [one for one in sqs.list_queues()["QueueUrls"] if f"-{queue}DeadLetters" in one]
    ordered = {"MessageGroupId": group, "MessageDeduplicationId": uuid.uuid4().hex} if group else {}
    attributes = {
        name: {"DataType": "String", "StringValue": value} for name, value in told.items()
    }
    sqs.send_message(
        QueueUrl=url, MessageBody=json.dumps(body), MessageAttributes=attributes, **ordered
    )


def given_up(stack: Stack, queue: str, table: str, function: str, prefix: str) -> None:
    """What Lambda says of the last row of a table's stream that its function could not take."""
    streams = stack.client("dynamodbstreams")
    (stream,) = streams.list_streams(TableName=stack.outputs[table])["Streams"]
    found = streams.describe_stream(StreamArn=stream["StreamArn"])["StreamDescription"]
    batch = {"streamArn": stream["StreamArn"], "shardId": found["Shards"][0]["ShardId"]}
    iterator = streams.get_shard_iterator(
        StreamArn=batch["streamArn"], ShardId=batch["shardId"], ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    numbers = [
        one["dynamodb"]["SequenceNumber"]
        for one in streams.get_records(ShardIterator=iterator, Limit=1000)["Records"]
        if one["dynamodb"]["Keys"]["pk"]["S"].startswith(prefix)
    ]
    first_and_last = {"startSequenceNumber": numbers[-1], "endSequenceNumber": numbers[-1]}
    known = stack.client("lambda").get_function(FunctionName=f"omnilex-{function}")
    told = {
        "functionArn": known["Configuration"]["FunctionArn"],
        "condition": "RetryAttemptsExhausted",
    }
    dead_letter(
        stack, queue, {"requestContext": told, "DDBStreamBatchInfo": batch | first_and_last}
    )


class Talk:
    """A chat of the site's widget."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self.session_id: str | None = None

    def say(self, text: str) -> dict[str, Any]:
        """The answer, a refusal too."""
        asked = {"text": text} | ({"session_id": self.session_id} if self.session_id else {})
        request = urllib.request.Request(  # noqa: S310
            self._stack.description["api_url"] + "/chat",
            json.dumps(asked).encode(),
            {"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                read: dict[str, Any] = json.load(answer)
        except urllib.error.HTTPError as refused:
            with refused:
                read = json.load(refused)
        self.session_id = read.get("session_id", self.session_id)
        return read

    def verify(self, customer: dict[str, str], pin: str | None = None) -> dict[str, Any]:
        self.say("hello")
        self.say(customer["phone"])
        return self.say(pin or customer["pin"])
