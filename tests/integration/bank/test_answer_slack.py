import copy
import itertools
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from omnilex.adapters.identities_table import IdentitiesTable
from omnilex.domain.dialog import Reply
from omnilex.domain.payment import Proposal
from omnilex.domain.session import Asked, Channel
from omnilex.domain.slack import Place, unsealed
from omnilex.handlers import answer_slack
from tests.integration.bank.messaging import (
    SIGNING_SECRET,
    Vendor,
    bot_of,
    says,
)
from tests.integration.bank.world import ANA, CONTEXT, DYNAMODB, World, event

PLACE = Place(team="T0001", user="U0001", channel="D0001")
SESSION_ID = PLACE.session_id(SIGNING_SECRET)


@pytest.fixture
def heard(vendor: Vendor) -> Iterator[list[str]]:
    with bot_of(answer_slack.lex, lambda _, locale, text: says(f"{locale}: {text}")) as heard:
        yield heard


def failures(asked: dict[str, Any]) -> list[str]:
    answer = answer_slack.lambda_handler(asked, CONTEXT)
    return [one["itemIdentifier"] for one in answer["batchItemFailures"]]


def record(n: int, text: str = "hello", group: str = "one", **more: Any) -> dict[str, Any]:
    made = copy.deepcopy(event("answer_slack", "customer_wrote")["Records"][0])
    job = json.loads(made["body"]) | {"message_id": f"Ev{n}", "text": text, **more}
    made |= {"messageId": f"m{n}", "body": json.dumps(job)}
    made["attributes"]["MessageGroupId"] = group
    return made


def batch(*records: dict[str, Any]) -> dict[str, Any]:
    return {"Records": list(records)}


def buttons(vendor: Vendor) -> list[dict[str, Any]]:
    blocks = vendor.requests[-1][2]["blocks"]
    return [one for block in blocks if block["type"] == "actions" for one in block["elements"]]


def test_what_the_bot_says_is_posted_where_the_customer_wrote(heard: list[str], vendor: Vendor):
    assert failures(event("answer_slack", "customer_wrote")) == []

    path, headers, told = vendor.requests[0]
    assert path == "/chat.postMessage"
    assert headers["Authorization"] == "Bearer xoxb-1"
    assert (told["channel"], told["text"]) == ("D0001", "en_US: pay 125.50 to my mortgage")
    assert told["blocks"][0]["text"] == {"type": "mrkdwn", "text": told["text"]}
    assert "thread_ts" not in told


def test_a_thread_is_answered_in_the_thread(heard: list[str], vendor: Vendor):
    failures(batch(record(1, place={**PLACE.model_dump(), "thread_ts": "17.1"})))

    assert vendor.requests[0][2]["thread_ts"] == "17.1"


def test_each_message_is_heard_once_and_answered_once(heard: list[str], vendor: Vendor):
    deliveries = [record(n, f"message {n}") for n in range(3) for _ in range(5)]

    for delivery in deliveries[::-1]:
        assert failures(batch(delivery)) == []

    assert heard == ["message 2", "message 1", "message 0"]
    assert len(vendor.requests) == 3


def test_what_slack_did_not_take_is_posted_again_and_not_heard_again(
    heard: list[str], vendor: Vendor
):
    vendor.fails = True
    assert failures(batch(record(1))) == ["m1"]
    vendor.fails = False

    assert failures(batch(record(1))) == []
    assert heard == ["hello"]
    assert vendor.texts == ["en_US: hello"]


def test_what_another_is_answering_comes_again_later(heard: list[str], vendor: Vendor):
    now_s = int(time.time())
    DYNAMODB.Table("sessions").put_item(
        Item={"pk": "MESSAGE#slack#Ev1", "leased_until": now_s + 30}
    )

    assert failures(batch(record(1))) == ["m1"]
    assert heard == []


def test_of_a_batch_only_what_failed_comes_again(heard: list[str], vendor: Vendor):
    assert failures(event("answer_slack", "one_of_two_unreadable")) == [
        "11111111-2222-4333-8444-000000000001"
    ]
    assert len(vendor.requests) == 1


LONG = [pytest.mark.nightly, pytest.mark.timeout(3600)]


@pytest.mark.parametrize("size", [3, pytest.param(10, marks=LONG)])
def test_every_mix_of_good_and_poisoned_messages_is_told_apart(
    heard: list[str], vendor: Vendor, size: int
):
    for mix, poisoned in enumerate(itertools.product([False, True], repeat=size)):
        records = [record(mix * 100 + n, group=f"conversation {n}") for n in range(size)]
        for n in range(size):
            if poisoned[n]:
                records[n]["body"] = "{"
        heard.clear()

        failed = failures(batch(*records))

        wanted = [records[n]["messageId"] for n in range(size) if poisoned[n]]
        assert failed == wanted
        assert len(heard) == size - len(wanted)


