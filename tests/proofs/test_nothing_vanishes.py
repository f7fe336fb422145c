"""Whatever goes wrong on the way, a recording ends analysed or failed, and never both."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws
from moto.transcribe.models import FakeTranscriptionJob

from omnilex.domain.contact import Status
from tests.integration.analytics.comprehend import Comprehend
from tests.integration.analytics.conftest import comprehend
from tests.integration.analytics.world import World, set_up
from tests.proofs.pipeline import FATES, STEPS, Pipeline

__all__ = ["comprehend"]

SEED = 6
UNIDENTIFIED = (
    "Your audio file must have a speech segment long enough in duration to perform automatic "
    "language identification."
)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(FakeTranscriptionJob, "status", "IN_PROGRESS")
    with mock_aws():
        set_up()
        yield World()


@pytest.fixture
def pipeline(world: World, comprehend: Comprehend, monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    return Pipeline(world, monkeypatch, SEED)


def answer_for_comprehend(patch: pytest.MonkeyPatch) -> None:
    comprehend.__wrapped__(patch)  # the fixture's own function


@pytest.mark.parametrize(
    "step", [one for one in STEPS if one != "StartTranscriptionInFirstLanguage"]
)
def test_a_step_that_always_fails_leaves_the_file_failed(step: str, pipeline: Pipeline):
    """FailContact fails for a day; then it is mended, and the sweeper finds what it left."""

    def fail(asked: dict[str, Any]) -> Any:
        raise ValueError("boom")

    healthy = pipeline.steps[step]
    pipeline.steps[step] = fail
    body = b"" if step == "FailContact" else None
    pipeline.drop("originalAudio/call.wav", **({} if body is None else {"body": body}))
    pipeline.end_jobs(lambda: "told")
    pipeline.steps[step] = healthy
    pipeline.quiet_down()

    assert pipeline.violations() == []
    assert pipeline.is_failed("originalAudio/call.wav")


def test_a_second_start_that_always_fails_leaves_the_file_failed(pipeline: Pipeline):
    def fail(asked: dict[str, Any]) -> Any:
        raise ValueError("boom")

    pipeline.steps["StartTranscriptionInFirstLanguage"] = fail
    pipeline.drop("originalAudio/call.wav")
    pipeline.end_jobs(lambda: "told", reason=UNIDENTIFIED)
    pipeline.quiet_down()

    (execution,) = pipeline.states.executions.values()
    assert "StartTranscriptionInFirstLanguage" in execution.path
    assert pipeline.violations() == []
    assert pipeline.is_failed("originalAudio/call.wav")


@pytest.mark.parametrize("fate", FATES)
def test_however_the_end_of_the_job_is_told_the_call_is_analysed(fate: str, pipeline: Pipeline):
    pipeline.drop("originalAudio/call.wav")

    pipeline.end_jobs(lambda: fate)
    pipeline.quarter()

    assert pipeline.violations() == []
    assert pipeline.is_parsed("originalAudio/call.wav")


def test_a_job_that_never_ends_fails_within_the_time_out(pipeline: Pipeline):
    pipeline.drop("originalAudio/call.wav")

    for _ in range(17):  # four hours and a quarter
        pipeline.quarter()

    contact = pipeline.contact("originalAudio/call.wav")
    assert pipeline.violations() == []
    assert contact.reason == "The analysis took too long and was stopped."


def test_an_analysis_that_is_stopped_by_hand_fails_and_says_so(pipeline: Pipeline):
    (execution,) = pipeline.drop("originalAudio/call.wav")

    pipeline.states.abort(execution)
    pipeline.quarter()
    pipeline.quarter()

    contact = pipeline.contact("originalAudio/call.wav")
    assert pipeline.violations() == []
    assert contact.reason == "The analysis was stopped by hand before it had ended."


def test_a_language_that_is_not_identified_is_the_first_and_that_is_said(
    pipeline: Pipeline, world: World
):
    pipeline.world.configure("TranscribeLanguages", "en-US | fr-CA")
    forget_configuration()
    pipeline.drop("originalAudio/call.wav")

    pipeline.end_jobs(
        lambda: "told",
        reason=UNIDENTIFIED,
    )
    pipeline.end_jobs(lambda: "told")
    forget_configuration()

    contact = pipeline.contact("originalAudio/call.wav")
    assert pipeline.violations() == []
    assert contact.status is Status.ANALYZED
    assert "The language could not be identified; en-US was taken." in contact.details


def forget_configuration() -> None:
    for module in STEPS.values():
        module.configuration._kept = None


def test_two_files_of_one_name_in_two_folders_fail_side_by_side(pipeline: Pipeline):
    pipeline.drop("originalAudio/monday/call.wav", body=b"")
    pipeline.drop("originalAudio/tuesday/call.wav", body=b"")

    assert pipeline.violations() == []
    assert pipeline.is_failed("originalAudio/monday/call.wav")
    assert pipeline.is_failed("originalAudio/tuesday/call.wav")


def test_a_contact_is_analysed_again_under_its_id(pipeline: Pipeline):
    pipeline.drop("originalAudio/call.wav")
    pipeline.end_jobs(lambda: "told")
    before = pipeline.contact("originalAudio/call.wav")

    again(pipeline, "again")
    pipeline.end_jobs(lambda: "told")

    after = pipeline.contact("originalAudio/call.wav")
    assert pipeline.violations() == []
    assert after.contact_id == before.contact_id
    assert len(after.steps) > len(before.steps)
    assert len(pipeline.world.jobs()) == 2


def test_a_second_reanalysis_waits_for_nobody_and_does_nothing(pipeline: Pipeline):
    pipeline.drop("originalAudio/call.wav")
    pipeline.end_jobs(lambda: "told")

    again(pipeline, "again-1")
    again(pipeline, "again-2")
    pipeline.end_jobs(lambda: "told")

    assert pipeline.violations() == []
    assert len(pipeline.world.jobs()) == 2


def test_a_reanalysis_that_fails_leaves_the_former_result(pipeline: Pipeline):
    pipeline.drop("originalAudio/call.wav")
    pipeline.end_jobs(lambda: "told")

    again(pipeline, "again")
    pipeline.end_jobs(lambda: "told", reason="Internal error.")

    contact = pipeline.contact("originalAudio/call.wav")
    assert pipeline.violations() == []
    assert contact.status is Status.ANALYZED
    assert contact.details[-1] == (
        "It could not be analysed again. The recording could not be transcribed: Internal error."
    )


def test_a_new_version_of_a_file_is_the_same_contact_again(pipeline: Pipeline):
    pipeline.drop("originalAudio/call.wav")
    pipeline.end_jobs(lambda: "told")
    before = pipeline.contact("originalAudio/call.wav")

    pipeline.drop("originalAudio/call.wav")
    pipeline.end_jobs(lambda: "told")

    assert pipeline.contact("originalAudio/call.wav").contact_id == before.contact_id
    assert pipeline.is_parsed("originalAudio/call.wav")


def test_a_failed_contact_that_is_tried_again_is_put_back(pipeline: Pipeline):
    key = "originalAudio/call.wav"
    pipeline.drop(key)
    pipeline.end_jobs(lambda: "told", reason="Internal error.")
    failed = pipeline.contact(key)

    again(pipeline, "again")

    assert not pipeline.is_failed(key)
    assert key in pipeline._keys(failed.source.bucket)


def again(pipeline: Pipeline, name: str) -> None:
    """As the dashboard and `omnilex redrive` ask for it."""
    source = pipeline.contact("originalAudio/call.wav").source
    found = {"key": source.key, "size": source.size_bytes, "version-id": source.version_id}
    given = {"reanalysis": True, "detail": {"bucket": {"name": source.bucket}, "object": found}}
    pipeline.states.start_execution(name=name, input=json.dumps(given))
    pipeline.states.settle()
