import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from botocore.stub import Stubber

from omnilex.adapters.lex_bot import CONFLICT_TRIES, LexBot
from omnilex.domain.chat import BotBusyError, BotUnavailableError
from omnilex.domain.session import SessionBusyError
from omnilex.domain.wording import Language
from omnilex.handlers import relay_chat
from tests.integration.bank.world import CONTEXT, NOON, SESSION_ID, World, event


def ask(situation: str) -> tuple[int, dict[str, Any]]:
    answer = relay_chat.lambda_handler(event("relay_chat", situation), CONTEXT)
    return answer["statusCode"], json.loads(answer["body"])


def said(*messages: dict[str, Any], action: str = "ElicitIntent", **state: Any) -> dict[str, Any]:
    """An answer of Lex."""
    dialog_action = {"type": action, **state.pop("dialog_action", {})}
    return {"messages": list(messages), "sessionState": {"dialogAction": dialog_action, **state}}


def plain(text: str) -> dict[str, Any]:
    return {"contentType": "PlainText", "content": text}


@pytest.fixture
def lex() -> Iterator[Stubber]:
    with Stubber(relay_chat.lex) as stubber:
        yield stubber


def test_a_new_conversation_is_greeted_under_a_session_of_the_servers_making(
    world: World, lex: Stubber
):
    lex.add_response("recognize_text", said(plain("Welcome.")))

    status, body = ask("widget_opened")

    assert status == 200
    assert re.fullmatch(r"web\.[0-9a-f]{32}", body["session_id"])
    assert body["messages"] == [{"kind": "text", "text": "Welcome.", "card": None, "receipt": None}]
    assert body["input"] == {"kind": "text"}
    assert body["ended"] is False
    assert world.sessions.exists(body["session_id"], int(time.time()))


def test_two_new_conversations_have_two_sessions(world: World, lex: Stubber):
    lex.add_response("recognize_text", said(plain("Welcome.")))
    lex.add_response("recognize_text", said(plain("Welcome.")))

    _, first = ask("widget_opened")
    _, second = ask("widget_opened")

    assert first["session_id"] != second["session_id"]


def test_what_the_customer_writes_reaches_the_bot_and_no_attributes_do(world: World, lex: Stubber):
    world.verified()
    expected = {
        "botId": "BOTID00001",
        "botAliasId": "ALIASID001",
        "localeId": "en_US",
        "sessionId": SESSION_ID,
        "text": "pay 125.50 to my mortgage",
        "requestAttributes": {"x-amz-lex:time-zone": "America/Toronto"},
    }
    lex.add_response("recognize_text", said(plain("Pay?")), expected)

    status, body = ask("customer_writes")

    assert (status, body["session_id"]) == (200, SESSION_ID)
    lex.assert_no_pending_responses()


def test_what_the_session_knows_survives_the_turn(world: World, lex: Stubber):
    world.verified()
    lex.add_response("recognize_text", said(plain("Pay?")))

    ask("customer_writes")

    assert world.session().customer_id is not None


def test_while_the_pin_is_asked_for_the_widget_shows_its_keypad(world: World, lex: Stubber):
    world.verified()
    wanted = said(plain("PIN?"), action="ElicitSlot", dialog_action={"slotToElicit": "Pin"})
    lex.add_response("recognize_text", wanted)

    _, body = ask("customer_writes")

    assert body["input"] == {"kind": "pin"}


def test_a_receipt_and_a_card_are_shown_and_an_unknown_payload_is_not(world: World, lex: Stubber):
    world.verified()
    receipt = world.payment().receipt(4_192_72, NOON)
    card = {"title": "Pay?", "buttons": [{"text": "Yes", "value": "yes"}]}
    lex.add_response(
        "recognize_text",
        said(
            {"contentType": "CustomPayload", "content": receipt.model_dump_json()},
            {"contentType": "CustomPayload", "content": '{"type": "confetti"}'},
            {"contentType": "ImageResponseCard", "imageResponseCard": card},
        ),
    )

    _, body = ask("customer_writes")

    shown, offered = body["messages"]
    assert shown["receipt"]["reference"] == receipt.reference
    assert shown["kind"] == "receipt"
    assert offered["card"] == {**card, "subtitle": None}


