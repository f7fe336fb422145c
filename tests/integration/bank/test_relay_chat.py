import base64
import gzip
import io
import json
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from botocore.response import StreamingBody
from botocore.stub import ANY, Stubber

from omnilex.adapters.lex_bot import CONFLICT_TRIES, LexBot
from omnilex.adapters.web_sessions import WebSessions
from omnilex.domain.chat import TURNS_A_MINUTE, BotBusyError, BotUnavailableError
from omnilex.domain.dialog import Reply
from omnilex.domain.session import Asked, SessionBusyError
from omnilex.domain.wording import Language
from omnilex.handlers import relay_chat
from tests.integration.bank.messaging import bot_of
from tests.integration.bank.world import (
    CONTEXT,
    DYNAMODB,
    NOON,
    SESSION_ID,
    World,
    endings_waiting,
    event,
)


def ask(situation: str) -> tuple[int, dict[str, Any]]:
    answer = relay_chat.lambda_handler(event("relay_chat", situation), CONTEXT)
    return answer["statusCode"], json.loads(answer["body"])


def said(*messages: dict[str, Any], action: str = "ElicitIntent", **state: Any) -> dict[str, Any]:
    """An answer of Lex."""
    dialog_action = {"type": action, **state.pop("dialog_action", {})}
    return {"messages": list(messages), "sessionState": {"dialogAction": dialog_action, **state}}


LEX_SAID = {
    "botId": "BOTID00001",
    "botAliasId": "ALIASID001",
    "localeId": "en_US",
    "sessionId": SESSION_ID,
    "text": "pay 125.50 to my mortgage",
    "requestAttributes": {"x-amz-lex:time-zone": "America/Toronto"},
}
MP3 = b"\xff\xfb\xfe\xfc"
LEX_HEARD = {
    **{name: LEX_SAID[name] for name in ("botId", "botAliasId", "localeId", "sessionId")},
    "requestContentType": "audio/l16; rate=16000; channels=1",
    "responseContentType": "audio/mpeg",
    "requestAttributes": ANY,
}


def packed(value: Any) -> str:
    """As Lex puts JSON into a header."""
    return base64.b64encode(gzip.compress(json.dumps(value).encode())).decode()


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
    assert [(one["kind"], one["text"]) for one in body["messages"]] == [("text", "Welcome.")]
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
    lex.add_response("recognize_text", said(plain("Pay?")), LEX_SAID)

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


@pytest.mark.parametrize(
    "situation", ["session_id_made_up", "text_too_long", "body_not_json", "speech_too_short"]
)
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


def test_a_payment_that_waits_for_its_yes_is_shown_with_all_that_matters(
    world: World, lex: Stubber
):
    world.verified()
    proposal = world.payment().proposal(4_318_22)
    payload = {"contentType": "CustomPayload", "content": proposal.model_dump_json()}
    lex.add_response("recognize_text", said(plain("Pay?"), payload, action="ConfirmIntent"))

    _, body = ask("customer_writes")

    assert body["messages"][1]["kind"] == "proposal"
    assert body["messages"][1]["proposal"]["balance_after_cents"] == 4_192_72
    assert body["quick_replies"] == []


@pytest.mark.parametrize(
    ("action", "offered"),
    [
        ("ConfirmIntent", ["Yes", "No"]),
        (
            "ElicitIntent",
            ["Make a payment", "My balances", "Open an account", "Talk to a person"],
        ),
        ("Close", []),
    ],
)
def test_what_most_answer_is_one_press_away(
    world: World, lex: Stubber, action: str, offered: list[str]
):
    world.verified()
    lex.add_response("recognize_text", said(plain("Well?"), action=action))

    _, body = ask("customer_writes")

    assert [one["text"] for one in body["quick_replies"]] == offered


def test_the_right_pin_gives_the_browser_an_id_that_nobody_has_seen(world: World, lex: Stubber):
    world.sessions.extend(SESSION_ID, int(time.time()))
    before = event("relay_chat", "customer_writes")
    lex.add_response("recognize_text", said(plain("Thank you.")))

    def verified_meanwhile(**_: Any) -> None:
        world.verified()

    relay_chat.lex.meta.events.register("provide-client-params", verified_meanwhile)
    _, body = ask("customer_writes")
    relay_chat.lex.meta.events.unregister("provide-client-params", verified_meanwhile)
    old_status, old = ask("customer_writes")
    renewed = {**json.loads(before["body"]), "session_id": body["session_id"]}
    lex.add_response("recognize_text", said(plain("Pay?")), {**LEX_SAID, "sessionId": SESSION_ID})
    answer = relay_chat.lambda_handler({**before, "body": json.dumps(renewed)}, CONTEXT)

    assert body["session_id"] != SESSION_ID
    assert (old_status, old["error"]) == (404, "session_expired")
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"])["session_id"] == body["session_id"]


MESSAGE_ID = "0123456789abcdef0123456789abcdef"
OTHER = "web.fedcba9876543210fedcba9876543210"


def write(message_id: str, session_id: str = SESSION_ID) -> tuple[int, dict[str, Any]]:
    asked = event("relay_chat", "customer_writes")
    body = {**json.loads(asked["body"]), "message_id": message_id, "session_id": session_id}
    answer = relay_chat.lambda_handler({**asked, "body": json.dumps(body)}, CONTEXT)
    return answer["statusCode"], json.loads(answer["body"])


