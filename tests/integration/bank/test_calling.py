"""A call through the contact flow: its functions, and the router's part in it."""

import io
import json
import time
from typing import Any

import pytest
from botocore.stub import ANY, Stubber

from omnilex.adapters.lex_v2 import to_answer, to_dialog
from omnilex.domain import calling
from omnilex.domain.dialog import Action, Choice, Reply
from omnilex.domain.session import Asked, Channel, PendingIntent
from omnilex.handlers import brief_agent, identify_caller, resume_call, route_intent
from tests.integration.bank.world import ANA, CONTEXT, World, event, words

CONTACT = "5ca32fbd-8f92-46af-92a5-6b0f970f0efe"
ASK_PIN = Reply.elicit(
    "VerifyIdentity",
    {"PhoneNumber": "+14165550142", "Pin": None},
    "Pin",
    "Please enter your 4-digit PIN.",
)
CONFIRM = Reply.confirm("MakePayment", {"Payee": "mortgage", "Amount": "50"}, "Pay $50.00?")


def asked(world: World, reply: Reply, **known: Any) -> None:
    """The call as it stands after the bot's part."""
    now_s = int(time.time())
    session = world.sessions.begin(CONTACT, Channel.VOICE, "+14165550142", now_s)
    world.sessions.put(session.model_copy(update=known), now_s)
    world.sessions.keep_asked(CONTACT, Asked(reply=reply, wanted="MakePayment"), now_s)


def verified() -> dict[str, Any]:
    return {"customer_id": ANA, "verified_until": int(time.time()) + 300}


def test_a_known_number_needs_the_pin_only(world: World):
    answer = identify_caller.lambda_handler(event("identify_caller", "customer_calls"), CONTEXT)

    session = world.sessions.get(CONTACT, int(time.time()))
    assert answer["phone_number"] == "+14165550142"
    assert "all I shall need is your PIN" in answer["prompt"]
    assert "Ana" not in answer["prompt"]
    assert (session.channel, session.identity) == (Channel.VOICE, "+14165550142")


@pytest.mark.parametrize("situation", ["number_of_nobody", "number_withheld"])
def test_a_number_of_nobody_is_greeted_without_it(world: World, situation: str):
    called = event("identify_caller", situation)

    answer = identify_caller.lambda_handler(called, CONTEXT)

    contact = called["Details"]["ContactData"]["ContactId"]
    session = world.sessions.get(contact, int(time.time()))
    assert answer["phone_number"] == ""
    assert "PIN" not in answer["prompt"]
    assert session.channel is Channel.VOICE


def test_a_call_whose_session_has_expired_begins_anew(world: World):
    long_ago = int(time.time()) - 3600
    world.sessions.begin(CONTACT, Channel.VOICE, "+14165550142", long_ago)
    world.sessions.keep_asked(CONTACT, Asked(reply=CONFIRM), long_ago)

    identify_caller.lambda_handler(event("identify_caller", "customer_calls"), CONTEXT)

    now_s = int(time.time())
    assert world.sessions.get(CONTACT, now_s).identity == "+14165550142"
    assert world.sessions.asked(CONTACT, now_s) == Asked()


def test_a_number_that_looks_like_a_customers_is_nobodys(world: World):
    called = event("identify_caller", "customer_calls")
    called["Details"]["ContactData"]["CustomerEndpoint"]["Address"] = f"+{ANA}"

    answer = identify_caller.lambda_handler(called, CONTEXT)

    assert answer["phone_number"] == ""
    assert "PIN" not in answer["prompt"]


def test_who_chose_spanish_is_greeted_in_it(world: World):
    situation = event("identify_caller", "customer_calls_in_spanish")

    answer = identify_caller.lambda_handler(situation, CONTEXT)

    assert answer["prompt"].startswith("Soy OmniLex")


def test_the_flow_asks_for_the_pin_and_the_bot_waits_for_it(world: World):
    asked(world, ASK_PIN)
    with Stubber(resume_call.lex) as lex:
        lex.add_response("put_session", {"sessionId": CONTACT}, waiting(ASK_PIN, "pin"))

        answer = resume_call.lambda_handler(event("resume_call", "part_ended"), CONTEXT)

    assert answer == {"next": "pin", "prompt": "Please enter your 4-digit PIN."}


