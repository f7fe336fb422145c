import json
import time
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from omnilex.adapters.pin_links import GOOD_FOR_S, PinLink, PinLinks, PinLinkSpentError
from omnilex.adapters.talks_table import TalksTable
from omnilex.domain.dialog import Reply
from omnilex.domain.session import Asked
from omnilex.domain.wording import Language
from omnilex.handlers import check_pin
from tests.integration.bank.messaging import (
    ANAS_PHONE,
    OUR_PHONE,
    Vendor,
    bot_of,
    says,
)
from tests.integration.bank.world import ANA, CONTEXT, DYNAMODB, World, event

SESSION_ID = "sms.0123456789abcdef0123456789abcdef"
LINK = PinLink(
    session_id=SESSION_ID,
    customer_phone=ANAS_PHONE,
    bank_phone=OUR_PHONE,
    language=Language.ENGLISH,
)
WANTED = {"type": "ElicitSlot", "slotToElicit": "Pin"}


@pytest.fixture(autouse=True)
def waiting_for_the_pin(vendor: Vendor, world: World) -> None:
    waits_for("Pin", world)


def waits_for(slot: str, world: World) -> None:
    reply = Reply.elicit("VerifyIdentity", {}, slot, "Please enter your 4-digit PIN.")
    world.sessions.keep_asked(SESSION_ID, Asked(reply=reply), int(time.time()))


def links() -> PinLinks:
    return PinLinks(DYNAMODB.Table("sessions"))


def enter(situation: str, token: str | None = None) -> tuple[int, dict[str, Any]]:
    """The PIN of a sample event, through a new link unless one is given."""
    asked = event("check_pin", situation)
    token = token or links().make(LINK, int(time.time()))
    asked["rawPath"] = asked["requestContext"]["http"]["path"] = f"/pin/{token}"
    made = check_pin.lambda_handler(asked, CONTEXT)
    return made["statusCode"], json.loads(made["body"])


def test_the_right_pin_goes_on_with_the_conversation_by_text(world: World, vendor: Vendor):
    def thank(*_: str) -> dict[str, Any]:
        waits_for("Amount", world)
        return says("Thank you, Ana.", "How much?")

    with bot_of(check_pin.lex, thank) as heard:
        status, outcome = enter("right_pin")

    assert (status, outcome["status"], outcome["is_sent"]) == (200, "right", True)
    assert heard == ["4821"]
    path, _, told = vendor.requests[0]
    assert path.endswith("/Messages.json")
    assert told == {"From": OUR_PHONE, "To": ANAS_PHONE, "Body": "Thank you, Ana.\nHow much?"}


def test_a_wrong_pin_is_said_on_the_page_with_the_next_link(vendor: Vendor):
    wrong = says("That PIN is not right. You have 2 tries left.", dialogAction=WANTED)
    with bot_of(check_pin.lex, lambda *_: wrong) as heard:
        token = links().make(LINK, int(time.time()))
        _, outcome = enter("wrong_pin", token)
        spent, _ = enter("wrong_pin", token)
        _, again = enter("right_pin", outcome["token"])

    assert (outcome["status"], again["status"], spent) == ("wrong", "wrong", 404)
    assert "2 tries left" in outcome["message"]
    assert heard == ["1111", "4821"]
    assert vendor.requests == []


def test_too_many_pins_lock_and_are_told_in_both_places(vendor: Vendor):
    locked = says(
        "I have locked it.",
        dialogAction={"type": "Close"},
        intent={"name": "VerifyIdentity", "state": "Failed"},
    )
    with bot_of(check_pin.lex, lambda *_: locked):
        _, outcome = enter("wrong_pin")

    assert (outcome["status"], outcome["message"]) == ("locked", "I have locked it.")
    assert vendor.texts == ["I have locked it."]


def test_a_pin_that_nobody_waits_for_is_not_heard(world: World, vendor: Vendor):
    waits_for("Amount", world)
    with bot_of(check_pin.lex, lambda *_: says("?")) as heard:
        _, outcome = enter("right_pin")

    assert (outcome["status"], heard) == ("not_needed", [])


def test_what_is_no_pin_does_not_spend_the_link(vendor: Vendor):
    token = links().make(LINK, int(time.time()))

    status, body = enter("no_pin", token)

    assert (status, body["error"]) == (400, "bad_request")
    assert links().spend(token, int(time.time())) == LINK


def test_a_link_is_good_for_ten_minutes(vendor: Vendor):
    now_s = int(time.time())
    token = links().make(LINK, now_s)

    with pytest.raises(PinLinkSpentError):
        links().spend(token, now_s + GOOD_FOR_S)


def test_a_guessed_link_finds_nothing(vendor: Vendor):
    status, body = enter("right_pin", "A" * 22)

    assert (status, body["error"]) == (404, "link_spent")


def test_the_table_holds_no_token(vendor: Vendor):
    token = links().make(LINK, int(time.time()))

    assert token not in str(DYNAMODB.Table("sessions").scan()["Items"])


def test_a_bot_that_fails_costs_no_link(vendor: Vendor):
    def fail(*_: str) -> dict[str, Any]:
        raise ReadTimeoutError(endpoint_url="lex")

    with bot_of(check_pin.lex, fail):
        _, outcome = enter("right_pin")

    assert outcome["status"] == "unavailable"
    assert links().spend(outcome["token"], int(time.time())) == LINK


@pytest.mark.parametrize("why", ["vendor", "stopped"])
def test_where_no_text_can_be_sent_the_page_says_so(world: World, vendor: Vendor, why: str):
    vendor.fails = why == "vendor"
    if why == "stopped":
        TalksTable(DYNAMODB.Table("sessions")).stop(SESSION_ID)

    def thank(*_: str) -> dict[str, Any]:
        waits_for("Amount", world)
        return says("Thank you, Ana.")

    with bot_of(check_pin.lex, thank):
        _, outcome = enter("right_pin")

    assert (outcome["status"], outcome["is_sent"]) == ("right", False)
    assert vendor.requests == []


def test_neither_pin_nor_link_reaches_a_log(world: World, vendor: Vendor, log: list[str]):
    token = links().make(LINK, int(time.time()))
    with bot_of(check_pin.lex, lambda *_: says("Thank you.")):
        enter("right_pin", token)
        enter("right_pin", token)

    assert not [line for line in log if token in line or "4821" in line or ANA in line]
