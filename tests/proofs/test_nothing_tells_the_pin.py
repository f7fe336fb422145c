"""The same conversation with two different PINs, under one frozen clock, leaves the same traces.

Logs, the conversation log, the session's rows, the ledger and all that the customer sees are
compared byte for byte. The PIN's hash alone differs, which is what it is for.
"""

import itertools
import json
import logging
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import boto3
import pytest

from local.lex.bots import Bots, BuiltBot
from local.lex.conversation_log import record_of
from local.lex.dialog.runtime import Channel, Runtime
from local.lex.dialog.turn import Turn
from local.lex.serving import id_of
from local.lex.talking import TEST_ALIAS
from omnilex.handlers import route_intent
from tests.conversation.conftest import bank_in_lambda, bot, questions
from tests.integration.bank.world import ANA, CONTEXT, World
from tests.proofs.conftest import Tell

__all__ = ["bot", "questions"]

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
PINS = ("4821", "7093")
SCENARIOS = {
    "the right PIN and a payment": ["pay 50 to my mortgage", "416 555 0142", "{pin}", "yes"],
    "wrong, then right": ["hello", "416 555 0142", "{wrong}", "{pin}", "what is my balance"],
    "three wrong ones": ["hello", "416 555 0142", "{wrong}", "{wrong}", "{wrong}"],
    "spoken digits": ["hello", "416 555 0142", "{spoken}", "what is my balance"],
    "an account is opened": ["open a savings account", "416 555 0142", "{pin}", "yes"],
    "the PIN, said again": ["hello", "416 555 0142", "{pin}", "what did you say"],
}
WRONG = {"4821": "1357", "7093": "2468"}
SPOKEN = {"4821": "four eight two one", "7093": "seven zero nine three"}


@dataclass
class Traces:
    logs: list[str] = field(default_factory=list)
    conversation: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)


@contextmanager
def frozen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One moment, and ids that count."""
    ids = itertools.count(1)
    with monkeypatch.context() as patched:
        patched.setattr(time, "time", NOW.timestamp)
        patched.setattr(time, "time_ns", lambda: int(NOW.timestamp() * 1e9))
        patched.setattr(uuid, "uuid4", lambda: uuid.UUID(int=next(ids)))
        yield


def traces_of(turns: list[str], pin: str, bot: BuiltBot, monkeypatch: pytest.MonkeyPatch) -> Traces:
    traces = Traces()

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            kept = {name: value for name, value in vars(record).items() if name not in UNSTEADY}
            traces.logs.append(repr(sorted(kept.items(), key=str)))

    keep, root = Keep(), logging.getLogger("test")
    root.addHandler(keep)
    try:
        with bank_in_lambda(monkeypatch) as world, frozen(monkeypatch):
            world.open_accounts(ANA, pin=pin)
            talk(turns, pin, bot, traces)
            traces.rows = rows(world)
    finally:
        root.removeHandler(keep)
    return traces


UNSTEADY = {"relativeCreated", "thread", "process", "threadName", "msecs", "created"}


def talk(turns: list[str], pin: str, bot: BuiltBot, traces: Traces) -> None:
    bots = Bots()
    bots.serve(id_of(bot.bot), bot, "arn:router")

    def call(function_arn: str, event: bytes, timeout_s: float) -> bytes:
        return json.dumps(route_intent.lambda_handler(json.loads(event), CONTEXT)).encode()

    def record(channel: Channel, turn: Turn, operation: str) -> None:
        traces.conversation.append(json.dumps(record_of(channel, turn, operation, NOW)))

    runtime = Runtime(bots.channel, call, lambda: NOW, record=record)
    key = (id_of(bot.bot), TEST_ALIAS, "en_US", "web.0123456789abcdef")
    for turn in turns:
        text = turn.format(pin=pin, wrong=WRONG[pin], spoken=SPOKEN[pin])
        answer = runtime.recognize(key, text)
        traces.said.append(json.dumps(answer.get("messages")))


def rows(world: World) -> list[str]:
    kept = []
    for name in ("bank", "sessions"):
        for row in boto3.resource("dynamodb").Table(name).scan()["Items"]:
            without_hash = {k: v for k, v in row.items() if k != "customer"}
            kept.append(json.dumps(without_hash, sort_keys=True, default=str))
    return sorted(kept)


@pytest.mark.parametrize("name", SCENARIOS)
def test_two_pins_leave_the_same_traces(
    name: str, bot: BuiltBot, questions: None, monkeypatch: pytest.MonkeyPatch, tell: Tell
):
    traces_of(SCENARIOS[name], PINS[0], bot, monkeypatch)  # makes what is made once a process
    one, other = (traces_of(SCENARIOS[name], pin, bot, monkeypatch) for pin in PINS)

    differing = [
        trace
        for trace in ("logs", "conversation", "said", "rows")
        if getattr(one, trace) != getattr(other, trace)
    ]
    tell(f"traces of two PINs: {name}", 4, len(differing))
    assert len(one.conversation) == len(one.said) == len(SCENARIOS[name])
    assert differing == []


def test_no_trace_holds_a_pin(bot: BuiltBot, questions: None, monkeypatch: pytest.MonkeyPatch):
    traces = traces_of(SCENARIOS["the right PIN and a payment"], "7093", bot, monkeypatch)

    everything = "\n".join([*traces.logs, *traces.conversation, *traces.said, *traces.rows])
    assert "7093" not in everything