def test_after_the_pin_the_call_goes_on_with_what_was_asked(world: World):
    asked(world, CONFIRM, **verified())
    with Stubber(resume_call.lex) as lex:
        lex.add_response("put_session", {"sessionId": CONTACT}, waiting(CONFIRM, "talk"))

        answer = resume_call.lambda_handler(event("resume_call", "part_ended"), CONTEXT)

    assert answer == {"next": "talk", "prompt": "Pay $50.00?"}


def test_what_is_no_question_needs_no_waiting(world: World):
    asked(world, Reply.ask("Thank you, Ana. What would you like to do?"), **verified())

    answer = resume_call.lambda_handler(event("resume_call", "part_ended"), CONTEXT)

    assert answer["next"] == "talk"
    assert answer["prompt"].startswith("Thank you, Ana.")


def test_a_call_of_which_nothing_is_known_goes_on_all_the_same(world: World):
    answer = resume_call.lambda_handler(event("resume_call", "part_ended"), CONTEXT)

    assert answer == {"next": "talk", "prompt": "Let us go on. What would you like to do?"}


def test_a_locked_pin_goes_to_a_person_who_can_unlock_it(world: World):
    asked(world, Reply.close("VerifyIdentity", "That PIN has been tried too often.", failed=True))

    answer = resume_call.lambda_handler(event("resume_call", "part_ended"), CONTEXT)

    assert answer["next"] == "agent"
    assert "A colleague will unlock it with you" in answer["prompt"]


def test_a_goodbye_at_the_pin_ends_the_call(world: World):
    asked(world, Reply.close("FallbackIntent", "All right."))

    answer = resume_call.lambda_handler(event("resume_call", "part_ended"), CONTEXT)

    assert answer == {"next": "goodbye", "prompt": "All right."}


@pytest.mark.parametrize("part", ["talk", "pin"])
def test_silence_is_for_who_looks_after_silence_whatever_was_asked(world: World, part: str):
    silent = {**on_the_phone(part), "inputTranscript": ""}

    routed(Reply.ask("Are you still there?"), silent, name="omnilex-offer-help")


def test_the_log_of_a_call_tells_that_the_pin_was_locked():
    dialog = to_dialog(on_the_phone("pin"))
    locked = Reply.close("VerifyIdentity", "That PIN has been tried too often.", failed=True)

    assert calling.is_locked(calling.marked(dialog, locked).attributes)
    assert not calling.is_locked(calling.marked(dialog, CONFIRM).attributes)


def test_the_colleague_learns_who_calls_and_what_was_wanted(world: World):
    asked(world, Reply.close("TransferToAgent", "Please hold."), **verified())

    answer = brief_agent.lambda_handler(event("brief_agent", "person_asked_for"), CONTEXT)

    assert answer == {
        "customer_id": ANA,
        "customer_name": "Ana Moreau",
        "verified": "true",
        "wanted": "MakePayment",
    }


def test_without_the_pin_the_colleague_learns_no_name(world: World):
    pending = PendingIntent(intent="OpenAccount", slots={})
    asked(world, Reply.close("TransferToAgent", "Please hold."), pending=pending)

    answer = brief_agent.lambda_handler(event("brief_agent", "person_asked_for"), CONTEXT)

    assert answer["customer_name"] == ""
    assert answer["customer_id"] == ""
    assert answer["verified"] == "false"
    assert answer["wanted"] == "OpenAccount"


@pytest.mark.parametrize(
    ("part", "reply", "ends"),
    [
        ("talk", ASK_PIN, True),
        ("talk", CONFIRM, False),
        ("pin", ASK_PIN, False),
        ("pin", CONFIRM, True),
        ("pin", Reply.delegate("MakePayment", {}), False),
        ("elsewhere", ASK_PIN, False),
    ],
)
def test_the_bots_part_ends_where_the_recording_changes(part: str, reply: Reply, ends: bool):
    dialog = to_dialog(on_the_phone(part))

    assert calling.ends_part(reply, dialog) is ends


def test_while_it_talks_the_bot_leaves_the_pin_to_the_flow(world: World):
    answer = routed(ASK_PIN, on_the_phone("talk"))

    kept = world.sessions.asked(CONTACT, int(time.time()))
    assert answer["sessionState"]["dialogAction"] == {"type": "Close"}
    assert answer["sessionState"]["intent"]["name"] == "VerifyIdentity"
    assert "messages" not in answer
    assert kept.reply is not None
    assert kept.reply.slot == "Pin"


