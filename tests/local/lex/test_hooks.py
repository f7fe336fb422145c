"""The Lambda hook: when it is called, what it may answer, and PutSession, which may call it too."""

import pytest

from local.lex.bots import build
from local.lex.errors import BadGatewayError, DependencyFailedError, ValidationError
from tests.local.lex.talk import (
    FLOWER_TYPES,
    Talk,
    answer,
    bot,
    delegate,
    flowers,
    intent,
    prompt,
    raising,
    says,
    slot,
    step,
)

ORDER = "I would like to order some flowers"
ON = {"DialogCodeHook": {"Enabled": True}}
FULFILLED_BY_HOOK = {"FulfillmentCodeHook": {"Enabled": True}}


@pytest.fixture(scope="module")
def shop():
    """In the default order: the hook is called on every turn."""
    return build(
        bot(
            flowers(**ON, **FULFILLED_BY_HOOK),
            intent("TrackOrder", "where is my order", slots=[slot("Order", "AMAZON.Number")]),
            types=[FLOWER_TYPES],
        )
    )


# ── When it is called ───────────────────────────────────────────────────────────────────────────


def test_in_the_default_order_every_turn_calls_the_hook(shop):
    talk = Talk(shop, delegate)

    for said in (ORDER, "roses", "tomorrow", "5 pm", "yes"):
        talk.say(said)

    sources = [event["invocationSource"] for event in talk.events]
    assert sources == ["DialogCodeHook"] * 5 + ["FulfillmentCodeHook"]
    assert talk.intent == "OrderFlowers Fulfilled"


def test_the_event_says_what_lex_would_ask_next(shop):
    talk = Talk(shop, delegate)

    talk.say(ORDER, attributes={"channel": "sms"})
    talk.say("blah")

    first, second = talk.events
    proposed = first["proposedNextState"]
    assert proposed["dialogAction"] == {"type": "ElicitSlot", "slotToElicit": "FlowerType"}
    assert proposed["intent"] == first["sessionState"]["intent"]
    assert proposed["prompt"] == {"attempt": "Initial"}
    assert first["requestAttributes"] == {"channel": "sms"}
    assert first["bot"]["aliasId"] == "TSTALIASID"
    assert first["inputTranscript"] == ORDER
    assert second["inputTranscript"] == "blah"


def test_a_retry_is_proposed_by_its_number():
    shop = bot(intent("Pay", "pay a bill", slots=[slot("Amount", "AMAZON.Number")], **ON))
    talk = Talk(shop, delegate)
    talk.say("pay a bill")

    talk.say("blah")
    talk.say("blah")

    attempts = [event["proposedNextState"]["prompt"]["attempt"] for event in talk.events]
    assert attempts == ["Initial", "Retry1", "Retry2"]


def configured(**parts):
    hook = {
        "IsActive": True,
        "EnableCodeHookInvocation": True,
        "InvocationLabel": "start",
        "PostCodeHookSpecification": {
            "SuccessResponse": says("Welcome."),
            "SuccessNextStep": step("ElicitSlot", slot="Amount"),
            "FailureResponse": says("Closed today."),
            "FailureNextStep": step("EndConversation"),
            "TimeoutResponse": says("Too slow."),
            "TimeoutNextStep": step("EndConversation"),
        },
    }
    after = {"ElicitationCodeHook": {"EnableCodeHookInvocation": True, "InvocationLabel": "after"}}
    return bot(
        intent(
            "Pay",
            "pay a bill",
            slots=[slot("Amount", "AMAZON.Number", SlotCaptureSetting=after)],
            InitialResponseSetting={"NextStep": step("InvokeDialogCodeHook"), "CodeHook": hook},
            IntentClosingSetting={"ClosingResponse": says("Done.")},
            **{**ON, **parts},
        )
    )


def test_a_configured_intent_calls_the_hook_at_its_points_with_their_labels():
    talk = Talk(configured(), delegate)

    assert talk.say("pay a bill") == ["Welcome.", "Amount?"]
    assert talk.say("blah") == ["Amount?"]
    assert talk.say("20") == ["Done."]

    assert [event["invocationLabel"] for event in talk.events] == ["start", "after", "after"]
    assert talk.events[1]["proposedNextState"]["prompt"] == {"attempt": "Retry1"}


def test_the_intents_master_switch_silences_its_hooks():
    talk = Talk(configured(DialogCodeHook={"Enabled": False}), delegate)

    assert talk.say("pay a bill") == ["Welcome.", "Amount?"]
    assert talk.events == []


@pytest.mark.parametrize(
    ("hook", "reply"),
    [
        (raising(), "Closed today."),
        (raising(timed_out=True), "Too slow."),
        (lambda event: answer(event, "Delegate", intent={"state": "Failed"}), "Closed today."),
    ],
)
def test_a_dialog_hook_has_three_outcomes(hook, reply):
    talk = Talk(configured(), hook)

    assert talk.say("pay a bill") == [reply]
    assert (talk.action, talk.intent) == ("Close", "Pay Failed")


