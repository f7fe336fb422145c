"""The optional extra: what is made of Whisper's answers; where it is installed, what it hears."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from local.speech.audio import Samples
from local.speech.choice import VARIABLE, WHISPER_MODEL, chosen, has_whisper
from local.speech.recognizer import multilingual
from local.speech.synthesizer import VOICE_RATE_HZ, synthesize
from local.speech.whisper_recognizer import Whisper

RATE_HZ = 16_000
NOISE = np.full(RATE_HZ, 0.5, np.float32)
OPTIONS = ("en-US", "es-US", "fr-CA")
installed = pytest.mark.skipif(
    not has_whisper(), reason="the whisper extra is not installed; `make whisper` does that"
)


class Model:
    """Answers as faster-whisper's does, and keeps what it was given."""

    def __init__(self, *words: tuple[str, float, float], likely: dict[str, float] | None = None):
        spoken = [
            SimpleNamespace(word=word, start=begin_s, end=end_s, probability=0.8)
            for word, begin_s, end_s in words
        ]
        self._segments = [SimpleNamespace(words=spoken), SimpleNamespace(words=None)]
        self._likely = likely or {}
        self.asked: dict[str, Any] = {}
        self.window = np.zeros(0, np.float32)

    def transcribe(self, _: Samples, **asked: Any) -> tuple[Any, None]:
        self.asked = asked
        return iter(self._segments), None

    def detect_language(self, audio: Samples) -> tuple[str, float, list[tuple[str, float]]]:
        self.window = audio
        return "en", 0.0, list(self._likely.items())


def say(text: str, locale_id: str) -> Samples:
    return synthesize(text, locale_id).astype(np.float32) / np.float32(32_768)


def test_marks_stand_apart_from_words_and_words_without_letters_are_left_out():
    model = Model((" Hola,", 0.0, 0.4), (" ¿qué", 0.5, 0.7), (" tal?", 0.7, 0.7), (" ...", 1, 2))

    heard = Whisper(model).recognize(NOISE, RATE_HZ)

    told = [(word.text, word.punctuation) for word in heard.words]
    assert told == [("Hola", ","), ("¿qué", ""), ("tal", "?")]
    assert all(word.begin_s < word.end_s for word in heard.words)
    assert {word.confidence for word in heard.words} == {0.8}


def test_a_pause_or_the_end_of_a_sentence_ends_a_segment():
    model = Model((" Good", 0, 0.3), (" day.", 0.3, 0.6), (" I", 0.7, 0.8), (" called", 2.0, 2.4))

    heard = Whisper(model).recognize(NOISE, RATE_HZ)

    assert [len(segment.words) for segment in heard.segments] == [2, 1, 1]


def test_another_language_is_heard_by_the_same_engine():
    model = Model()

    Whisper(model).hearing("es-US").recognize(NOISE, RATE_HZ)

    assert model.asked["language"] == "es"


def test_the_likeliest_of_the_languages_asked_for_is_told():
    model = Model(likely={"de": 0.5, "es": 0.4, "en": 0.1})

    assert Whisper(model).identify(NOISE, RATE_HZ, OPTIONS) == ("es-US", 0.4)


def test_a_language_that_nobody_asked_for_is_not_identified():
    model = Model(likely={"de": 0.95, "es": 0.04})

    assert Whisper(model).identify(NOISE, RATE_HZ, OPTIONS) is None


def test_silence_has_no_language_and_is_cut_off_before_speech():
    model = Model(likely={"en": 0.9})
    silence = np.zeros(3 * RATE_HZ, np.float32)

    assert Whisper(model).identify(silence, RATE_HZ, OPTIONS) is None
    Whisper(model).identify(np.concatenate([silence, NOISE]), RATE_HZ, OPTIONS)

    assert len(model.window) == len(NOISE)


def test_whisper_can_be_chosen_where_it_is_installed_only():
    if has_whisper():
        assert chosen({VARIABLE: "whisper"}) == "whisper"
    else:
        with pytest.raises(ValueError, match="make whisper"):
            chosen({VARIABLE: "whisper"})


def test_a_model_of_ones_own_takes_the_place_of_the_packaged_one():
    engine = has_whisper({WHISPER_MODEL: "somewhere"})

    assert engine or not has_whisper({})


@installed
@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    ("locale_id", "text", "language", "word"),
    [
        ("en_US", "Good morning, I would like to pay my mortgage please.", "en-US", "mortgage"),
        ("es_US", "Buenos días, me gustaría pagar mi hipoteca esta semana.", "es-US", "hipoteca"),
        ("fr_FR", "Bonjour, je voudrais connaître le solde de mon compte.", "fr-CA", "voudrais"),
    ],
)
def test_a_spoken_language_is_identified_and_heard(
    locale_id: str, text: str, language: str, word: str
):
    whisper = multilingual()
    assert whisper is not None
    voice = say(text, locale_id)

    told = whisper.identify(voice, VOICE_RATE_HZ, OPTIONS)
    heard = whisper.hearing(language).recognize(voice, VOICE_RATE_HZ)

    assert told is not None
    assert told[0] == language
    assert told[1] > 0.5
    assert word in heard.text