def test_the_rest_of_a_conversation_waits_for_what_failed(heard: list[str], vendor: Vendor):
    poisoned = record(1, group="a") | {"body": "{"}

    failed = failures(batch(poisoned, record(2, "later", "a"), record(3, "other", "b")))

    assert failed == ["m1", "m2"]
    assert heard == ["other"]


def test_a_pin_is_asked_for_by_a_button_and_never_read_from_a_message(world: World, vendor: Vendor):
    wanted = {"type": "ElicitSlot", "slotToElicit": "Pin"}
    with bot_of(answer_slack.lex, lambda *_: says("PIN?", dialogAction=wanted)) as heard:
        failures(batch(record(1, "pay")))
        reply = Reply.elicit("VerifyIdentity", {}, "Pin", "PIN?")
        world.sessions.keep_asked(SESSION_ID, Asked(reply=reply), int(time.time()))
        first = buttons(vendor)
        failures(batch(record(2, "4821")))

    assert [one["action_id"] for one in first] == ["enter_pin"]
    assert "value" not in first[0]
    assert heard == ["pay"]
    assert "I have not read that" in vendor.texts[-1]
    assert [one["action_id"] for one in buttons(vendor)] == ["enter_pin"]


def test_who_is_not_known_signs_in_by_a_button(world: World, vendor: Vendor):
    def ask(*_: str) -> dict[str, Any]:
        reply = Reply.elicit("VerifyIdentity", {}, "PhoneNumber", "Your number?")
        world.sessions.keep_asked(SESSION_ID, Asked(reply=reply), int(time.time()))
        return says("Your number?")

    with bot_of(answer_slack.lex, ask):
        failures(batch(record(1)))

    assert [one["text"]["text"] for one in buttons(vendor)] == ["Sign in"]


def test_a_payment_is_confirmed_by_a_sealed_button(vendor: Vendor):
    proposal = Proposal(
        payee="mortgage", amount_cents=5000, from_account="checking", balance_after_cents=1
    )
    asked = says("Pay $50 & more <now>?", dialogAction={"type": "ConfirmIntent"})
    payload = {"contentType": "CustomPayload", "content": proposal.model_dump_json()}
    asked["messages"].append(payload)
    with bot_of(answer_slack.lex, lambda *_: asked):
        failures(batch(record(1)))

    yes, no = buttons(vendor)
    button = unsealed(SESSION_ID, yes["value"], SIGNING_SECRET)
    assert button is not None and button.value == "yes"
    assert (yes["style"], no["text"]["text"]) == ("primary", "No")
    text = vendor.requests[0][2]["blocks"][0]["text"]["text"]
    assert text == "Pay $50 &amp; more &lt;now&gt;?"


def test_a_button_of_an_earlier_question_does_nothing(world: World, vendor: Vendor):
    with bot_of(answer_slack.lex, lambda *_: says("ok", dialogAction={"type": "Close"})) as heard:
        failures(batch(record(1, "pay 5")))
        reply = Reply.confirm("MakePayment", {}, "Pay $7.00?")
        world.sessions.keep_asked(SESSION_ID, Asked(reply=reply), int(time.time()))
        failures(batch(record(2, "yes", turn_id="00000000")))
        fresh = unsealed(SESSION_ID, buttons(vendor)[0]["value"], SIGNING_SECRET)
        assert fresh is not None
        failures(batch(record(3, "yes", turn_id=fresh.turn_id)))

    assert "earlier question" in vendor.texts[1] and "Pay $7.00?" in vendor.texts[1]
    assert heard == ["pay 5", "yes"]


def test_who_gave_the_pin_is_linked_once_and_told_so(world: World, vendor: Vendor):
    def verify(session_id: str, *_: str) -> dict[str, Any]:
        now_s = int(time.time())
        session = world.sessions.get(session_id, now_s).with_customer(ANA, now_s)
        world.sessions.put(session, now_s)
        return says("Thank you, Ana.")

    with bot_of(answer_slack.lex, verify):
        failures(batch(record(1)))
        failures(batch(record(2)))

    identities = IdentitiesTable(DYNAMODB.Table("bank"))
    assert identities.customer_of(Channel.SLACK, "T0001:U0001") == ANA
    told = [json.dumps(one[2]["blocks"]) for one in vendor.requests]
    assert ["unlink" in one for one in told] == [True, False]


def test_in_a_channel_nothing_is_said_but_where_to_talk(heard: list[str], vendor: Vendor):
    failures(event("answer_slack", "called_in_a_channel"))

    assert heard == []
    assert "direct message" in vendor.texts[0]
    assert vendor.requests[0][2]["thread_ts"] == "1795424399.000100"