def test_a_hook_that_fails_where_the_bot_foresees_none_is_a_failed_dependency(shop):
    talk = Talk(shop, raising("Received error response from Lambda: Unhandled"))

    with pytest.raises(DependencyFailedError, match="intent OrderFlowers, DialogCodeHook"):
        talk.say(ORDER)


# ── What it may answer ──────────────────────────────────────────────────────────────────────────


def test_elicit_slot_asks_with_the_bots_prompt_or_the_hooks_words(shop):
    quiet = Talk(shop, lambda event: answer(event, "ElicitSlot", slot="FlowerType"))
    talking = Talk(shop, lambda event: answer(event, "ElicitSlot", "Which?", slot="FlowerType"))

    assert quiet.say(ORDER) == ["What type of flowers would you like to order?"]
    assert talking.say(ORDER) == ["Which?"]
    assert talking.action == quiet.action == "ElicitSlot FlowerType"


def test_elicit_slot_may_change_the_intent(shop):
    other = {"name": "TrackOrder", "slots": {}}
    talk = Talk(shop, lambda event: answer(event, "ElicitSlot", slot="Order", intent=other))

    assert talk.say(ORDER) == ["Order?"]
    assert talk.intent == "TrackOrder InProgress"
    assert talk.last["interpretations"][0]["intent"]["name"] == "TrackOrder"


def test_confirm_intent_uses_the_bots_prompt(shop):
    filled = {
        "slots": {
            name: {"value": {"interpretedValue": value}}
            for name, value in (
                ("FlowerType", "roses"),
                ("PickupDate", "2020-12-01"),
                ("PickupTime", "10:00"),
            )
        }
    }
    talk = Talk(shop, lambda event: answer(event, "ConfirmIntent", intent=filled))

    said = talk.say(ORDER)

    assert talk.action == "ConfirmIntent"
    assert said[0].startswith("Okay, your roses will be ready for pickup by 10:00 on 2020-12-01.")


def test_elicit_intent_starts_anew(shop):
    talk = Talk(shop, lambda event: answer(event, "ElicitIntent", "What else?"))

    assert talk.say(ORDER) == ["What else?"]
    assert talk.action == "ElicitIntent"
    talk.hook = delegate
    talk.say(ORDER)
    assert talk.action == "ElicitSlot FlowerType"


@pytest.mark.parametrize("state", ["Fulfilled", "Failed", "InProgress"])
def test_close_ends_in_the_state_it_says(shop, state):
    talk = Talk(shop, lambda event: answer(event, "Close", "Bye.", intent={"state": state}))

    assert talk.say(ORDER) == ["Bye."]
    assert (talk.action, talk.intent) == ("Close", f"OrderFlowers {state}")


def test_a_hook_may_null_a_slot_so_that_it_is_asked_again(shop):
    def refuse_roses(event):
        slots = event["sessionState"]["intent"]["slots"]
        return answer(event, "Delegate", intent={"slots": {**slots, "FlowerType": None}})

    talk = Talk(shop, delegate)
    talk.say(ORDER)
    talk.hook = refuse_roses

    talk.say("roses")

    assert talk.action == "ElicitSlot FlowerType"
    assert talk.slots["FlowerType"] is None


def test_the_hooks_session_attributes_replace_the_map(shop):
    talk = Talk(shop, lambda event: answer(event, "Delegate", sessionAttributes={"b": "2"}))

    talk.say(ORDER, {"sessionAttributes": {"a": "1"}})

    assert talk.state["sessionAttributes"] == {"b": "2"}


def test_the_hooks_words_may_hold_placeholders(shop):
    talk = Talk(shop, delegate)
    talk.say(ORDER)
    talk.hook = lambda event: answer(event, "ElicitSlot", "{FlowerType}! When?", slot="PickupDate")

    assert talk.say("roses") == ["roses! When?"]


def test_a_card_travels(shop):
    card = {
        "title": "Which?",
        "buttons": [{"text": "Roses", "value": "roses"}, {"text": "Tulips", "value": "tulips"}],
    }

    def hook(event):
        asked = answer(event, "ElicitSlot", slot="FlowerType")
        return {
            **asked,
            "messages": [{"contentType": "ImageResponseCard", "imageResponseCard": card}],
        }

    talk = Talk(shop, hook)
    talk.say(ORDER)

    assert talk.last["messages"] == [
        {"contentType": "ImageResponseCard", "imageResponseCard": card}
    ]


# ── What it may not answer ──────────────────────────────────────────────────────────────────────


