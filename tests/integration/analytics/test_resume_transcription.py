from typing import Any

import pytest

from omnilex.handlers import resume_transcription, start_transcription
from tests.integration.analytics.machine import Waiting
from tests.integration.analytics.world import CONTEXT, EXECUTION, GUID, JOB, World, event, wav

INVALID = "The data in your input media file isn't valid."


def resume(situation: str) -> None:
    resume_transcription.lambda_handler(event("resume_transcription", situation), CONTEXT)


def transcribe(world: World, token: str) -> None:
    world.register(wav(seconds=2))
    start_transcription.lambda_handler(
        {"contact_id": GUID, "token": token, "execution": EXECUTION}, CONTEXT
    )


def test_a_job_that_completed_gives_the_task_what_it_shall_know(world: World, waiting: Waiting):
    transcribe(world, waiting.token)
    world.end_job()

    resume("job_completed")

    assert waiting.output() == {
        "contact_id": GUID,
        "correlation_id": world.contact().correlation_id,
        "is_analytics": False,
        "transcript_key": f"transcriptions/{JOB}.json",
        "separation": "speaker",
        "duration_ms": 2_000,
        "language": "en-US",
    }
    assert world.rows("JOB") == []


def test_a_job_that_failed_fails_the_task_with_its_reason(world: World, waiting: Waiting):
    transcribe(world, waiting.token)
    world.end_job(reason=INVALID)

    resume("job_failed")

    assert waiting.failure() == ("TranscriptionFailedError", INVALID)
    assert world.rows("JOB") == []


def test_an_event_that_comes_again_changes_nothing(world: World, waiting: Waiting):
    transcribe(world, waiting.token)
    world.end_job()
    resume("job_completed")

    resume("job_completed")

    assert waiting.output()["language"] == "en-US"


def test_a_task_that_has_ended_meanwhile_is_told_nothing(world: World, waiting: Waiting):
    transcribe(world, waiting.token)
    (row,) = world.rows("JOB")
    world.end_job()
    resume("job_completed")
    world.table.put_item(Item=row)  # as after a crash between the answer and the token's end

    resume("job_completed")

    assert waiting.output()["language"] == "en-US"
    assert world.rows("JOB") == []


@pytest.mark.parametrize("situation", ["job_completed", "job_failed"])
def test_a_task_that_nobody_knows_is_left_alone(world: World, situation: str):
    transcribe(world, "token-of-nobody")
    world.end_job(reason=INVALID if situation == "job_failed" else None)

    resume(situation)

    assert world.rows("JOB") == []


def test_a_job_of_somebody_else_is_left_alone(world: World, waiting: Waiting):
    transcribe(world, waiting.token)

    resume("job_of_somebody_else")

    assert waiting.status() == "RUNNING"
    assert len(world.rows("JOB")) == 1


def test_a_try_that_finds_its_job_ended_answers_the_task_itself(world: World, waiting: Waiting):
    transcribe(world, "token-of-the-first-try")
    world.end_job()
    resume("job_completed")
    asked: dict[str, Any] = {"contact_id": GUID, "token": waiting.token, "execution": EXECUTION}

    start_transcription.lambda_handler(asked, CONTEXT)

    assert waiting.output()["language"] == "en-US"
    assert world.rows("JOB") == []
