import time
from datetime import UTC, datetime
from typing import Any

import pytest

from omnilex.domain.dialog import Reply
from omnilex.domain.session import Asked, Channel
from omnilex.handlers.offer_help import lambda_handler
from tests.integration.bank.world import CONTEXT, SESSION_ID, World, action, event, words


def ask(situation: str) -> dict[str, Any]:
    return lambda_handler(event("offer_help", situation), CONTEXT)


def test_what_is_not_understood_gets_what_the_bot_can_do(world: World):
    answer = ask("not_understood")

    assert action(answer) == {"type": "ElicitIntent"}
    assert "You can pay your mortgage" in words(answer)


def test_yes_after_a_payment_gets_its_reference_and_pays_nothing(world: World):
    receipt = world.payment().receipt(4_192_72, datetime(2026, 11, 23, tzinfo=UTC))
    world.verified(receipt=receipt)

    answer = ask("yes_out_of_the_blue")

    assert "is already made" in words(answer)
    assert receipt.reference in words(answer)
    assert world.paid_cents() == []


def test_yes_after_verification_has_lapsed_hears_of_no_payment(world: World):
    receipt = world.payment().receipt(4_192_72, datetime(2026, 11, 23, tzinfo=UTC))
    world.verified(receipt=receipt, verified_until=int(time.time()) - 1)

    answer = ask("yes_out_of_the_blue")

    assert receipt.reference not in str(answer)
    assert "125.50" not in str(answer)


def test_yes_to_nothing_gets_what_the_bot_can_do(world: World):
    answer = ask("yes_out_of_the_blue")

    assert "I did not understand" in words(answer)


@pytest.mark.parametrize("said", ["thanks", "thank you!", "muchas gracias"])
def test_thanks_are_welcome(world: World, said: str):
    answer = lambda_handler({**event("offer_help", "thanks"), "inputTranscript": said}, CONTEXT)

    assert "You are welcome" in words(answer)


def test_thanks_with_a_wish_are_a_wish(world: World):
    said = "thank you, now what about the fee that you took from me in March"
    answer = lambda_handler({**event("offer_help", "thanks"), "inputTranscript": said}, CONTEXT)

    assert "You are welcome" not in words(answer)


FAREWELLS = ["goodbye", "No, that's all, thanks.", "Bye bye.", "ok thank you, goodbye"]


@pytest.mark.parametrize("said", [*FAREWELLS, "no", "No, thank you."])
def test_a_goodbye_closes_the_conversation(world: World, said: str):
    asked = Asked(reply=Reply.ask("What else can I do for you?"))

    answer = part(world, said, asked)

    assert action(answer)["type"] == "Close"
    assert words(answer) == "Thank you for banking with Harbour & Vale. Goodbye."


def test_a_goodbye_in_the_middle_says_that_nothing_was_done(world: World):
    answer = part(world, "goodbye", Asked(reply=Reply.confirm("MakePayment", {}, "Pay it?")))

    assert action(answer)["type"] == "Close"
    assert "Nothing was done that you did not confirm" in words(answer)


def test_on_the_telephone_the_flow_says_the_goodbye(world: World):
    contact_id = "5f3d2c1b-0000-4000-8000-00000000c001"
    world.sessions.begin(contact_id, Channel.VOICE, "+14165550142", int(time.time()))
    asked = Asked(reply=Reply.ask("What else can I do for you?"))

    answer = part(world, "goodbye", asked, contact_id)

    assert words(answer) == "All right."


@pytest.mark.parametrize("said", ["no", "nope", "no thanks"])
def test_a_no_to_no_question_is_no_goodbye(world: World, said: str):
    assert action(part(world, said, Asked()))["type"] == "ElicitIntent"


def part(world: World, said: str, asked: Asked, session_id: str = SESSION_ID) -> dict[str, Any]:
    spoken = {**event("offer_help", "thanks"), "inputTranscript": said, "sessionId": session_id}
    world.sessions.keep_asked(session_id, asked, int(time.time()))
    return lambda_handler(spoken, CONTEXT)


def silences(world: World, before: int) -> dict[str, Any]:
    asked = Asked(reply=Reply.ask("What would you like to do?"), misses=before)
    silent = event("offer_help", "silence_on_the_telephone")
    world.sessions.keep_asked(silent["sessionId"], asked, int(time.time()))
    return lambda_handler(silent, CONTEXT)


def test_silence_is_asked_whether_anybody_is_there(world: World):
    answer = silences(world, before=1)

    assert action(answer) == {"type": "ElicitIntent"}
    assert "still there" in words(answer)


def test_the_third_silence_in_a_row_ends_the_call(world: World):
    answer = silences(world, before=2)

    assert action(answer)["type"] == "Close"
    assert "I end this call" in words(answer)
