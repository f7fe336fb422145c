"""A service that is throttled answers as AWS's do."""

import asyncio
import json
from types import SimpleNamespace
from typing import Any

import pytest

from local.comprehend.wire import application as comprehend
from local.throttle import Throttle
from local.transcribe.call_categories import Categories
from local.transcribe.jobs import Jobs, transcription_of
from local.transcribe.vocabularies import WordLists
from local.transcribe.wire import Service
from local.transcribe.wire import application as transcribe


def asked(application: Any, target: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Status and answer of one request, without a socket."""
    sent: list[dict[str, Any]] = []
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/",
        "query_string": b"",
        "headers": [(b"x-amz-target", target.encode())],
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": json.dumps(body).encode(), "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(application(scope, receive, send))
    return sent[0]["status"], json.loads(sent[1]["body"])


def services(rate: float) -> list[tuple[Any, str]]:
    operations: Any = SimpleNamespace(operations={"DetectSentiment": lambda _: {}})
    lists = WordLists("vocabulary", lambda _: [])
    jobs = Jobs(lambda _: None, transcription_of)
    service = Service(jobs, jobs, Categories(), lists, lists, Throttle(rate))
    return [
        (comprehend(operations, Throttle(rate)), "Comprehend_20171127.DetectSentiment"),
        (transcribe(service), "Transcribe.ListTranscriptionJobs"),
    ]


@pytest.mark.parametrize("at", [0, 1], ids=["comprehend", "transcribe"])
def test_a_throttled_call_is_refused_by_its_name(at: int):
    application, target = services(1.0)[at]

    status, answer = asked(application, target, {})

    assert status == 400
    assert answer == {"__type": "ThrottlingException", "Message": "Rate exceeded"}


@pytest.mark.parametrize("at", [0, 1], ids=["comprehend", "transcribe"])
def test_without_a_throttle_nothing_is_refused(at: int):
    application, target = services(0.0)[at]

    assert asked(application, target, {})[0] == 200
