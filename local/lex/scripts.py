"""Conversation scripts: what a customer says, and what a bot must make of it.

Ours in YAML::

    conversations:
      - name: A mortgage is paid
        turns:
          - say: pay 125.50 to my mortgage
            intent: MakePayment          # each expectation may be left out
            slots: {Amount: 125.50}
            elicits: Payee
            action: ConfirmIntent
            state: InProgress
            says: Please say yes or no   # part of what the bot says, in any case

or the Test Workbench's CSV: ``Line #, Conversation #, Source, Input, Expected Output Intent,
Expected Output Slot 1 ...``, where an Agent's line says what the bot must have said.
"""

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from local.lex.errors import BotFormatError, LexError
from local.lex.talking import Answer, Conversation


class ScriptTurn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    say: str = Field(min_length=1)
    intent: str | None = None
    state: str | None = None
    action: str | None = None
    elicits: str | None = None
    slots: dict[str, str] = {}
    says: str | list[str] = []


class Script(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    turns: list[ScriptTurn] = Field(min_length=1)


class ScriptFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    conversations: list[Script] = Field(min_length=1)


@dataclass
class Outcome:
    """``faults`` name the turn and what was expected and got; none: passed."""

    name: str
    turns: int
    faults: list[str] = field(default_factory=list)


def read_scripts(path: Path) -> list[Script]:
    """The conversations of a YAML or CSV file. Raises BotFormatError."""
    if not path.is_file():
        raise BotFormatError(str(path), "no such file", "Check the path.")
    if path.suffix.lower() == ".csv":
        return _from_csv(path)
    try:
        # Everything is text: what a customer says is "yes", not true, and 125.50 keeps its zero.
        document = yaml.load(path.read_text(), Loader=yaml.BaseLoader)  # noqa: S506  only text
        return ScriptFile.model_validate(document).conversations
    except yaml.YAMLError as error:
        raise BotFormatError(str(path), f"not YAML: {error}", "Mend the file.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise BotFormatError(str(path), f"{where}: {first['msg']}", f"Correct {where}.") from error


def _from_csv(path: Path) -> list[Script]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = [{(k or "").strip(): v for k, v in row.items()} for row in csv.DictReader(file)]
    scripts: dict[str, Script] = {}
    for number, row in enumerate(rows, 2):
        if "Input" not in row or "Source" not in row:
            raise BotFormatError(
                str(path),
                "no columns Source and Input",
                "Export the test set from the Test Workbench.",
            )
        name = (row.get("Conversation #") or "").strip() or f"line {number}"
        said = (row["Input"] or "").strip()
        if row["Source"].strip().lower() == "user" and said:
            turn = _csv_turn(row, said)
            if name in scripts:
                scripts[name].turns.append(turn)
            else:
                scripts[name] = Script(name=name, turns=[turn])
        elif said and name in scripts:
            scripts[name].turns[-1].says = [said]
    return list(scripts.values())


def _csv_turn(row: dict[str, Any], said: str) -> ScriptTurn:
    slots = {}
    for column, cell in row.items():
        if column.startswith("Expected Output Slot") and cell and "=" in cell:
            name, _, value = cell.partition("=")
            slots[name.strip()] = value.strip()
    return ScriptTurn(
        say=said, intent=(row.get("Expected Output Intent") or "").strip() or None, slots=slots
    )


def run(script: Script, conversation: Conversation) -> Outcome:
    """Say every line; a conversation goes on after a fault, for what follows may tell more."""
    outcome = Outcome(script.name, len(script.turns))
    for place, turn in enumerate(script.turns, 1):
        try:
            faults = differences(turn, conversation.say(turn.say))
        except LexError as error:
            faults = [f"{error.code}: {error}"]
        outcome.faults += [f"turn {place}, {turn.say!r}: {fault}" for fault in faults]
    return outcome


def differences(turn: ScriptTurn, answer: Answer) -> list[str]:
    """What the bot did otherwise than the script says."""
    got = {
        "intent": answer.intent.get("name"),
        "state": answer.intent.get("state"),
        "action": answer.dialog_action.get("type"),
        "elicits": answer.dialog_action.get("slotToElicit"),
    }
    faults = [
        f"{name}: expected {wanted}, got {got[name]}"
        for name in got
        if (wanted := getattr(turn, name)) is not None and wanted != got[name]
    ]
    faults += [
        f"slot {name}: expected {wanted}, got {answer.slots.get(name)}"
        for name, wanted in turn.slots.items()
        if (answer.slots.get(name) or "").lower() != wanted.lower()
    ]
    said = " ".join(answer.texts)
    wanted_texts = [turn.says] if isinstance(turn.says, str) else turn.says
    faults += [
        f"says: expected {text!r}, got {said!r}"
        for text in wanted_texts
        if text.lower() not in said.lower()
    ]
    return faults
