"""What of a caller's words goes to Lex."""

import base64
import gzip
import json
from typing import Any

import numpy as np
import pytest

from local.connect.services import Bot
from local.connect.steps import Spoke
from local.speech.choice import has_whisper
from tests.local.connect.flows import ALIAS

WORDS = "what is my balance"


class Lex:
    """Keeps what it is asked."""

    def recognize_utterance(self, **asked: Any) -> dict[str, str]:
        self.asked = asked
        state = json.dumps({"dialogAction": {"type": "ElicitIntent"}}).encode()
        return {"sessionState": base64.b64encode(gzip.compress(state)).decode()}


@pytest.mark.skipif(has_whisper(), reason="Whisper hears Spanish")
@pytest.mark.parametrize(
    ("locale", "text", "content_type"),
    [
        ("en_US", WORDS, "audio/l16; rate=16000; channels=1"),
        ("es_US", WORDS, "text/plain; charset=utf-8"),
        ("es_US", "", "audio/l16; rate=16000; channels=1"),
    ],
)
def test_what_no_recognizer_here_could_hear_goes_as_it_was_written(
    locale: str, text: str, content_type: str
):
    lex = Lex()

    Bot(lex, ALIAS, locale, "c-001").hear(Spoke(np.zeros(160, np.int16), 16_000, text), None)

    assert lex.asked["requestContentType"] == content_type
    assert (lex.asked["inputStream"] == WORDS.encode()) is (content_type.startswith("text"))
