"""A conversation with a bot in this process, for the terminal and for conversation scripts."""

import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from local.lex.bots import TEST_ALIAS, Bots, BuiltBot
from local.lex.dialog.hooks import Invoke
from local.lex.dialog.runtime import Runtime
from local.lex.faq import AnswerSource
from local.lex.serving import id_of

FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:delegates"


@dataclass(frozen=True)
class HookCall:
    """One call of the bot's Lambda: its event and its answer."""

    event: dict[str, Any]
    answer: Any


@dataclass
class Answer:
    """What came of an utterance: the runtime's answer, and the hooks on the way to it."""

    document: dict[str, Any]
    hooks: list[HookCall] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """What the bot says, a card as its title."""
        return [
            message.get("content") or (message.get("imageResponseCard") or {}).get("title", "")
            for message in self.document.get("messages", [])
        ]

    @property
    def intent(self) -> dict[str, Any]:
        intent: dict[str, Any] = self.document["sessionState"].get("intent") or {}
        return intent

    @property
    def dialog_action(self) -> dict[str, Any]:
        action: dict[str, Any] = self.document["sessionState"].get("dialogAction") or {}
        return action

    @property
    def slots(self) -> dict[str, str]:
        """The filled slots' interpreted values; several values joined by commas."""
        found = {}
        for name, slot in (self.intent.get("slots") or {}).items():
            if slot and slot.get("values"):
                found[name] = ", ".join(_interpreted(one) for one in slot["values"])
            elif slot:
                found[name] = _interpreted(slot)
        return found

    @property
    def confidence(self) -> float | None:
        interpretations = self.document.get("interpretations") or [{}]
        score: float | None = (interpretations[0].get("nluConfidence") or {}).get("score")
        return score


def _interpreted(slot: dict[str, Any]) -> str:
    if slot.get("subSlots"):
        parts = [_interpreted(part) for part in slot["subSlots"].values() if part]
        return " ".join(parts)
    return str((slot.get("value") or {}).get("interpretedValue") or "")


class Conversation:
    """Talks to one locale of a bot, in a session of its own unless one is named.

    Without an ``invoke`` no Lambda is called: every hook leaves the rest to the bot.
    """

    def __init__(
        self,
        built: BuiltBot,
        locale: str,
        invoke: tuple[Invoke, str] | None = None,
        search: AnswerSource | None = None,
        session_id: str | None = None,
    ) -> None:
        self._calls: list[HookCall] = []
        self._call, function_arn = invoke or (delegating, FUNCTION)
        bots = Bots()
        bot_id = id_of(built.bot)
        bots.serve(bot_id, built, function_arn)
        self._runtime = Runtime(
            bots.channel, self._traced, lambda: datetime.now().astimezone(), search=search
        )
        self._key = (bot_id, TEST_ALIAS, locale, session_id or uuid.uuid4().hex)

    def say(self, text: str) -> Answer:
        """One turn. Raises LexError."""
        self._calls.clear()
        document = self._runtime.recognize(self._key, text)
        return Answer(document, list(self._calls))

    def _traced(self, function_arn: str, event: bytes, timeout_s: float) -> bytes:
        content = self._call(function_arn, event, timeout_s)
        self._calls.append(HookCall(json.loads(event), json.loads(content) if content else None))
        return content


def delegating(function_arn: str, event: bytes, timeout_s: float) -> bytes:
    """A hook's answer that leaves everything to the bot."""
    del function_arn, timeout_s
    state = json.loads(event)["sessionState"]
    kept = {name: state[name] for name in ("intent", "sessionAttributes") if name in state}
    return json.dumps({"sessionState": {"dialogAction": {"type": "Delegate"}, **kept}}).encode()