def verifying(world: World) -> Callable[[str, str, str], dict[str, Any]]:
    """A bot that finds the PIN right."""

    def hear(*_: str) -> dict[str, Any]:
        world.verified()
        return said(plain("Thank you."))

    return hear


def test_a_pin_whose_answer_was_lost_is_answered_again_and_heard_once(world: World):
    world.sessions.extend(SESSION_ID, int(time.time()))

    with bot_of(relay_chat.lex, verifying(world)) as heard:
        first, again = write(MESSAGE_ID), write(MESSAGE_ID)

    assert first[1]["session_id"] != SESSION_ID
    assert again == first
    assert len(heard) == 1


def test_who_does_not_know_the_messages_id_is_told_nothing(world: World):
    world.sessions.extend(SESSION_ID, int(time.time()))
    with bot_of(relay_chat.lex, verifying(world)):
        write(MESSAGE_ID)

    guessed, elsewhere = write(MESSAGE_ID[::-1]), write(MESSAGE_ID, OTHER)

    assert [status for status, _ in (guessed, elsewhere)] == [404, 404]


def test_an_answer_is_given_again_for_two_minutes(world: World):
    now_s = int(time.time())
    relay_chat.answers.keep(SESSION_ID, MESSAGE_ID, "{}", now_s)

    assert relay_chat.answers.find(SESSION_ID, MESSAGE_ID, now_s + 119) == "{}"
    assert relay_chat.answers.find(SESSION_ID, MESSAGE_ID, now_s + 120) is None


def test_a_message_sent_twice_at_once_is_heard_once(world: World, one_at_a_time: None):
    world.verified()

    asks = bot_of(relay_chat.lex, lambda *_: said(plain("Yes?")))
    with asks as heard, ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(write, [MESSAGE_ID] * 2))

    assert answers[0] == answers[1]
    assert len(heard) == 1


def test_a_session_has_thirty_turns_a_minute_and_is_told_when_to_go_on(world: World, lex: Stubber):
    world.verified()
    for _ in range(TURNS_A_MINUTE + 1):
        lex.add_response("recognize_text", said(plain("Yes?")))

    answers = [
        relay_chat.lambda_handler(event("relay_chat", "customer_writes"), CONTEXT)
        for _ in range(2 * TURNS_A_MINUTE + 1)
    ]

    refused = [one for one in answers if one["statusCode"] == 429]
    assert refused
    assert 1 <= int(refused[0]["headers"]["Retry-After"]) <= 60
    assert json.loads(refused[0]["body"])["error"] == "too_fast"


def test_what_is_said_aloud_is_heard_answered_and_spoken(world: World, lex: Stubber):
    world.verified()
    spoken = {
        "sessionState": packed({"dialogAction": {"type": "ElicitIntent"}}),
        "messages": packed([plain("You hold $4,318.22.")]),
        "inputTranscript": packed("what is my balance"),
        "audioStream": StreamingBody(io.BytesIO(MP3), len(MP3)),
    }
    expected = {**LEX_HEARD, "inputStream": b"\0" * 3200}
    lex.add_response("recognize_utterance", spoken, expected)

    status, body = ask("customer_speaks")

    assert status == 200
    assert body["heard"] == "what is my balance"
    assert body["messages"][0]["text"] == "You hold $4,318.22."
    assert body["speech"] == base64.b64encode(MP3).decode()


def test_silence_is_heard_as_nothing(world: World, lex: Stubber):
    world.verified()
    silent = {
        "sessionState": packed({}),
        "audioStream": StreamingBody(io.BytesIO(b""), 0),
    }
    lex.add_response("recognize_utterance", silent)

    _, body = ask("customer_speaks")

    assert (body["heard"], body["speech"], body["messages"]) == ("", None, [])


def test_a_voice_without_words_is_said_to_be_one(world: World, lex: Stubber):
    world.verified()
    lex.add_client_error("recognize_utterance", "ValidationException", "empty", 400)

    status, body = ask("customer_speaks")

    assert (status, body["error"]) == (422, "nothing_heard")


def test_a_pin_is_never_taken_by_voice(world: World):
    world.verified()
    asked = Reply.elicit("VerifyIdentity", {"Pin": None}, "Pin", "Please enter your 4-digit PIN.")
    world.sessions.keep_asked(SESSION_ID, Asked(reply=asked), int(time.time()))

    status, body = ask("customer_speaks")

    assert (status, body["error"]) == (409, "pin_by_keypad")
    assert "keypad" in body["message"]


def test_a_conversation_ends_with_what_the_customer_thinks_of_it(world: World):
    world.verified()

    status, body = ask("customer_ends")
    after = ask("customer_writes")

    row = DYNAMODB.Table("sessions").get_item(Key={"pk": f"SESSION#{SESSION_ID}"})["Item"]
    assert (status, body) == (200, {"feedback": "up"})
    assert row["feedback"] == "up"
    assert abs(int(row["ended_at"]) - time.time()) < 60
    assert endings_waiting() == 1
    assert (after[0], after[1]["error"]) == (404, "session_expired")


def test_a_thumb_may_come_after_the_end(world: World):
    world.verified()
    WebSessions(DYNAMODB.Table("sessions")).end(SESSION_ID, None, int(time.time()))

    status, _ = ask("customer_ends")

    assert status == 200


def test_nobody_ends_a_conversation_that_is_not_there(world: World):
    status, body = ask("customer_ends")

    assert (status, body["error"]) == (404, "session_expired")
