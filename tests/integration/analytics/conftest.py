"""Post-call analytics on moto, without a contact."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws
from moto.awslambda_simple.models import LambdaSimpleBackend
from moto.comprehend.responses import ComprehendResponse
from moto.stepfunctions.responses import StepFunctionResponse
from moto.transcribe.models import FakeTranscriptionJob

from tests.integration.analytics.comprehend import OPERATIONS, Comprehend, respond
from tests.integration.analytics.machine import Functions, Waiting
from tests.integration.analytics.world import World, set_up

OFFLINE: Any = {
    "lambda": {"use_docker": False},
    "stepfunctions": {"execute_state_machine": True},
}


def send_task_failure(asked: StepFunctionResponse) -> tuple[int, dict[str, str], str]:
    """SendTaskFailure with its cause, which moto's own forgets."""
    given: dict[str, str] = json.loads(asked.body)
    backend: Any = asked.stepfunction_backend
    backend.send_task_failure(given["taskToken"], given["error"], given["cause"])
    return 200, {}, "{}"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Transcribe's jobs run until a test ends them: moto's own end as they start."""
    monkeypatch.setattr(FakeTranscriptionJob, "status", "IN_PROGRESS")
    monkeypatch.setattr(StepFunctionResponse, "send_task_failure", send_task_failure)
    with mock_aws(config=OFFLINE):
        set_up()
        yield World()


@pytest.fixture
def functions(world: World, monkeypatch: pytest.MonkeyPatch) -> Functions:
    functions = Functions()
    monkeypatch.setattr(
        LambdaSimpleBackend, "invoke", lambda _, *asked, **named: functions.invoke(*asked, **named)
    )
    return functions


@pytest.fixture
def waiting(functions: Functions) -> Waiting:
    return Waiting(functions)


@pytest.fixture
def comprehend(monkeypatch: pytest.MonkeyPatch) -> Comprehend:
    comprehend = Comprehend()
    for operation in OPERATIONS:
        answer = respond(comprehend, operation)
        monkeypatch.setattr(ComprehendResponse, operation, answer, raising=False)
    return comprehend
