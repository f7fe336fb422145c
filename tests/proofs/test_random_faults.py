"""Any call of AWS may fail in any way: what was uploaded is parsed or failed, and never both."""

import json
import os
import random
from typing import Any

import jsonschema
import pytest
from moto import mock_aws
from moto.transcribe.models import FakeTranscriptionJob

from omnilex.domain.contact import Contact
from tests.integration.analytics.world import ROOT, World, configuration, set_up
from tests.proofs.conftest import Tell
from tests.proofs.pipeline import FATES, Pipeline
from tests.proofs.test_nothing_vanishes import answer_for_comprehend

RATES = (0.01, 0.05, 0.2)
A_WORLD = 20  # recordings that go through one world together
SEED = int(os.environ.get("PIPELINE_SEED", "6"))
SCHEMA = jsonschema.Draft202012Validator(
    json.loads((ROOT / "docs/contact.schema.json").read_text())
)


def parsed(pipeline: Pipeline, contact: Contact) -> Any:
    folder = configuration().output_bucket_parsed_results
    return pipeline.world.read(f"{folder}/{contact.contact_id}.json")


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
        pytest.param(range(10), id="200", marks=pytest.mark.timeout(900)),
        pytest.param(
            range(10, 60), id="1,000", marks=[pytest.mark.nightly, pytest.mark.timeout(3600)]
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
            for failed, _, contact in pipeline.outcomes().values():
                figures["failed" if failed else "parsed"] += 1
                if not failed:
                    SCHEMA.validate(parsed(pipeline, contact))
            figures["faults"] += len(pipeline.faults.trace)

    tell(f"recordings through random faults ({figures})", len(worlds) * A_WORLD, len(wrong))
    assert wrong == {}
    assert figures["parsed"] + figures["failed"] == len(worlds) * A_WORLD
    assert figures["faults"]


def new_pipeline(patch: pytest.MonkeyPatch, seed: int) -> Pipeline:
    set_up()
    answer_for_comprehend(patch)
    return Pipeline(World(), patch, seed)


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
