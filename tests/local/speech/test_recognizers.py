"""Both engines hear a spoken sentence; which of them, the environment says."""

import argparse
import os
from typing import Any

import numpy as np
import pytest

from local.commands import up
from local.speech.choice import VARIABLE, chosen
from local.speech.moonshine_recognizer import Moonshine
from local.speech.pocketsphinx_recognizer import PocketSphinx
from local.speech.recognizer import Recognizer
from local.speech.synthesizer import VOICE_RATE_HZ, synthesize
from local.stack.errors import UsageError

SAID = "Thank you for calling the bank. I have removed the block."


@pytest.mark.parametrize("engine", [Moonshine, PocketSphinx])
def test_a_spoken_sentence_is_heard_with_times_and_confidences(engine: type[Recognizer]):
    pause = np.zeros(VOICE_RATE_HZ, np.float32)
    voice = synthesize(SAID).astype(np.float32) / np.float32(32_768)

    heard = engine().recognize(np.concatenate([pause, voice, pause]), VOICE_RATE_HZ)

    assert "hank you for calling the bank" in heard.text
    assert "I have removed" in heard.text
    begins = [word.begin_s for word in heard.words]
    assert begins == sorted(begins)
    assert 0.7 < begins[0] < 1.6
    assert all(word.begin_s < word.end_s for word in heard.words)
    assert all(0 <= word.confidence <= 1 for word in heard.words)
    assert heard.segments[-1].words[-1].punctuation == "."


def test_pocketsphinx_is_sure_of_some_words_and_less_so_of_others():
    heard = PocketSphinx().recognize(
        synthesize(SAID).astype(np.float32) / np.float32(32_768), VOICE_RATE_HZ
    )

    assert len({round(word.confidence, 2) for word in heard.words}) > 2


def test_pocketsphinx_hears_nothing_in_silence():
    assert PocketSphinx().recognize(np.zeros(32_000, np.float32), 16_000).segments == ()


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ({}, "moonshine"),
        ({VARIABLE: ""}, "moonshine"),
        ({VARIABLE: "pocketsphinx"}, "pocketsphinx"),
    ],
)
def test_the_environment_chooses_the_recognizer(environment: dict[str, str], name: str):
    assert chosen(environment) == name


def test_an_unknown_recognizer_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match="moonshine, pocketsphinx, whisper"):
        chosen({VARIABLE: "parrot"})


def test_up_takes_the_recognizer_for_all_that_it_starts(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(VARIABLE, "moonshine")
    parser: Any = argparse.ArgumentParser()
    up.add_parser(parser.add_subparsers())

    up.choose_recognizer(parser.parse_args(["up", "--recognizer", "pocketsphinx"]).recognizer)

    assert os.environ[VARIABLE] == "pocketsphinx"


def test_up_refuses_an_unknown_recognizer_of_the_environment(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(VARIABLE, "parrot")

    with pytest.raises(UsageError, match="parrot"):
        up.choose_recognizer(None)
