"""The dialogues of ``channels/*.yaml``: what every channel must hold, each in its own way."""

from pathlib import Path
from typing import Literal, Protocol, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

FOLDER = Path(__file__).parent / "channels"


class Step(BaseModel):
    """Either something said, or the PIN given: wrong ones first, as the list has them."""

    model_config = ConfigDict(extra="forbid")

    say: str | None = None
    verify: list[Literal["right", "wrong"]] = []
    says: str | list[str] = []

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if bool(self.say) == bool(self.verify):
            raise ValueError("a step either says something or verifies")
        return self


class Dialogue(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    turns: list[Step] = Field(min_length=1)


class DialogueFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    conversations: list[Dialogue]


class Line(Protocol):
    """A customer on a channel."""

    def say(self, text: str) -> str:
        """Say something; what the bot answers, in words."""

    def verify(self, pins: list[str]) -> str:
        """Give the number if it is asked for, then each PIN; what the bot answers to the last."""


def read_dialogues(language: str = "en_US") -> list[Dialogue]:
    """Everything is text, so that "yes" stays a word."""
    found: list[Dialogue] = []
    for file in sorted(FOLDER.glob(f"*.{language}.yaml")):
        document = yaml.load(file.read_text(), Loader=yaml.BaseLoader)  # noqa: S506  only text
        found += DialogueFile.model_validate(document).conversations
    return found


def faults_of(dialogue: Dialogue, line: Line, pin: str) -> list[str]:
    """Hold the dialogue; what the bot did not say that it should have."""
    wrong = "0000" if pin != "0000" else "1111"
    faults = []
    for step in dialogue.turns:
        if step.say:
            answer = line.say(step.say)
        else:
            answer = line.verify([pin if one == "right" else wrong for one in step.verify])
        wanted = [step.says] if isinstance(step.says, str) else step.says
        faults += [
            f"{dialogue.name}, {step.say or 'PIN'!r}: expected {text!r}, got {answer!r}"
            for text in wanted
            if text.lower() not in answer.lower()
        ]
    return faults
