"""Whatever goes wrong on the way, a recording ends analysed or failed, and never both."""

import json
import os
import random
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from moto import mock_aws
from moto.transcribe.models import FakeTranscriptionJob

from omnilex.domain.contact import Status
from tests.integration.analytics.comprehend import Comprehend
from tests.integration.analytics.conftest import comprehend
from tests.integration.analytics.world import ROOT, World, configuration, set_up
from tests.proofs.conftest import Tell
from tests.proofs.pipeline import FATES, STEPS, Pipeline

__all__ = ["comprehend"]

RATES = (0.01, 0.05, 0.2)
A_WORLD = 10  # recordings that go through one world together
SEED = int(os.environ.get("PIPELINE_SEED", "6"))
SCHEMA = jsonschema.Draft202012Validator(
    json.loads((ROOT / "docs/contact.schema.json").read_text())
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


def parsed(pipeline: Pipeline, key: str) -> Any:
    folder = configuration().output_bucket_parsed_results
    return pipeline.world.read(f"{folder}/{pipeline.contact(key).contact_id}.json")


def go_through(pipeline: Pipeline, seed: int) -> None:
    """A world's recordings, their events doubled, their ends told as chance will have it."""
    chance = random.Random(seed)
    pipeline.faults.rate = RATES[seed % len(RATES)]
    for at in range(A_WORLD):
        executions = pipeline.drop(f"originalAudio/{at}/call.wav", deliveries=chance.randint(1, 3))
        if chance.random() < 0.1:
            pipeline.states.abort(executions[0])
    for _ in range(3):
        pipeline.end_jobs(lambda: chance.choice(FATES))
        pipeline.quarter()
    pipeline.quiet_down()


@pytest.mark.parametrize(
    "worlds",
    [
        pytest.param(range(3), id="short"),
        pytest.param(range(20), id="200", marks=[pytest.mark.nightly, pytest.mark.timeout(3600)]),
        pytest.param(
            range(20, 120), id="1,000", marks=[pytest.mark.nightly, pytest.mark.timeout(3600)]
        ),
    ],
)
def test_with_random_faults_what_was_uploaded_is_parsed_or_failed(
    worlds: range, monkeypatch: pytest.MonkeyPatch, tell: Tell
):
    wrong: dict[int, list[str]] = {}
    figures = {"parsed": 0, "failed": 0, "faults": 0}
    for seed in (SEED * 1_000 + one for one in worlds):
        with monkeypatch.context() as patch, mock_aws():
            patch.setattr(FakeTranscriptionJob, "status", "IN_PROGRESS")
            pipeline = new_pipeline(patch, seed)
            go_through(pipeline, seed)
            violations = pipeline.violations()
            if violations:
                wrong[seed] = violations
            for key in pipeline.uploaded:
                failed = pipeline.is_failed(key)
                figures["failed" if failed else "parsed"] += 1
                if not failed:
                    SCHEMA.validate(parsed(pipeline, key))
            figures["faults"] += len(pipeline.faults.trace)

    tell(f"recordings through random faults ({figures})", len(worlds) * A_WORLD, len(wrong))
    assert wrong == {}
    assert figures["parsed"] + figures["failed"] == len(worlds) * A_WORLD
    assert figures["faults"]


def new_pipeline(patch: pytest.MonkeyPatch, seed: int) -> Pipeline:
    set_up()
    answer_for_comprehend(patch)
    return Pipeline(World(), patch, seed)


def answer_for_comprehend(patch: pytest.MonkeyPatch) -> None:
    comprehend.__wrapped__(patch)  # the fixture's own function


def test_the_same_seed_is_the_same_run(monkeypatch: pytest.MonkeyPatch):
    traces = []
    for _ in range(2):
        with monkeypatch.context() as patch, mock_aws():
            patch.setattr(FakeTranscriptionJob, "status", "IN_PROGRESS")
            pipeline = new_pipeline(patch, SEED)
            pipeline.faults.rate = 0.1
            for at in range(3):
                pipeline.drop(f"originalAudio/{at}.wav")
            pipeline.end_jobs(lambda: "told")
            pipeline.quiet_down()
            paths = [one.path for one in pipeline.states.executions.values()]
            traces.append((sorted(pipeline.faults.trace), paths))

    assert traces[0] == traces[1]
    assert traces[0][0]


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
        reason="Your audio file must have a speech segment long enough in duration to perform "
        "automatic language identification.",
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
