"""Small flows in the real format, and what stands in for the world around them."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from local.connect.contact import Contact
from local.connect.engine import Engine, Surroundings
from local.connect.errors import NoFlowError
from local.connect.flow import Flow, parse
from local.connect.services import BotTurn, ServiceFailedError
from local.connect.steps import Heard, Listen, Note, Say, Step

INSTANCE = "arn:aws:connect:us-east-1:123456789012:instance/9308c2a1-9bc6-4cea-8290-6c0b4a6d38fa"
QUEUE = f"{INSTANCE}/queue/q-1"
ALIAS = "arn:aws:lex:us-east-1:123456789012:bot-alias/BOTID00001/ALIASID001"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:who"
CALLER = "+14165550142"
END = {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}


def block(
    identifier: str,
    kind: str,
    parameters: dict[str, Any] | None = None,
    *,
    then: str | None = "end",
    conditions: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> dict[str, Any]:
    moves: dict[str, Any] = {"NextAction": then} if then else {}
    if conditions:
        moves["Conditions"] = [
            {"NextAction": to, "Condition": {"Operator": "Equals", "Operands": [value]}}
            for value, to in conditions.items()
        ]
    if errors:
        moves["Errors"] = [{"NextAction": to, "ErrorType": name} for name, to in errors.items()]
    written = {"Identifier": identifier, "Type": kind, "Parameters": parameters or {}}
    return {**written, "Transitions": moves}


def say(identifier: str, text: str, then: str = "end") -> dict[str, Any]:
    errors = {"NoMatchingError": "end"}
    return block(identifier, "MessageParticipant", {"Text": text}, then=then, errors=errors)


def content(*blocks: dict[str, Any]) -> str:
    """A flow that begins with its first block."""
    start = blocks[0]["Identifier"]
    return json.dumps({"Version": "2019-10-30", "StartAction": start, "Actions": [*blocks, END]})


def flow(*blocks: dict[str, Any]) -> Flow:
    return parse(content(*blocks), "test")


@dataclass
class World:
    """Functions answer what ``answers`` has for their name, the bot its ``turns`` in order."""

    answers: dict[str, Any] = field(default_factory=dict)
    turns: list[BotTurn | Exception] = field(default_factory=list)
    waits_for: tuple[str, str] = ("*", "*")
    flows: dict[str, Flow] = field(default_factory=dict)
    queue_is_full: bool = False
    events: list[dict[str, Any]] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    sent: list[dict[str, str] | None] = field(default_factory=list)

    def invoke(self, arn: str, event: dict[str, Any], timeout_s: float) -> Any:
        self.events.append(event)
        answer = self.answers.get(arn)
        if answer is None:
            raise ServiceFailedError(f"{arn} failed")
        return answer

    def flow(self, arn: str) -> Flow:
        if arn not in self.flows:
            raise NoFlowError(f"no flow {arn}")
        return self.flows[arn]

    def around(self) -> Surroundings:
        bot: Any = lambda arn, locale, session_id: FakeBot(self)  # noqa: E731
        has_queue: Callable[[str], bool] = lambda arn: arn == QUEUE  # noqa: E731
        return Surroundings(self.invoke, bot, self.flow, has_queue, self.queue_is_full)


class FakeBot:
    def __init__(self, world: World) -> None:
        self._world = world

    def waits_for(self) -> tuple[str, str]:
        return self._world.waits_for

    def hear(self, heard: Heard, attributes: Any) -> BotTurn:
        self._world.heard.append(heard)
        self._world.sent.append(dict(attributes) if attributes else None)
        turn = self._world.turns.pop(0)
        if isinstance(turn, Exception):
            raise turn
        return turn


def contact() -> Contact:
    return Contact("5ca32fbd-8f92-46af-92a5-6b0f970f0efe", INSTANCE, CALLER, "+18005550142")


@dataclass
class Ran:
    """What came of a flow: everything said, what was listened for, and the contact after it."""

    steps: list[Step]
    contact: Contact

    @property
    def said(self) -> list[str]:
        return [step.text for step in self.steps if isinstance(step, Say)]

    @property
    def listened(self) -> list[Listen]:
        return [step for step in self.steps if isinstance(step, Listen)]

    def notes(self, kind: str) -> list[str]:
        return [step.text for step in self.steps if isinstance(step, Note) and step.kind == kind]


def run(begun: Flow, world: World | None = None, heard: list[Heard] | None = None) -> Ran:
    """To its end; each time it listens, it hears the next of ``heard``."""
    of = contact()
    steps: list[Step] = []
    answers = iter(heard or ())
    running = Engine(of, (world or World()).around()).run(begun)
    answer: Heard | None = None
    while True:
        try:
            step = running.send(answer) if answer else next(running)
        except StopIteration:
            return Ran(steps, of)
        steps.append(step)
        answer = next(answers) if isinstance(step, Listen) else None