def test_what_is_said_before_the_pin_is_said_by_the_flow(world: World):
    routed(ASK_PIN.model_copy(update={"aside": "Welcome."}), on_the_phone("talk"))
    with Stubber(resume_call.lex) as lex:
        lex.add_response("put_session", {"sessionId": CONTACT})

        answer = resume_call.lambda_handler(event("resume_call", "part_ended"), CONTEXT)

    assert answer["prompt"] == "Welcome. Please enter your 4-digit PIN."


def test_asking_for_a_person_keeps_what_was_wanted(world: World):
    asked(world, CONFIRM)
    situation = on_the_phone("talk")
    situation["sessionState"]["intent"]["name"] = "TransferToAgent"

    routed(Reply.close("TransferToAgent", "Please hold."), situation)

    assert world.sessions.asked(CONTACT, int(time.time())).wanted == "MakePayment"


def test_cards_are_said_and_payloads_are_not(world: World):
    choices = tuple(Choice(text=one, value=one) for one in ("mortgage", "car loan"))
    reply = Reply.elicit(
        "MakePayment", {"Payee": None}, "Payee", "Which one would you like to pay?"
    )

    answer = routed(reply.model_copy(update={"choices": choices}), on_the_phone("talk"))

    assert words(answer) == ("Which one would you like to pay? You can say: mortgage or car loan.")
    assert {one["contentType"] for one in answer["messages"]} == {"PlainText"}


def test_a_question_with_choices_is_spoken_to_who_speaks_on_the_web(world: World):
    choices = tuple(Choice(text=one, value=one) for one in ("mortgage", "car loan"))
    question = "Which one would you like to pay?"
    reply = Reply.elicit("MakePayment", {"Payee": None}, "Payee", question)
    spoken = {**event("route_intent", "payment_asked_for"), "inputMode": "Speech"}

    answer = routed(reply.model_copy(update={"choices": choices}), spoken)

    text, card = answer["messages"]
    kept = world.sessions.asked(spoken["sessionId"], int(time.time())).reply
    assert text["content"] == f"{question} You can say: mortgage or car loan."
    assert card["imageResponseCard"]["title"] == "Or choose:"
    assert [one["value"] for one in card["imageResponseCard"]["buttons"]] == [
        "mortgage",
        "car loan",
    ]
    assert kept is not None
    assert (kept.text, len(kept.choices)) == (question, 2)


def test_what_else_to_do_is_asked_by_the_flow_once(world: World):
    reply = Reply.close("MakePayment", "Done. Is there anything else?")

    answer = routed(reply, on_the_phone("talk"))

    assert words(answer) == "Done."


def on_the_phone(part: str) -> dict[str, Any]:
    situation = event("route_intent", "payment_asked_for")
    situation["sessionId"] = CONTACT
    situation["sessionState"]["sessionAttributes"] = {calling.PART: part}
    return situation


def routed(reply: Reply, situation: dict[str, Any], name: Any = ANY) -> dict[str, Any]:
    """The router's answer where the intent's function, of that ``name``, answers ``reply``."""
    payload = json.dumps(to_answer(reply, to_dialog(situation))).encode()
    client = route_intent.intents._client
    with Stubber(client) as functions:
        answered = {"StatusCode": 200, "Payload": io.BytesIO(payload)}
        functions.add_response("invoke", answered, {"FunctionName": name, "Payload": ANY})
        return route_intent.lambda_handler(situation, CONTEXT)


def waiting(reply: Reply, part: str) -> dict[str, Any]:
    """PutSession's parameters with which the bot waits for what ``reply`` asked."""
    action: dict[str, str] = {"type": reply.action.value}
    if reply.action is Action.ELICIT_SLOT:
        action["slotToElicit"] = reply.slot or ""
    slots = {
        name: {
            "shape": "Scalar",
            "value": {"originalValue": one, "interpretedValue": one, "resolvedValues": [one]},
        }
        for name, one in reply.slots.items()
        if one
    }
    state = {
        "dialogAction": action,
        "sessionAttributes": {"call_part": part, "phone_number": "+14165550142"},
        "intent": {
            "name": reply.intent,
            "slots": slots,
            "state": "InProgress",
            "confirmationState": "None",
        },
    }
    return {
        "botId": ANY,
        "botAliasId": ANY,
        "localeId": "en_US",
        "sessionId": CONTACT,
        "sessionState": state,
        "responseContentType": "text/plain; charset=utf-8",
    }