def state(action, **more):
    return {"sessionState": {"dialogAction": action, **more}}


ORDERING = {"name": "OrderFlowers", "slots": {}, "state": "InProgress"}
MESSAGE = {"contentType": "PlainText", "content": "Hello"}
BAD_ANSWERS = [
    (None, "Received null response from Lambda"),
    ([], r"\$: must be an object"),
    ("Delegate", r"\$: must be an object"),
    ({}, r"\$\.sessionState: must be an object"),
    (state(None), "dialogAction: must be an object"),
    (state({}), "dialogAction.type: must be one of"),
    (state({"type": "Dance"}), "dialogAction.type: must be one of"),
    (state({"type": ["Close"]}), "dialogAction.type: must be one of"),
    (state({"type": "ElicitSlot"}, intent=ORDERING), "ElicitSlot needs slotToElicit"),
    (state({"type": "ElicitSlot", "slotToElicit": "FlowerType"}), "ElicitSlot needs"),
    (state({"type": "ElicitSlot", "slotToElicit": 5}, intent=ORDERING), "must be a string"),
    (state({"type": "ElicitSlot", "slotToElicit": "Nope"}, intent=ORDERING), "no slot Nope"),
    (state({"type": "ConfirmIntent"}), "ConfirmIntent needs an intent"),
    (state({"type": "ElicitIntent"}), "ElicitIntent needs a message"),
    (state({"type": "Close"}), "Close needs an intent"),
    (
        state({"type": "Close"}, intent={**ORDERING, "state": "ReadyForFulfillment"}),
        "Close needs Failed, Fulfilled or InProgress",
    ),
    (state({"type": "Delegate"}, intent={"name": "Nope"}), "the bot has no intent 'Nope'"),
    (state({"type": "Delegate"}, intent={"name": ["x"]}), "the bot has no intent"),
    (state({"type": "Delegate"}, intent="OrderFlowers"), "intent: must be an object"),
    (state({"type": "Delegate"}, intent={**ORDERING, "state": "Done"}), "intent.state"),
    (state({"type": "Delegate"}, intent={**ORDERING, "state": []}), "intent.state"),
    (
        state({"type": "Delegate"}, intent={**ORDERING, "confirmationState": {}}),
        "intent.confirmationState",
    ),
    (state({"type": "Delegate"}, intent={**ORDERING, "slots": {"Nope": None}}), "no slot Nope"),
    (state({"type": "Delegate"}, intent={**ORDERING, "slots": [1]}), "slots: must be an object"),
    (
        state({"type": "Delegate"}, intent={**ORDERING, "slots": {"FlowerType": "roses"}}),
        "slots.FlowerType: must be an object",
    ),
    (
        state(
            {"type": "Delegate"},
            intent={**ORDERING, "slots": {"FlowerType": {"value": {"interpretedValue": 5}}}},
        ),
        "interpretedValue: must be a string",
    ),
    (
        state({"type": "Delegate"}, intent={**ORDERING, "slots": {"FlowerType": {"shape": []}}}),
        "shape: must be Scalar",
    ),
    (state({"type": "Delegate"}, sessionAttributes={"n": 5}), "sessionAttributes.n: must be"),
    (state({"type": "Delegate"}, sessionAttributes={"n": None}), "sessionAttributes.n: must be"),
    (state({"type": "Delegate"}, sessionAttributes=[1]), "sessionAttributes: must be an object"),
    (state({"type": "Delegate"}, activeContexts={"a": 1}), "activeContexts"),
    (state({"type": "Delegate"}, activeContexts=[{"name": "x", "timeToLive": 5}]), "timeToLive"),
    ({**state({"type": "Delegate"}), "requestAttributes": {"n": 5}}, "requestAttributes.n"),
    ({**state({"type": "Delegate"}), "messages": "Hello"}, "messages"),
    ({**state({"type": "Delegate"}), "messages": ["Hello"]}, r"messages\[0\]: must be an object"),
    ({**state({"type": "Delegate"}), "messages": [{"contentType": []}]}, "contentType"),
    ({**state({"type": "Delegate"}), "messages": [{**MESSAGE, "content": ""}]}, "content"),
    ({**state({"type": "Delegate"}), "messages": [{**MESSAGE, "content": "x" * 1025}]}, "1024"),
    ({**state({"type": "Delegate"}), "messages": [MESSAGE] * 11}, "at most 10"),
    (
        {**state({"type": "Delegate"}), "messages": [{"contentType": "ImageResponseCard"}]},
        "imageResponseCard",
    ),
    (b"not json", "not JSON"),
    (b'{"sessionState": "' + b"x" * 25_000 + b'"}', "exceeds maximum size"),
]


