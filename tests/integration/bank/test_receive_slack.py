import json
import random
import time
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from botocore.exceptions import ReadTimeoutError

from omnilex.adapters import slack
from omnilex.adapters.http_api import WebhookRequest
from omnilex.domain.dialog import Reply
from omnilex.domain.messaging import UnsignedRequestError
from omnilex.domain.session import Asked
from omnilex.domain.slack import Place, sealed
from omnilex.handlers import receive_slack
from tests.integration.bank.messaging import (
    SIGNING_SECRET,
    Vendor,
    bot_of,
    says,
    signed_by_slack,
)
from tests.integration.bank.world import CONTEXT, DYNAMODB, SQS, World, event

PLACE = Place(team="T0001", user="U0001", channel="D0001")
SESSION_ID = PLACE.session_id(SIGNING_SECRET)


def ask(request: dict[str, Any]) -> tuple[int, Any]:
    made = receive_slack.lambda_handler(request, CONTEXT)
    return made["statusCode"], json.loads(made["body"] or "null")


def receive(situation: str) -> tuple[int, Any]:
    return ask(signed_by_slack(event("receive_slack", situation)))


def queued() -> list[dict[str, Any]]:
    url = receive_slack.settings.slack_messages_url
    found = SQS.receive_message(
        QueueUrl=url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"]
    )
    return [
        {**json.loads(one["Body"]), "group": one["Attributes"]["MessageGroupId"]}
        for one in found.get("Messages", [])
    ]


def waits_for(slot: str, world: World) -> None:
    reply = Reply.elicit("VerifyIdentity", {}, slot, "Which?")
    world.sessions.keep_asked(SESSION_ID, Asked(reply=reply), int(time.time()))


def test_slacks_published_request_is_signed_as_published():
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id="
        b"G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-"
        b"collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F39770"
        b"0885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d"
        b"2c447fce8b6703c"
    )

    made = slack.signature("1531420618", body, "8f742231b10e8888abcd99yyyzzz85a5")

    assert made == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


def test_the_sample_events_are_signed_as_slack_signs(vendor: Vendor):
    request = WebhookRequest.of(event("receive_slack", "customer_writes"))
    secret, at = receive_slack.vendor.get(), int(request.headers["x-slack-request-timestamp"])

    slack.check_signature(request, secret, at + 300)
    slack.check_signature(request, secret, at - 300)
    for late in (at + 301, at - 301):
        with pytest.raises(UnsignedRequestError):
            slack.check_signature(request, secret, late)


def test_the_challenge_is_given_back_and_is_signed_too(vendor: Vendor):
    status, body = receive("url_verification")
    unsigned = event("receive_slack", "url_verification")

    assert (status, list(body)) == (200, ["challenge"])
    assert body["challenge"].startswith("3eZbrw1a")
    assert ask(unsigned)[0] == 403


def test_what_a_customer_writes_is_taken_and_answered_later(vendor: Vendor):
    status, body = receive("customer_writes")

    (job,) = queued()
    assert (status, body) == (200, None)
    assert (job["text"], job["group"]) == ("pay 125.50 to my mortgage", SESSION_ID)
    assert vendor.requests == []


def test_what_slack_delivers_again_is_queued_once(vendor: Vendor):
    for retry in range(4):
        request = signed_by_slack(event("receive_slack", "customer_writes"))
        request["headers"] |= {"x-slack-retry-num": str(retry), "x-slack-retry-reason": "x"}
        assert ask(request)[0] == 200

    assert len(queued()) == 1


def test_a_thread_is_a_conversation_of_its_own(vendor: Vendor):
    receive("customer_writes_in_a_thread")

    (job,) = queued()
    assert job["place"]["thread_ts"] == "1795424300.000100"
    assert job["group"] != SESSION_ID
    assert job["text"] == "what is my balance & what do I owe?"


@pytest.mark.parametrize("situation", ["our_own_message", "message_changed"])
def test_what_no_customer_wrote_is_left_alone(vendor: Vendor, situation: str):
    assert receive(situation)[0] == 200
    assert queued() == []


def test_a_call_where_others_read_along_is_answered_in_its_thread(vendor: Vendor):
    receive("mentioned_in_a_channel")

    (job,) = queued()
    assert job["kind"] == "elsewhere"
    assert job["place"]["thread_ts"] == "1795424399.000100"


def test_the_pin_button_opens_a_modal_and_asks_for_what_is_missing(world: World, vendor: Vendor):
    waits_for("Pin", world)
    receive("pin_button_pressed")
    waits_for("PhoneNumber", world)
    receive("pin_button_pressed")

    pin, both = (told["view"] for _, _, told in vendor.requests)
    path, headers, told = vendor.requests[0]
    assert path == "/views.open"
    assert headers["Authorization"] == "Bearer xoxb-1"
    assert told["trigger_id"].startswith("12466734323.")
    assert [block["block_id"] for block in pin["blocks"]] == ["pin"]
    assert [block["block_id"] for block in both["blocks"]] == ["number", "pin"]
    assert json.loads(pin["private_metadata"]) == PLACE.model_dump()
    assert all(len(pin[name]["text"]) <= 24 for name in ("title", "submit", "close"))


def test_a_modal_that_does_not_open_is_an_error_that_slack_shows(world: World, vendor: Vendor):
    vendor.fails = True

    status, body = receive("pin_button_pressed")

    assert (status, body["error"]) == (502, "slack_unavailable")


