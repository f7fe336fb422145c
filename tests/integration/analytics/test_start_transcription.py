import json
from typing import Any

import pytest

from omnilex.domain.contact import ContactNotFoundError
from omnilex.handlers.start_transcription import lambda_handler
from tests.integration.analytics.world import CONTEXT, GUID, JOB, RECORDINGS, World, event, wav


def start(situation: str = "recording_registered") -> None:
    lambda_handler(event("start_transcription", situation), CONTEXT)


def task(world: World) -> dict[str, Any]:
    (row,) = world.rows("JOB")
    read: dict[str, Any] = json.loads(row["waiting"])["task"]
    return read


def test_the_job_reads_the_recording_and_writes_to_the_results(world: World):
    world.register(wav())

    start()

    (job,) = world.jobs().values()
    assert job.media["MediaFileUri"].startswith(f"s3://{RECORDINGS}/originalAudio/Call_GUID_")
    assert job._output_bucket_name.startswith("omni-lex-sentiment-transcribe-output")
    assert job.output_key == f"transcriptions/{JOB}.json"
    assert job.language_code == "en-US"


def test_the_token_is_kept_with_what_the_task_shall_be_told(world: World):
    world.register(wav(seconds=2))

    start()

    (row,) = world.rows("JOB")
    token = event("start_transcription", "recording_registered")["token"]
    assert json.loads(row["waiting"])["token"] == token
    assert task(world) == {
        "contact_id": GUID,
        "correlation_id": world.contact().correlation_id,
        "is_analytics": False,
        "transcript_key": f"transcriptions/{JOB}.json",
        "separation": "speaker",
        "duration_ms": 2_000,
    }


def test_voices_are_told_apart_in_a_mono_recording(world: World):
    world.register(wav())

    start()

    (job,) = world.jobs().values()
    assert job.settings == {"ShowSpeakerLabels": True, "MaxSpeakerLabels": 2}


def test_channels_that_differ_are_the_participants(world: World):
    world.register(wav(channels=2))

    start()

    (job,) = world.jobs().values()
    assert job.settings == {"ChannelIdentification": True}
    assert task(world)["separation"] == "channel"


def test_two_channels_that_say_the_same_are_one(world: World):
    world.register(wav(channels=2, alike=True))

    start()

    assert task(world)["separation"] == "speaker"


def test_what_is_no_wav_is_left_to_transcribe(world: World):
    world.register(b"ID3\x04 some other form of audio")

    start()

    assert task(world)["separation"] == "speaker"
    assert task(world)["duration_ms"] is None
    assert len(world.jobs()) == 1


def test_a_second_try_finds_the_job_and_its_token_is_the_one_that_counts(world: World):
    world.register(wav())
    start()

    start("tried_again_with_another_token")

    (row,) = world.rows("JOB")
    assert len(world.jobs()) == 1
    token = event("start_transcription", "tried_again_with_another_token")["token"]
    assert json.loads(row["waiting"])["token"] == token


def test_another_run_has_a_job_of_its_own(world: World):
    """Transcribe keeps a job for 90 days; the old one's end is not told again."""
    world.register(wav())
    start()
    again = event("start_transcription", "recording_registered") | {"execution": "another"}

    lambda_handler(again, CONTEXT)

    assert len(world.jobs()) == 2


def test_a_contact_that_nobody_registered_is_an_error(world: World):
    with pytest.raises(ContactNotFoundError):
        start("contact_unknown")
