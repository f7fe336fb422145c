"""Every sample call has its true script, its name says who and when, and it sounds like a call."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from omnilex.domain import file_name
from tests.integration.analytics.world import configuration

SAMPLES = Path(__file__).parents[2] / "samples"
SCRIPTS = sorted(SAMPLES.glob("*.script.json"))
LOADED = [json.loads(path.read_text()) for path in SCRIPTS]
STEREO = [script["file"] for script in LOADED if script["stereo"]]


@pytest.fixture(params=LOADED, ids=lambda script: script["file"][:5])
def script(request: pytest.FixtureRequest) -> dict[str, Any]:
    document: dict[str, Any] = request.param
    return document


def test_there_are_six_calls_and_each_recording_has_a_script():
    kinds = {".wav", ".mp3", ".flac"}
    recordings = {path.stem for path in SAMPLES.iterdir() if path.suffix in kinds}

    assert len(SCRIPTS) == 6
    assert recordings == {path.name.removesuffix(".script.json") for path in SCRIPTS}


def test_the_name_says_who_and_when(script: dict[str, Any]):
    metadata = file_name.read(script["file"], configuration())

    assert metadata.guid
    assert metadata.agent
    assert metadata.customer_id
    assert metadata.began_at is not None


def test_the_recording_is_what_its_script_says(script: dict[str, Any]):
    samples, rate_hz = soundfile.read(SAMPLES / script["file"], always_2d=True)

    assert rate_hz == script["rate_hz"]
    assert samples.shape[1] == (2 if script["stereo"] else 1)
    assert len(samples) / rate_hz > 30
    assert np.abs(samples).max() > 0.2


@pytest.mark.parametrize("file", STEREO, ids=lambda file: file[:5])
def test_a_stereo_call_has_one_speaker_on_each_channel(file: str):
    samples, _ = soundfile.read(SAMPLES / file, always_2d=True)
    loud = np.abs(samples) > 0.05

    both_at_once = (loud[:, 0] & loud[:, 1]).mean()

    assert loud.mean(axis=0).min() > 0.05
    assert both_at_once < 0.01


def test_the_calls_differ_as_calls_do():
    assert {script["rate_hz"] for script in LOADED} == {8_000, 16_000}
    assert {script["stereo"] for script in LOADED} == {True, False}
    assert {"happy", "angry", "neutral"} <= {script["mood"] for script in LOADED}
