"""What the dashboard's server says by itself, the pages can say in Spanish."""

import ast
import json
import re
from pathlib import Path

import pytest

from omnilex.adapters import dropped_documents
from omnilex.api.app import REFUSALS
from omnilex.domain import failure, transcription
from omnilex.domain.knobs import KNOBS
from omnilex.domain.recording import probing
from omnilex.handlers.make_playback import NOT_HEARD, NOT_MEASURED

ROOT = Path(__file__).parents[2]
STRINGS = ROOT / "frontend/src/strings"
SENTENCES: dict[str, str] = json.loads((STRINGS / "server.es.json").read_text("utf-8"))
FAULTS: dict[str, str] = json.loads((STRINGS / "server-faults.es.json").read_text("utf-8"))
GAP = re.compile(r"\{(?:fault)?\}")
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


def damages() -> list[str]:
    """What is found wrong with a recording, as the sources have it."""
    sources = (ROOT / "functions/omnilex/domain/recording").glob("*.py")
    calls = [
        node
        for source in sources
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "DamagedRecordingError"
    ]
    return [ast.literal_eval(call.args[0]) for call in calls]


NAMED_INSIDE = [
    *damages(),
    *probing.OTHERS.values(),
    *(probing.TEXT, dropped_documents.KNOWN_FORMS, dropped_documents.WHOLE_FILE),
    *(failure.NO_REASON, transcription.channels_in_words(1), transcription.channels_in_words(6)),
]


def is_known(said: str, known: dict[str, str]) -> bool:
    patterns = [
        ".+".join(map(re.escape, GAP.split(sentence)))
        for sentence in known
        if len(GAP.sub("", sentence)) > 3
    ]
    return any(re.fullmatch(pattern, said, re.S) for pattern in patterns)


@pytest.mark.parametrize("said", SAID)
def test_a_sentence_of_the_server_has_a_spanish_one(said: str):
    assert is_known(said, SENTENCES)


@pytest.mark.parametrize("fault", NAMED_INSIDE)
def test_a_fault_that_such_a_sentence_names_has_a_spanish_name(fault: str):
    assert is_known(fault, FAULTS)


def test_faults_are_looked_for_in_the_sources():
    assert len(damages()) > 10


@pytest.mark.parametrize("known", [SENTENCES, FAULTS])
def test_each_spanish_sentence_has_the_gaps_of_the_english_one(known: dict[str, str]):
    uneven = [one for one, other in known.items() if GAP.findall(one) != GAP.findall(other)]

    assert uneven == []
