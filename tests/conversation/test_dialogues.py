"""Every ``<topic>.<locale>.yaml`` here is a list of dialogues that the bot must hold."""

from pathlib import Path

import pytest

from local.lex.scripts import Script, read_scripts, run
from tests.conversation.conftest import Talk
from tests.integration.bank.world import World

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
DIALOGUES = [
    pytest.param(file.name.split(".")[1], script, id=f"{file.stem}: {script.name}")
    for file in FILES
    for script in read_scripts(file)
]


@pytest.mark.parametrize(("locale", "script"), DIALOGUES)
def test_the_bot_holds_the_dialogue(world: World, talk: Talk, locale: str, script: Script):
    outcome = run(script, talk(locale))

    assert outcome.faults == []
    assert world.balances_agree()
