"""What has come to a stop without an end is brought to one."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from omnilex.adapters.runs_table import Claim
from omnilex.domain.contact import Contact, Status
from omnilex.handlers import start_transcription, sweep_contacts
from tests.integration.analytics.machine import STATES, Functions, Waiting, ended, start
from tests.integration.analytics.world import (
    CONTEXT,
    EXECUTION,
    GUID,
    NOON,
    RECORDINGS,
    S3,
    World,
    event,
    wav,
)

PASSES = {"StartAt": "Pass", "States": {"Pass": {"Type": "Pass", "End": True}}}
WAITS = {
    "StartAt": "Wait",
    "States": {"Wait": {"Type": "Wait", "Seconds": 600, "End": True}},
}
RECORDING = wav()
LATER = {"time": (datetime.now(UTC) + timedelta(hours=1)).isoformat()}


@pytest.fixture
def machine(world: World, functions: Functions) -> str:
    """The state machine that the sweeper starts; it does nothing. The bucket keeps versions."""
    S3.put_bucket_versioning(Bucket=RECORDINGS, VersioningConfiguration={"Status": "Enabled"})
    return STATES.create_state_machine(
        name="PostCallAnalyticsWorkflow", definition=json.dumps(PASSES), roleArn=functions.role()
    )["stateMachineArn"]


def sweep() -> dict[str, Any]:
    swept: dict[str, Any] = sweep_contacts.lambda_handler(LATER, CONTEXT)
    return swept


def all_ended(machine: str) -> None:
    for one in STATES.list_executions(stateMachineArn=machine)["executions"]:
        ended(one["executionArn"])


def started(machine: str) -> list[dict[str, Any]]:
    """The input of every execution of the machine."""
    listed = STATES.list_executions(stateMachineArn=machine)["executions"]
    return [
        json.loads(STATES.describe_execution(executionArn=one["executionArn"])["input"])
        for one in listed
    ]


def registered(world: World) -> Contact:
    """As the bucket has it, version and all."""
    contact = world.register(RECORDING)
    version = S3.head_object(Bucket=RECORDINGS, Key=contact.source.key)["VersionId"]
    source = contact.source.model_copy(update={"version_id": version})
    contact = contact.model_copy(update={"source": source})
    world.contacts.put(contact)
    return contact


def taken(world: World, execution: str) -> Contact:
    contact = registered(world)
    claim = Claim(source=contact.source, execution=execution, contact_id=contact.contact_id)
    world.runs.claim(claim, NOON)
    return contact


def test_a_contact_whose_execution_was_stopped_by_hand_is_sent_to_fail(
    world: World, machine: str, functions: Functions
):
    execution = start("waits", WAITS, {}, functions.role())
    contact = taken(world, execution)
    STATES.stop_execution(executionArn=execution)
    ended(execution)

    swept = sweep()

    (given,) = started(machine)
    assert swept["ended"] == 1
    assert given["error"]["Error"] == "ExecutionAborted"
    assert given["contact"] == {"contact_id": GUID}
    assert given["detail"]["object"]["key"] == contact.source.key


def test_a_contact_whose_execution_is_forgotten_is_sent_to_fail(world: World, machine: str):
    taken(world, EXECUTION)

    sweep()

    assert [one["error"]["Error"] for one in started(machine)] == ["ExecutionLost"]


def test_a_sweep_that_is_repeated_starts_nothing_more(world: World, machine: str):
    taken(world, EXECUTION)
    sweep()
    all_ended(machine)

    again = sweep()

    assert again["ended"] == 0
    assert len(started(machine)) == 1


def test_a_contact_whose_execution_lives_is_left_alone(
    world: World, machine: str, functions: Functions
):
    execution = start("waits", WAITS, {}, functions.role())
    taken(world, execution)

    swept = sweep()

    assert swept["ended"] == 0
    assert started(machine) == []
    STATES.stop_execution(executionArn=execution)
    ended(execution)


@pytest.mark.parametrize("status", [Status.ANALYZED, Status.FAILED])
def test_a_contact_that_has_its_end_is_done_with(world: World, machine: str, status: Status):
    contact = taken(world, EXECUTION)
    world.contacts.put(contact.model_copy(update={"status": status}))

    sweep()

    assert started(machine) == []
    assert list(world.runs.running(datetime.now(UTC))) == []


def test_a_file_that_nothing_took_up_gets_an_execution(world: World, machine: str):
    put = S3.put_object(Bucket=RECORDINGS, Key="originalAudio/left.wav", Body=RECORDING)
    S3.put_object(Bucket=RECORDINGS, Key="originalAudio/folder/", Body=b"")

    swept = sweep()

    (given,) = started(machine)
    assert swept["started"] == 1
    assert given["detail"]["object"]["key"] == "originalAudio/left.wav"
    assert given["detail"]["object"]["version-id"] == put["VersionId"]


def test_a_file_that_an_execution_has_is_not_given_to_another(world: World, machine: str):
    contact = registered(world)
    claim = Claim(source=contact.source, execution=EXECUTION, contact_id=GUID)
    world.runs.claim(claim, datetime.now(UTC) + timedelta(hours=2))

    swept = sweep()

    assert swept["started"] == 0


def test_a_task_whose_job_ended_unheard_is_answered(world: World, waiting: Waiting, machine: str):
    registered(world)
    given = {"contact_id": GUID, "token": waiting.token, "execution": EXECUTION}
    start_transcription.lambda_handler(given, CONTEXT)
    world.end_job()

    swept = sweep()

    assert swept["answered"] == 1
    assert waiting.output()["language"] == "en-US"
    assert world.rows("JOB") == []


def test_a_task_whose_job_goes_on_is_told_so(world: World, waiting: Waiting, machine: str):
    registered(world)
    given = {"contact_id": GUID, "token": waiting.token, "execution": EXECUTION}
    start_transcription.lambda_handler(given, CONTEXT)

    swept = sweep()

    assert swept["answered"] == 0
    assert waiting.status() == "RUNNING"
    assert len(world.rows("JOB")) == 1


def test_the_token_of_a_task_that_is_gone_is_dropped(world: World, machine: str):
    registered(world)
    start_transcription.lambda_handler(
        event("start_transcription", "recording_registered"), CONTEXT
    )

    sweep()

    assert world.rows("JOB") == []
