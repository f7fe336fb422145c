"""The dialogues of every channel, held on the web: `POST /chat` of the deployed stack."""

import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.conversation.channel_dialogues import Dialogue, faults_of, read_dialogues
from tests.e2e.running import Stack

pytestmark = pytest.mark.stack


class Web:
    """A browser's side of the conversation, which goes on under the newest id."""

    def __init__(self, stack: Stack) -> None:
        # The last customer: what the others hold, other tests count on.
        self.customer = stack.description["customers"][-1]
        self._address = urlsplit(f"{stack.description['api_url']}/chat")
        self._last: dict[str, Any] = {}

    def say(self, text: str) -> str:
        known = {"session_id": self._last["session_id"]} if self._last else {}
        self._last = self._post({**known, "text": text})
        return " ".join(map(words_of, self._last["messages"]))

    def verify(self, pins: list[str]) -> str:
        if self._last["input"]["kind"] != "pin":
            self.say(self.customer["phone"])
        assert self._last["input"]["kind"] == "pin"
        return [self.say(pin) for pin in pins][-1]

    def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        connection = HTTPConnection(self._address.netloc, timeout=30)
        headers = {"Content-Type": "application/json"}
        connection.request("POST", self._address.path, json.dumps(body), headers)
        answer = connection.getresponse()
        answered: dict[str, Any] = json.loads(answer.read())
        connection.close()
        assert answer.status == 200, answered
        return answered


def words_of(message: dict[str, Any]) -> str:
    card = message["card"]
    return str(card["title"] if card else message["text"] or "")


@pytest.mark.parametrize("dialogue", read_dialogues(), ids=lambda one: one.name)
def test_the_web_holds_what_every_channel_must_hold(stack: Stack, dialogue: Dialogue):
    web = Web(stack)

    assert faults_of(dialogue, web, web.customer["pin"]) == []
