"""The contact-flow language, version 2019-10-30: a flow as it is written, and nothing of a run."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from local.connect.errors import FlowFormatError

VERSION = "2019-10-30"


@dataclass(frozen=True)
class Condition:
    operator: str
    operands: tuple[str, ...]
    next_action: str


@dataclass(frozen=True)
class Action:
    """One block. ``errors`` maps an error's name to the block that takes it."""

    identifier: str
    type: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    next_action: str | None = None
    conditions: tuple[Condition, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def targets(self) -> list[str]:
        """Every block that may follow."""
        following = [self.next_action] if self.next_action else []
        return [*following, *(one.next_action for one in self.conditions), *self.errors.values()]


@dataclass(frozen=True)
class Flow:
    name: str
    start: str
    actions: Mapping[str, Action]

    def __getitem__(self, identifier: str) -> Action:
        return self.actions[identifier]


def parse(content: str, name: str = "") -> Flow:
    """Raises FlowFormatError where the text is no flow; `validation` looks at what it says."""
    try:
        written = json.loads(content)
    except ValueError as error:
        raise FlowFormatError([f"The flow is not JSON: {error}."]) from None
    if not isinstance(written, dict) or written.get("Version") != VERSION:
        raise FlowFormatError([f'A contact flow says "Version": "{VERSION}".'])
    listed = written.get("Actions")
    if not isinstance(listed, list) or not listed:
        raise FlowFormatError(["A contact flow has a list of Actions."])
    actions = [_action(one, at) for at, one in enumerate(listed)]
    _require_unique(actions)
    named = name or (written.get("Metadata") or {}).get("name") or "contact flow"
    start = str(written.get("StartAction") or "")
    return Flow(named, start, {one.identifier: one for one in actions})


def content_of(text: str) -> str:
    """The flow in a file: plain JSON, or the `Fn::Sub` of a template's snippet as it is."""
    if text.lstrip().startswith("{"):
        return text
    snippet = yaml.safe_load(text)
    if not isinstance(snippet, dict) or not isinstance(snippet.get("Fn::Sub"), str):
        raise FlowFormatError(["The file is neither a flow's JSON nor a snippet with Fn::Sub."])
    return str(snippet["Fn::Sub"])


def _action(written: Any, at: int) -> Action:
    if not isinstance(written, dict) or not written.get("Identifier") or not written.get("Type"):
        raise FlowFormatError([f"Action {at + 1} has no Identifier or no Type."])
    moves = written.get("Transitions") or {}
    return Action(
        identifier=str(written["Identifier"]),
        type=str(written["Type"]),
        parameters=written.get("Parameters") or {},
        next_action=moves.get("NextAction"),
        conditions=tuple(_condition(one) for one in moves.get("Conditions") or ()),
        errors={one["ErrorType"]: one["NextAction"] for one in moves.get("Errors") or ()},
    )


def _condition(written: dict[str, Any]) -> Condition:
    asked = written.get("Condition") or {}
    operands = tuple(str(one) for one in asked.get("Operands") or ())
    return Condition(str(asked.get("Operator", "Equals")), operands, str(written["NextAction"]))


def _require_unique(actions: list[Action]) -> None:
    names = Counter(one.identifier for one in actions)
    twice = [name for name, count in names.items() if count > 1]
    if twice:
        raise FlowFormatError([f"Several blocks are called {name}." for name in twice])
