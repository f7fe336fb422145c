"""A service that is throttled, or asked what it does not know, answers as AWS's do."""

import asyncio
import json
from typing import Any

import pytest

from local.aws_json import application
from local.throttle import Throttle
from local.transcribe.call_categories import Categories
from local.transcribe.jobs import Jobs, transcription_of
from local.transcribe.operations import TARGET_PREFIX, Service, operations
from local.transcribe.vocabularies import WordLists

LIST = "Transcribe.ListTranscriptionJobs"


def asked(service: Any, target: str, body: dict[str, Any] | bytes) -> tuple[int, dict[str, Any]]:
    """Status and answer of one request, without a socket."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/",
        "query_string": b"",
        "headers": [(b"x-amz-target", target.encode())],
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": raw, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(service(scope, receive, send))
    return sent[0]["status"], json.loads(sent[1]["body"])


def transcribe(rate: float) -> Any:
    lists = WordLists("vocabulary", lambda _: [])
    jobs = Jobs(lambda _: None, transcription_of)
    service = Service(jobs, jobs, Categories(), lists, lists)
    return application(TARGET_PREFIX, operations(service), Throttle(rate))


def test_a_throttled_call_is_refused_by_its_name():
    status, answer = asked(transcribe(1.0), LIST, {})

    assert status == 400
    assert answer == {"__type": "ThrottlingException", "Message": "Rate exceeded"}


def test_without_a_throttle_nothing_is_refused():
    assert asked(transcribe(0.0), LIST, {})[0] == 200


@pytest.mark.parametrize("target", ["Transcribe.Sing", "Kendra.ListTranscriptionJobs", ""])
def test_an_operation_that_the_service_does_not_have_is_refused(target: str):
    status, answer = asked(transcribe(0.0), target, {})

    assert (status, answer["__type"]) == (400, "UnknownOperationException")


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff"])
def test_a_body_that_is_no_object_is_refused(body: bytes):
    status, answer = asked(transcribe(0.0), LIST, body)

    assert (status, answer["__type"]) == (400, "SerializationException")
