"""The real state machine with the real functions: what is dropped is analysed, or fails and says
why, whichever step goes wrong.
"""

import threading
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from omnilex.domain.contact import Status
from omnilex.handlers import (
    analyze_transcript,
    fail_contact,
    make_playback,
    publish_result,
    register_contact,
    resume_transcription,
    start_transcription,
)
from tests.integration.analytics.comprehend import Comprehend
from tests.integration.analytics.machine import Functions, ended, entered, start
from tests.integration.analytics.world import (
    CALL,
    CONTEXT,
    GUID,
    RECORDINGS,
    ROOT,
    World,
    configuration,
    event,
    wav,
)

STEPS = {
    "RegisterContact": register_contact,
    "StartTranscription": start_transcription,
    "AnalyzeTranscript": analyze_transcript,
    "MakePlayback": make_playback,
    "PublishResult": publish_result,
    "FailContact": fail_contact,
}
DROPPED = event("register_contact", "recording_dropped")["detail"]["object"]["key"]
FAILED = DROPPED.replace("originalAudio/", "failedAudio/")

Step = Callable[[dict[str, Any]], Any]


class Machine:
    """The deployed definition, each step's function as it is or replaced."""

    def __init__(self, world: World, functions: Functions) -> None:
        self._world = world
        self._functions = functions
        self.reason: str | None = None  # for which Transcribe fails the job
        self.execution = ""
        for name, module in STEPS.items():
            self.replace(name, lambda asked, module=module: module.lambda_handler(asked, CONTEXT))
        self.replace("StartTranscription", self._start_and_end)

    def replace(self, step: str, does: Step) -> None:
        self._functions.add(step, does)

    def _start_and_end(self, asked: dict[str, Any]) -> None:
        """Transcribe ends the job a moment after it has begun."""
        start_transcription.lambda_handler(asked, CONTEXT)
        (name,) = self._world.jobs()
        threading.Timer(0.05, self._end, [name]).start()

    def _end(self, name: str) -> None:
        self._world.keep(f"transcriptions/{name}.json", CALL)
        self._world.end_job(name, reason=self.reason)
        told = {"TranscriptionJobName": name, "TranscriptionJobStatus": "COMPLETED"}
        resume_transcription.lambda_handler({"detail": told}, CONTEXT)

    def run(self, body: bytes) -> dict[str, Any]:
        """Drop the file; the execution once it has ended."""
        text = (ROOT / "statemachine/post_call_analytics.asl.yaml").read_text()
        for step in STEPS:
            arn = f"arn:aws:lambda:us-east-1:123456789012:function:{step}"
            text = text.replace(f"${{{step}FunctionArn}}", arn)
        given = event("register_contact", "recording_dropped")
        self._world.drop(given["detail"], body)
        self.execution = start("analytics", yaml.safe_load(text), given, self._functions.role())
        described: dict[str, Any] = ended(self.execution)
        return described


@pytest.fixture
def machine(world: World, functions: Functions, comprehend: Comprehend) -> Machine:
    return Machine(world, functions)


def test_a_recording_becomes_an_analysed_contact(world: World, machine: Machine):
    described = machine.run(wav(seconds=21))

    contact = world.contact()
    parsed = f"{configuration().output_bucket_parsed_results}/{GUID}.json"
    assert described["status"] == "SUCCEEDED"
    assert contact.status is Status.ANALYZED
    assert contact.playback_key in world.keys(RECORDINGS)
    assert DROPPED in world.keys(RECORDINGS)
    assert [turn["role"] for turn in world.read(parsed)["turns"]] == 2 * ["AGENT", "CUSTOMER"]


@pytest.mark.parametrize("step", [step for step in STEPS if step != "FailContact"])
def test_whichever_step_fails_the_file_is_kept_and_the_reason_told(
    step: str, world: World, machine: Machine
):
    def fail(asked: dict[str, Any]) -> None:
        raise ValueError("boom")

    machine.replace(step, fail)

    described = machine.run(wav(seconds=21))

    (contact, *others) = [world.contact(row["pk"].split("#")[1]) for row in world.rows("CONTACT")]
    assert described["status"] == "FAILED"
    assert entered(machine.execution)[-2:] == ["FailContact", "Failed"]
    assert others == []
    assert contact.status is Status.FAILED
    assert contact.reason == (
        "The analysis stopped at an unexpected error (ValueError). It can be tried again."
    )
    assert FAILED in world.keys(RECORDINGS)
    assert DROPPED not in world.keys(RECORDINGS)


def test_what_transcribe_says_of_a_bad_file_is_told(world: World, machine: Machine):
    machine.reason = "The data in your input media file isn't valid."

    described = machine.run(wav(seconds=21))

    assert described["error"] == "TranscriptionFailedError"
    assert described["cause"] == world.contact().reason
    assert world.contact().reason == (
        "The recording could not be transcribed: The data in your input media file isn't valid."
    )


def test_an_empty_file_fails_before_anything_is_asked_of_transcribe(world: World, machine: Machine):
    described = machine.run(b"")

    assert described["error"] == "EmptyRecordingError"
    assert world.contact().reason == "The file is empty."
    assert world.jobs() == {}


def test_an_event_that_comes_again_starts_nothing(world: World, machine: Machine):
    machine.run(wav(seconds=21))

    again = Machine(world, machine._functions)
    described = again.run(wav(seconds=21))

    assert described["status"] == "SUCCEEDED"
    assert "AlreadyRegistered" in entered(again.execution)
    assert world.contact().status is Status.ANALYZED
