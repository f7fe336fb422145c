"""The bot itself holds the dialogues that every channel must hold."""

import pytest

from local.lex.talking import Answer, Conversation
from omnilex.domain.demo_bank import CUSTOMERS
from tests.conversation.channel_dialogues import Dialogue, faults_of, read_dialogues
from tests.conversation.conftest import Talk
from tests.integration.bank.world import World

ANA = CUSTOMERS[0]
DIALOGUES = read_dialogues()


class Bare:
    """No channel at all: number and PIN are said."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._last: Answer | None = None

    def say(self, text: str) -> str:
        self._last = self._conversation.say(text)
        return " ".join(self._last.texts)

    def verify(self, pins: list[str]) -> str:
        if self._last and self._last.dialog_action.get("slotToElicit") == "PhoneNumber":
            self.say(ANA.phone)
        return [self.say(pin) for pin in pins][-1]


def test_there_are_ten():
    assert len(DIALOGUES) == 10


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda one: one.name)
def test_the_bot_holds_what_every_channel_must_hold(world: World, talk: Talk, dialogue: Dialogue):
    assert faults_of(dialogue, Bare(talk("en_US")), ANA.pin) == []
    assert world.balances_agree()
