"""What the dashboard's server says by itself, the pages can say in Spanish."""

import json
import re
from pathlib import Path

import pytest

from omnilex.api.app import REFUSALS
from omnilex.domain import failure, transcription
from omnilex.domain.knobs import KNOBS
from omnilex.handlers.make_playback import NOT_HEARD, NOT_MEASURED

ROOT = Path(__file__).parents[2]
SENTENCES: dict[str, str] = json.loads(
    (ROOT / "frontend/src/strings/server.es.json").read_text(encoding="utf-8")
)
FAILURES = [
    failure.EmptyRecordingError(),
    failure.NotARecordingError("text"),
    failure.DamagedRecordingError("its header makes no sense"),
    failure.NoAudioStreamError(),
    failure.NoSoundError(),
    failure.RecordingTooLongError(14_460_000),
    failure.RecordingTooShortError(),
    failure.RecordingTooLargeError(),
    failure.FileGoneError(),
]
SAID = [
    *(str(one) for one in FAILURES),
    *failure.SAID_BY.values(),
    failure.reason_of("Runtime.Unknown", ""),
    failure.reason_of(failure.TRANSCRIPTION, ""),
    *(message for _, _, message in REFUSALS.values() if message),
    *(knob.description for knob in KNOBS),
    transcription.unidentified("en-US"),
    NOT_HEARD,
    NOT_MEASURED,
]


@pytest.mark.parametrize("said", SAID)
def test_a_sentence_of_the_server_has_a_spanish_one(said: str):
    patterns = [
        ".+".join(map(re.escape, sentence.split("{}")))
        for sentence in SENTENCES
        if len(sentence) > 10
    ]

    assert any(re.fullmatch(pattern, said, re.S) for pattern in patterns)


def test_each_spanish_sentence_has_the_gaps_of_the_english_one():
    uneven = [one for one, other in SENTENCES.items() if one.count("{}") != other.count("{}")]

    assert uneven == []