def pressed(value: str) -> dict[str, Any]:
    request = event("receive_slack", "button_not_ours")
    payload = json.loads(parse_qs(WebhookRequest.of(request).body.decode())["payload"][0])
    payload["actions"][0]["value"] = value
    request["body"], request["isBase64Encoded"] = urlencode({"payload": json.dumps(payload)}), False
    return signed_by_slack(request)


def test_a_button_of_ours_says_what_it_says(vendor: Vendor):
    value = sealed(SESSION_ID, "abcd", "yes", SIGNING_SECRET)

    assert ask(pressed(value))[0] == 200
    (job,) = queued()
    assert (job["text"], job["turn_id"]) == ("yes", "abcd")


@pytest.mark.parametrize(
    "value",
    [
        '["00000000", "yes", "0"]',
        "yes",
        "[1, 2, 3]",
        "[]",
        "",
        sealed("slack.another", "abcd", "yes", SIGNING_SECRET),
        sealed(SESSION_ID, "abcd", "yes", SIGNING_SECRET).replace("yes", "pay 9000"),
    ],
)
def test_a_button_that_is_not_ours_says_nothing(vendor: Vendor, value: str):
    status, body = ask(pressed(value))

    assert (status, body["error"]) == (400, "bad_request")
    assert queued() == []


def test_the_right_pin_closes_the_modal_and_goes_on_in_the_conversation(
    world: World, vendor: Vendor
):
    waits_for("Pin", world)
    with bot_of(receive_slack.lex, lambda *_: says("Thank you, Ana.")) as heard:
        _, body = receive("right_pin")

    (job,) = queued()
    assert body == {"response_action": "clear"}
    assert heard == ["4821"]
    assert (job["kind"], job["group"]) == ("answered", SESSION_ID)
    assert "4821" not in json.dumps(job)


def test_number_and_pin_are_given_together_once(world: World, vendor: Vendor):
    waits_for("PhoneNumber", world)

    def answer(session: str, locale: str, text: str) -> dict[str, Any]:
        waits_for("Pin", world)
        return says("Thank you.")

    with bot_of(receive_slack.lex, answer) as heard:
        receive("number_and_pin")

    assert heard == ["416 555 0142", "4821"]


def test_a_wrong_pin_is_said_in_the_modal(world: World, vendor: Vendor):
    waits_for("Pin", world)
    wanted = {"type": "ElicitSlot", "slotToElicit": "Pin"}
    wrong = says("That PIN is not right. You have 2 tries left.", dialogAction=wanted)
    with bot_of(receive_slack.lex, lambda *_: wrong):
        _, body = receive("wrong_pin")

    assert body["response_action"] == "errors"
    assert "2 tries left" in body["errors"]["pin"]
    assert queued() == []


def test_what_is_no_pin_is_said_and_not_heard(world: World, vendor: Vendor):
    waits_for("Pin", world)
    with bot_of(receive_slack.lex, lambda *_: says("?")) as heard:
        _, body = receive("no_pin")

    assert set(body["errors"]) == {"pin", "number"}
    assert heard == []


def test_a_pin_that_nobody_waits_for_is_not_heard(world: World, vendor: Vendor):
    waits_for("Amount", world)
    with bot_of(receive_slack.lex, lambda *_: says("?")) as heard:
        _, body = receive("right_pin")

    assert "no PIN any more" in body["errors"]["pin"]
    assert heard == []


def test_a_bot_that_fails_is_said_in_the_modal(world: World, vendor: Vendor):
    def fail(*_: str) -> dict[str, Any]:
        raise ReadTimeoutError(endpoint_url="lex")

    waits_for("Pin", world)
    with bot_of(receive_slack.lex, fail):
        _, body = receive("right_pin")

    assert "try again" in body["errors"]["pin"]


def test_a_modal_sent_by_another_is_refused(vendor: Vendor):
    request = event("receive_slack", "right_pin")
    payload = json.loads(parse_qs(WebhookRequest.of(request).body.decode())["payload"][0])
    payload["user"]["id"] = "U0002"
    request["body"], request["isBase64Encoded"] = urlencode({"payload": json.dumps(payload)}), False

    assert ask(signed_by_slack(request))[0] == 400


@pytest.mark.parametrize("body", ["", "{", "payload=%7B", "payload=%7B%7D", "a=b"])
def test_what_is_signed_and_nothing_of_slacks_is_explained(vendor: Vendor, body: str):
    for situation in ("customer_writes", "right_pin"):
        request = {**event("receive_slack", situation), "body": body, "isBase64Encoded": False}

        status, said = ask(signed_by_slack(request))

        assert (status, said["error"]) == (400, "bad_request")


def test_every_mutated_request_is_refused_and_does_nothing(vendor: Vendor):
    chance = random.Random(1)
    request = signed_by_slack(event("receive_slack", "customer_writes"))
    names = ("x-slack-signature", "x-slack-request-timestamp")
    statuses = set()

    for _ in range(2_000):
        changed = {**request, "headers": dict(request["headers"])}
        what = chance.choice(["body", *names])
        text = changed["body"] if what == "body" else changed["headers"][what]
        at = chance.randrange(len(text))
        put = chance.choice(["", chr(ord(text[at]) ^ chance.randrange(1, 32))])
        spoilt = text[:at] + put + text[at + 1 :]
        if what == "body":
            changed["body"] = spoilt
        else:
            changed["headers"][what] = spoilt
        statuses.add(ask(changed)[0])

    assert statuses == {403}
    assert queued() == []
    assert DYNAMODB.Table("sessions").scan()["Items"] == []