@pytest.mark.parametrize(("given", "problem"), BAD_ANSWERS)
def test_an_answer_out_of_shape_says_where(shop, given, problem):
    talk = Talk(shop, lambda event: given)

    with pytest.raises(BadGatewayError, match=problem):
        talk.say(ORDER)


def test_keys_that_lex_does_not_know_are_ignored(shop):
    talk = Talk(shop, lambda event: {**delegate(event), "sessionId": "x", "extra": [1]})

    talk.say(ORDER)

    assert talk.action == "ElicitSlot FlowerType"


# ── PutSession ──────────────────────────────────────────────────────────────────────────────────


def test_put_session_asks_what_it_is_told_to(shop):
    talk = Talk(shop, delegate)

    assert talk.put(
        {
            "intent": {"name": "OrderFlowers"},
            "dialogAction": {"type": "ElicitSlot", "slotToElicit": "FlowerType"},
        }
    ) == ["What type of flowers would you like to order?"]
    assert talk.say("roses") == ["What day do you want the roses to be picked up?"]


def test_the_clients_messages_stand_in_for_the_prompt(shop):
    talk = Talk(shop, delegate)
    asking = {
        "intent": {"name": "OrderFlowers"},
        "dialogAction": {"type": "ElicitSlot", "slotToElicit": "FlowerType"},
    }

    assert talk.put(asking, [{"contentType": "PlainText", "content": "Which?"}]) == ["Which?"]


def test_put_session_replaces_what_was(shop):
    talk = Talk(shop, delegate)
    talk.say(ORDER, {"sessionAttributes": {"a": "1"}})

    talk.put({"dialogAction": {"type": "ElicitIntent"}, "sessionAttributes": {"b": "2"}})

    read = talk.runtime.get_session(talk.key)
    assert read["sessionState"]["sessionAttributes"] == {"b": "2"}
    assert "intent" not in read["sessionState"]


def test_delegate_lets_lex_go_on(shop):
    talk = Talk(shop, delegate)
    filled = {
        name: {"value": {"interpretedValue": value}}
        for name, value in (("FlowerType", "roses"), ("PickupDate", "2020-12-01"))
    }

    talk.put(
        {
            "intent": {"name": "OrderFlowers", "slots": filled},
            "dialogAction": {"type": "Delegate"},
        }
    )

    assert talk.action == "ElicitSlot PickupTime"


def test_delegate_of_a_confirmed_intent_calls_the_fulfilment_hook():
    talk = Talk(bot(intent("Pay", "pay a bill", **FULFILLED_BY_HOOK)), raising("Unhandled"))

    with pytest.raises(DependencyFailedError):
        talk.put({"intent": {"name": "Pay"}, "dialogAction": {"type": "Delegate"}})
    talk.hook = delegate
    talk.put({"intent": {"name": "Pay"}, "dialogAction": {"type": "Delegate"}})

    assert talk.intent == "Pay Fulfilled"


def test_confirm_intent_and_close_are_performed():
    confirmation = {"PromptSpecification": prompt("Really?")}
    talk = Talk(bot(intent("Pay", "pay a bill", IntentConfirmationSetting=confirmation)))

    assert talk.put({"intent": {"name": "Pay"}, "dialogAction": {"type": "ConfirmIntent"}}) == [
        "Really?"
    ]
    talk.put({"intent": {"name": "Pay", "state": "Failed"}, "dialogAction": {"type": "Close"}})

    assert (talk.action, talk.intent) == ("Close", "Pay Failed")


@pytest.mark.parametrize(
    "given",
    [
        None,
        [],
        {"dialogAction": {"type": "Dance"}},
        {"dialogAction": {"type": []}},
        {"dialogAction": {"type": "ElicitSlot"}},
        {"intent": {"name": "Nope"}},
        {"intent": {"name": ["OrderFlowers"]}},
        {"intent": {"name": "OrderFlowers", "slots": {"Nope": None}}},
        {"intent": {"name": "OrderFlowers", "slots": {"FlowerType": {"shape": []}}}},
        {"intent": {"name": "OrderFlowers", "slots": {"FlowerType": {"values": [5]}}}},
        {"intent": {"name": "OrderFlowers", "state": "Done"}},
        {"intent": {"name": "OrderFlowers", "state": []}},
        {"intent": {"name": "OrderFlowers"}, "dialogAction": {"type": "ElicitSlot"}},
        {"sessionAttributes": {"n": 5}},
        {"activeContexts": [{}]},
        {"activeContexts": [{"name": "x", "timeToLive": {"timeToLiveInSeconds": 1}}]},
        {"runtimeHints": []},
    ],
)
def test_a_state_out_of_shape_is_refused(shop, given):
    talk = Talk(shop, delegate)

    with pytest.raises(ValidationError):
        talk.put(given)
    if given is not None:
        with pytest.raises(ValidationError):
            talk.say("hello", given)
