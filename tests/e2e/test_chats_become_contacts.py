"""A chat with the bot that is ended becomes a contact of the dashboard, without its PIN."""

import json
import time
import urllib.request
from typing import Any

import pytest

from tests.e2e.running import Stack

pytestmark = [pytest.mark.stack, pytest.mark.nightly]
PATIENCE_S = 90


def post(stack: Stack, path: str, asked: dict[str, Any]) -> dict[str, Any]:
    request = urllib.request.Request(  # noqa: S310 - the stack's own address
        stack.description["site_url"] + path,
        json.dumps(asked).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        read: dict[str, Any] = json.load(answer)
        return read


def contacts_of_chats(stack: Stack) -> dict[str, dict[str, Any]]:
    """The documents of analysed web chats, by their key."""
    s3, bucket = stack.client("s3"), stack.outputs["OutputBucketName"]
    found = s3.list_objects_v2(Bucket=bucket, Prefix="parsedFiles/web.").get("Contents", [])
    return {
        one["Key"]: json.loads(s3.get_object(Bucket=bucket, Key=one["Key"])["Body"].read())
        for one in found
    }


def test_an_ended_chat_is_analysed_and_its_pin_is_gone(stack: Stack):
    customer = stack.description["customers"][1]
    before = set(contacts_of_chats(stack))
    said: dict[str, Any] = {}
    for text in ("what is my balance", customer["phone"], customer["pin"]):
        known = {"session_id": said["session_id"]} if said else {}
        said = post(stack, "/api/chat", {**known, "text": text})

    post(stack, "/api/chat/end", {"session_id": said["session_id"], "feedback": "up"})
    document = awaited(stack, before, customer["customer_number"])

    assert (document["channel"], document["medium"]) == ("CHAT", "web")
    assert [turn["role"] for turn in document["turns"]][:2] == ["CUSTOMER", "BOT"]
    assert customer["pin"] not in json.dumps([turn["text"] for turn in document["turns"]])


def awaited(stack: Stack, before: set[str], customer_id: str) -> dict[str, Any]:
    give_up_at = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up_at:
        for key, document in contacts_of_chats(stack).items():
            if key not in before and document["customer_id"] == customer_id:
                return document
        time.sleep(0.5)
    pytest.fail("the chat has become no contact")
