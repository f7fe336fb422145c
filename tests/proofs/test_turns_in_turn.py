"""Two messages of one session at once: taken in turn, and nothing of either is lost.

Behind the chat's function stands a bot that reads the session, thinks, and stores it whole, which
is what Lex and the intents' functions do with their state.
"""

import json
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain.session import PendingIntent, Session
from omnilex.handlers import relay_chat
from tests.integration.bank.world import CONTEXT, DYNAMODB, World, event
from tests.proofs.conftest import Tell, long_and_short

THINKS_S = 0.002
ANSWER = {"sessionState": {"dialogAction": {"type": "ElicitIntent"}}, "messages": []}
RECOGNIZE = "before-call.lex-runtime-v2.RecognizeText"


class ForgetfulBot:
    """Keeps each message as an attribute of the session; loses one where two come between."""

    def __init__(self) -> None:
        self.sessions = SessionsTable(DYNAMODB.Table("sessions"))

    def hear(self, session_id: str, text: str) -> None:
        now_s = int(time.time())
        session = self.sessions.get(session_id, now_s)
        time.sleep(THINKS_S)
        kept = {**(session.pending.slots if session.pending else {}), text: text}
        pending = PendingIntent(intent="MakePayment", slots=kept)
        self.sessions.put(session.model_copy(update={"pending": pending}), now_s)

    def heard(self, session_id: str) -> set[str]:
        pending = self.sessions.get(session_id, int(time.time())).pending
        return set(pending.slots) if pending else set()


@contextmanager
def in_place_of_lex(bot: ForgetfulBot) -> Iterator[None]:
    def answer(params: dict[str, Any], **_: Any) -> tuple[Any, dict[str, Any]]:
        session_id = params["url_path"].split("/sessions/")[1].split("/")[0]
        bot.hear(session_id, json.loads(params["body"])["text"])
        return type("Ok", (), {"status_code": 200}), ANSWER

    relay_chat.lex.meta.events.register(RECOGNIZE, answer)
    try:
        yield
    finally:
        relay_chat.lex.meta.events.unregister(RECOGNIZE, answer)


def send(session_id: str, text: str) -> int:
    asked = event("relay_chat", "customer_writes")
    asked["body"] = json.dumps({"session_id": session_id, "text": text})
    status: int = relay_chat.lambda_handler(asked, CONTEXT)["statusCode"]
    return status


@pytest.mark.parametrize("pairs", long_and_short(25, 1_000))
def test_two_messages_at_once_are_taken_in_turn(
    world: World, one_at_a_time: None, tell: Tell, pairs: int
):
    bot, lost = ForgetfulBot(), 0
    with ThreadPoolExecutor(2) as threads, in_place_of_lex(bot):
        for number in range(pairs):
            session_id = f"web.{number:032x}"
            world.sessions.put(Session(session_id=session_id), int(time.time()))
            answered = list(threads.map(send, [session_id] * 2, ["one", "other"]))
            lost += answered != [200, 200] or bot.heard(session_id) != {"one", "other"}

    tell("pairs of messages of one session at once", pairs, lost)
    assert lost == 0


def test_without_turns_something_is_lost(world: World, one_at_a_time: None):
    bot, kept = ForgetfulBot(), []
    with ThreadPoolExecutor(2) as threads:
        for _ in range(25):
            session_id = f"web.{secrets.token_hex(16)}"
            list(threads.map(bot.hear, [session_id] * 2, ["one", "other"]))
            kept.append(len(bot.heard(session_id)))

    assert min(kept) == 1