def test_a_locked_pin_ends_the_conversation(world: World, lex: Stubber):
    world.verified()
    closed = said(
        plain("Locked."), action="Close", intent={"name": "VerifyIdentity", "state": "Failed"}
    )
    lex.add_response("recognize_text", closed)

    _, body = ask("customer_writes")

    assert body["ended"] is True


def test_an_answer_without_words_is_no_error(world: World, lex: Stubber):
    world.verified()
    lex.add_response("recognize_text", {"sessionState": {}})

    status, body = ask("customer_writes")

    assert (status, body["messages"]) == (200, [])


@pytest.mark.parametrize("situation", ["session_id_made_up", "text_too_long", "body_not_json"])
def test_what_the_widget_never_sends_is_refused(world: World, situation: str):
    status, body = ask(situation)

    assert (status, body["error"]) == (400, "bad_request")


def test_a_session_that_the_server_does_not_know_has_expired(world: World):
    status, body = ask("customer_writes")

    assert (status, body["error"]) == (404, "session_expired")
    assert "start again" in body["message"]


@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("ThrottlingException", (429, "throttled")),
        ("DependencyFailedException", (502, "bot_unavailable")),
        ("BadGatewayException", (502, "bot_unavailable")),
    ],
)
def test_what_lex_refuses_is_said_in_plain_words(
    world: World, lex: Stubber, log: list[str], code: str, refusal: tuple[int, str]
):
    world.verified()
    lex.add_client_error("recognize_text", code, "secret detail", refusal[0])

    answered, body = ask("customer_writes")

    assert (answered, body["error"]) == refusal
    assert "secret" not in body["message"]
    assert not [record for record in log if "secret" in record or "125.50" in record]


def test_a_message_waits_while_its_session_answers_another(lex: Stubber):
    waited: list[float] = []
    bot = LexBot(relay_chat.lex, "BOTID00001", "ALIASID001", "UTC", waited.append)
    lex.add_client_error("recognize_text", "ConflictException")
    lex.add_response("recognize_text", said(plain("Here.")))

    turn = bot.say(SESSION_ID, "hello", Language.ENGLISH)

    assert turn.messages[0].text == "Here."
    assert len(waited) == 1


def test_a_session_that_stays_busy_is_said_to_be(lex: Stubber):
    waited: list[float] = []
    bot = LexBot(relay_chat.lex, "BOTID00001", "ALIASID001", "UTC", waited.append)
    for _ in range(CONFLICT_TRIES):
        lex.add_client_error("recognize_text", "ConflictException")

    with pytest.raises(BotBusyError):
        bot.say(SESSION_ID, "hello", Language.ENGLISH)

    assert sum(waited) <= 2


@pytest.mark.parametrize("error", [BotBusyError(SESSION_ID), SessionBusyError(SESSION_ID)])
def test_a_busy_session_is_a_conflict_for_the_widget(error: BotBusyError | SessionBusyError):
    answer = relay_chat.busy(error)

    assert answer.status_code == 409


def test_a_bot_that_does_not_answer_in_time_is_unavailable():
    class Silent:
        exceptions = relay_chat.lex.exceptions

        def recognize_text(self, **said: Any) -> dict[str, Any]:
            raise ReadTimeoutError(endpoint_url="https://runtime-v2-lex.us-east-1.amazonaws.com")

    silent: Any = Silent()
    bot = LexBot(silent, "BOTID00001", "ALIASID001", "UTC", time.sleep)

    with pytest.raises(BotUnavailableError, match="ReadTimeoutError"):
        bot.say(SESSION_ID, "hello", Language.ENGLISH)
