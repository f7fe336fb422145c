"""The dialog engine, turn by turn."""

import pytest

from local.lex.bots import build
from local.lex.errors import BadGatewayError, DependencyFailedError, LexError
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
    real_bot,
    says,
    slot,
    slot_type,
    step,
)

ORDER = "I would like to order some flowers"
HOOKED = {"DialogCodeHook": {"Enabled": True}, "FulfillmentCodeHook": {"Enabled": True}}
DONE = {"IntentClosingSetting": {"ClosingResponse": says("Done.")}}


def shop(**parts):
    return bot(
        flowers(**parts), intent("TrackOrder", "where is my order", **DONE), types=[FLOWER_TYPES]
    )


@pytest.fixture(scope="module")
def plain_shop():
    return build(shop())


@pytest.fixture(scope="module")
def hooked_shop():
    return build(shop(**HOOKED))


# ── The developer guide's conversations ─────────────────────────────────────────────────────────


def test_flowers_are_ordered_as_in_the_guide(plain_shop):
    talk = Talk(plain_shop)

    assert talk.say(ORDER) == ["What type of flowers would you like to order?"]
    assert talk.action == "ElicitSlot FlowerType"
    assert talk.slots == {"FlowerType": None, "PickupDate": None, "PickupTime": None}
    assert talk.say("roses") == ["What day do you want the roses to be picked up?"]
    assert talk.action == "ElicitSlot PickupDate"
    assert talk.say("tomorrow") == ["At what time do you want the roses to be picked up?"]
    assert talk.action == "ElicitSlot PickupTime"
    assert talk.say("5 in the evening") == [
        "Okay, your roses will be ready for pickup by 17:00 on 2020-11-26. Does this sound okay?"
    ]
    assert (talk.action, talk.intent) == ("ConfirmIntent", "OrderFlowers InProgress")
    talk.say("yes")
    # No hook and no closing response: the client fulfils.
    assert (talk.action, talk.intent) == ("Close", "OrderFlowers ReadyForFulfillment")
    assert talk.state["intent"]["confirmationState"] == "Confirmed"


def test_the_real_export_of_the_guides_shop_goes_the_same_way():
    talk = Talk(real_bot("tachyon_orderflower_repeat"), delegate)

    actions = []
    for said in (ORDER, "lilies", "next friday", "10:30 am", "yes"):
        talk.say(said)
        actions.append(talk.action)

    assert actions == [
        "ElicitSlot FlowerType",
        "ElicitSlot PickupDate",
        "ElicitSlot PickupTime",
        "ConfirmIntent",
        "Close",
    ]
    assert talk.intent == "OrderFlowers Fulfilled"


def test_a_trip_is_booked_as_in_the_guide():
    trip = intent(
        "BookHotel",
        "Book a hotel",
        "I want to make hotel reservations",
        "Book a {Nights} night stay in {Location}",
        slots=[
            slot("Location", "AMAZON.City"),
            slot("CheckInDate", "AMAZON.Date"),
            slot("Nights", "AMAZON.Number"),
            slot("RoomType", "RoomTypes"),
        ],
        IntentConfirmationSetting={
            "PromptSpecification": prompt(
                "{Nights} nights in {Location} from {CheckInDate}. Shall I book it?"
            ),
            "DeclinationResponse": says("Okay, I have cancelled your reservation."),
        },
        **DONE,
    )
    talk = Talk(bot(trip, types=[slot_type("RoomTypes", "queen", "king", "deluxe")]))

    assert talk.say("Book a 5 night stay in Seattle") == ["CheckInDate?"]
    assert talk.say("next month") == ["RoomType?"]
    assert talk.say("king") == ["5 nights in Seattle from 2020-12-31. Shall I book it?"]
    assert talk.say("yes") == ["Done."]
    assert talk.intent == "BookHotel Fulfilled"


# ── Slots and their questions ───────────────────────────────────────────────────────────────────


def test_slots_are_asked_by_priority_and_optional_ones_never():
    asked = intent(
        "Pay",
        "pay a bill",
        slots=[
            slot("Last", "AMAZON.Number"),
            slot("Extra", "AMAZON.Number", required=False),
            slot("First", "AMAZON.Number"),
        ],
        **DONE,
    )
    asked["SlotPriorities"] = [
        {"Priority": 9, "SlotName": "Last"},
        {"Priority": 2, "SlotName": "Extra"},
        {"Priority": 1, "SlotName": "First"},
    ]
    talk = Talk(bot(asked))

    assert talk.say("pay a bill") == ["First?"]
    assert talk.say("1") == ["Last?"]
    assert talk.say("2") == ["Done."]
    assert talk.slots == {"First": "1", "Extra": None, "Last": "2"}


def amount(retries=2, **capture):
    settings = {"SlotCaptureSetting": capture} if capture else {}
    return intent(
        "Pay",
        "pay a bill",
        slots=[slot("Amount", "AMAZON.Number", retries=retries, **settings)],
        **({"InitialResponseSetting": {}} if capture else {}),
        **DONE,
    )


@pytest.mark.parametrize("retries", [0, 1, 3])
def test_a_question_is_repeated_max_retries_times_then_fallback(retries):
    talk = Talk(bot(amount(retries)))
    talk.say("pay a bill")

    replies = [talk.say("blah") for _ in range(retries + 1)]

    assert replies == [["Amount?"]] * retries + [["I do not understand."]]
    assert talk.intent == "FallbackIntent Fulfilled"


def test_a_good_answer_after_a_bad_one_counts():
    talk = Talk(bot(amount(1)))
    talk.say("pay a bill")
    talk.say("blah")

    assert talk.say("25") == ["Done."]


def test_a_failed_slot_takes_its_failure_step():
    failing = amount(
        0,
        FailureResponse=says("I give up."),
        FailureNextStep=step("EndConversation", attributes={"failed": "Amount"}),
    )
    talk = Talk(bot(failing))
    talk.say("pay a bill")

    assert talk.say("blah") == ["I give up."]
    assert (talk.action, talk.intent) == ("Close", "Pay Failed")
    assert talk.state["sessionAttributes"] == {"failed": "Amount"}


def test_another_intent_takes_over_in_the_middle_of_a_slot(plain_shop):
    talk = Talk(plain_shop)
    talk.say(ORDER)

    assert talk.say("where is my order") == ["Done."]
    assert talk.intent == "TrackOrder Fulfilled"


def test_a_value_wins_over_another_intent():
    talk = Talk(
        bot(
            intent("Pay", "pay a bill", slots=[slot("Word", "AMAZON.FreeFormInput")], **DONE),
            intent("TrackOrder", "where is my order"),
        )
    )
    talk.say("pay a bill")

    talk.say("where is my order")

    assert talk.intent == "Pay Fulfilled"
    assert talk.slots == {"Word": "where is my order"}


# ── Confirmation ────────────────────────────────────────────────────────────────────────────────


def confirming(build_of):
    talk = Talk(build_of)
    for said in (ORDER, "roses", "tomorrow", "5 pm"):
        talk.say(said)
    return talk


def test_a_no_ends_with_the_declination(plain_shop):
    talk = confirming(plain_shop)

    assert talk.say("no") == ["Okay, I will not place your order."]
    assert (talk.action, talk.intent) == ("Close", "OrderFlowers Failed")
    assert talk.state["intent"]["confirmationState"] == "Denied"


def test_neither_yes_nor_no_is_asked_again_then_fallback(plain_shop):
    talk = confirming(plain_shop)

    actions = []
    for _ in range(3):
        talk.say("banana")
        actions.append(talk.action)

    assert actions == ["ConfirmIntent", "ConfirmIntent", "Close"]
    assert talk.words == ["I do not understand."]


# ── Fulfilment ──────────────────────────────────────────────────────────────────────────────────

OUTCOMES = {
    "SuccessResponse": says("Paid."),
    "FailureResponse": says("It failed."),
    "TimeoutResponse": says("It takes long."),
}


def fulfilling(outcomes=None):
    hook = {"Enabled": True}
    if outcomes:
        hook["PostFulfillmentStatusSpecification"] = outcomes
    return bot(intent("Pay", "pay a bill", FulfillmentCodeHook=hook))


@pytest.mark.parametrize(
    ("hook", "reply", "state"),
    [
        (delegate, "Paid.", "Fulfilled"),
        (
            lambda event: answer(event, "Delegate", intent={"state": "Failed"}),
            "It failed.",
            "Failed",
        ),
        (raising(), "It failed.", "Failed"),
        (raising(timed_out=True), "It takes long.", "Failed"),
    ],
)
def test_fulfilment_has_three_outcomes(hook, reply, state):
    talk = Talk(fulfilling(OUTCOMES), hook)

    assert talk.say("pay a bill") == [reply]
    assert (talk.action, talk.intent) == ("Close", f"Pay {state}")


def test_the_fulfilment_event_is_ready_in_every_interpretation():
    talk = Talk(fulfilling(), delegate)

    talk.say("pay a bill")

    [event] = talk.events
    assert event["invocationSource"] == "FulfillmentCodeHook"
    assert "proposedNextState" not in event
    states = {one["intent"]["name"]: one["intent"]["state"] for one in event["interpretations"]}
    assert states == {"Pay": "ReadyForFulfillment", "FallbackIntent": "ReadyForFulfillment"}


@pytest.mark.parametrize("timed_out", [False, True])
def test_a_failure_that_the_bot_does_not_foresee_is_an_error_and_changes_nothing(timed_out):
    talk = Talk(fulfilling(), raising(timed_out=timed_out))

    with pytest.raises(DependencyFailedError, match="intent Pay, FulfillmentCodeHook"):
        talk.say("pay a bill")
    with pytest.raises(LexError, match="no session"):
        talk.runtime.get_session(talk.key)


# ── Conversation flow: initial response, next steps, branches ───────────────────────────────────


def test_a_configured_intent_talks_its_way_to_the_end():
    talk = Talk(
        bot(
            intent(
                "Pay",
                "pay a bill",
                slots=[
                    slot(
                        "Amount",
                        "AMAZON.Number",
                        SlotCaptureSetting={
                            "CaptureResponse": says("{Amount}, then."),
                            "CaptureNextStep": step("FulfillIntent", attributes={"paid": "yes"}),
                        },
                    )
                ],
                InitialResponseSetting={
                    "InitialResponse": says("Let us pay."),
                    "NextStep": step("ElicitSlot", slot="Amount"),
                },
                **DONE,
            )
        )
    )

    assert talk.say("pay a bill") == ["Let us pay.", "Amount?"]
    assert talk.say("25") == ["25, then.", "Done."]
    assert talk.state["sessionAttributes"] == {"paid": "yes"}


def branching(*branches, default="small"):
    return bot(
        intent(
            "Pay",
            "pay {Amount}",
            slots=[slot("Amount", "AMAZON.Number", required=False)],
            InitialResponseSetting={
                "Conditional": {
                    "IsActive": True,
                    "ConditionalBranches": [
                        {
                            "Name": f"branch{at}",
                            "Condition": {"ExpressionString": expression},
                            "Response": says(reply),
                            "NextStep": step("EndConversation"),
                        }
                        for at, (expression, reply) in enumerate(branches)
                    ],
                    "DefaultBranch": {
                        "Response": says(default),
                        "NextStep": step("EndConversation"),
                    },
                }
            },
        )
    )


@pytest.mark.parametrize(
    ("expression", "attributes", "expected"),
    [
        ("{Amount} > 7", {}, True),
        ("{Amount} > 90", {}, False),
        ("{Amount} = 20 AND [vip] = 'YES'", {"vip": "yes"}, True),
        ("{Pay.Amount} <= 20", {}, True),
        ("NOT fn.IS_SET([vip])", {}, True),
        ('!fn.IS_SET([vip]) OR [vip] = "no"', {"vip": "maybe"}, False),
        ("((channel)) = sms", {}, True),
        ("$.inputMode = Text", {}, True),
        ("fn.LENGTH([vip]) >= 3", {"vip": "yes"}, True),
        ("[nothing] != 5", {}, False),
        (
            '(!fn.IS_SET([fallback-count]) OR [fallback-count] = "" OR [fallback-count] = "0") '
            'AND (!fn.IS_SET([slot-failure]) OR [slot-failure] != "true")',
            {},
            True,
        ),
    ],
)
def test_the_branch_that_holds_is_taken(expression, attributes, expected):
    talk = Talk(branching((expression, "large")))

    said = talk.say("pay 20", {"sessionAttributes": attributes}, {"channel": "sms"})

    assert said == ["large" if expected else "small"]


def test_the_first_of_two_true_branches_is_taken():
    talk = Talk(branching(("{Amount} > 1", "one"), ("{Amount} > 2", "two")))

    assert talk.say("pay 20") == ["one"]


def test_an_expression_that_is_none_names_itself():
    talk = Talk(branching(("{Amount} >", "large")))

    with pytest.raises(BadGatewayError, match="Invalid Bot Configuration: condition"):
        talk.say("pay 20")


def test_steps_in_a_circle_are_stopped():
    circle = {"InitialResponseSetting": {"NextStep": step("StartIntent", intent="Pay")}}
    talk = Talk(bot(intent("Pay", "pay a bill", **circle)))

    with pytest.raises(BadGatewayError, match="goes round in circles"):
        talk.say("pay a bill")


def test_a_step_can_set_and_clear_slots_and_go_to_another_intent():
    onward = step("ElicitSlot", slot="Amount", intent="Pay", slots={"Payee": {
        "Shape": "Scalar", "Value": {"InterpretedValue": "card"}}})  # fmt: skip
    talk = Talk(
        bot(
            intent("Start", "let us go", InitialResponseSetting={"NextStep": onward}),
            intent(
                "Pay",
                "pay a bill",
                slots=[slot("Payee", "AMAZON.Number"), slot("Amount", "AMAZON.Number")],
            ),
        )
    )

    assert talk.say("let us go") == ["Amount?"]
    assert talk.slots == {"Payee": "card", "Amount": None}


# ── Default values and contexts ─────────────────────────────────────────────────────────────────


def defaults(*values):
    listed = [{"DefaultValue": value} for value in values]
    return slot("Amount", "AMAZON.Number", DefaultValueSpecification={"DefaultValueList": listed})


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["5"], "5"),
        (["[usual]"], "20"),
        (["<offered>"], "30"),
        (["#bill.total"], "40"),
        (["#bill.none", "[none]", "[usual]"], "20"),
    ],
)
def test_default_values_are_tried_in_order(values, expected):
    talk = Talk(bot(intent("Pay", "pay a bill", slots=[defaults(*values)], **DONE)))
    context = {
        "name": "bill",
        "timeToLive": {"timeToLiveInSeconds": 60, "turnsToLive": 3},
        "contextAttributes": {"total": "40"},
    }

    talk.say(
        "pay a bill",
        {"sessionAttributes": {"usual": "20"}, "activeContexts": [context]},
        {"offered": "30"},
    )

    assert talk.slots == {"Amount": expected}
    assert talk.action == "Close"


def contextual(seconds=90, turns=2):
    output = {"Name": "paid", "TimeToLiveInSeconds": seconds, "TurnsToLive": turns}
    return bot(
        intent(
            "Pay", "pay {Amount}", slots=[slot("Amount", "AMAZON.Number")], OutputContexts=[output],
            **DONE,
        ),
        intent("Undo", "take it back", InputContexts=[{"Name": "paid"}], **DONE),
    )  # fmt: skip


def test_a_fulfilled_intent_opens_another_for_some_turns():
    talk = Talk(contextual())

    talk.say("take it back")
    assert talk.intent.startswith("FallbackIntent")
    talk.say("pay 20")
    [context] = talk.state["activeContexts"]
    assert context["contextAttributes"] == {"Amount": "20"}
    assert context["timeToLive"] == {"timeToLiveInSeconds": 90, "turnsToLive": 2}
    talk.say("take it back")
    assert talk.intent == "Undo Fulfilled"
    talk.say("take it back")
    assert talk.intent.startswith("FallbackIntent")


def test_a_context_ends_after_its_seconds():
    talk = Talk(contextual(seconds=30, turns=20))
    talk.say("pay 20")

    talk.wait(31)
    talk.say("take it back")

    assert talk.state["activeContexts"] == []
    assert talk.intent.startswith("FallbackIntent")


# ── What a session remembers ────────────────────────────────────────────────────────────────────


def test_session_attributes_are_replaced_as_a_whole_and_kept_when_left_out(plain_shop):
    talk = Talk(plain_shop)

    talk.say(ORDER, {"sessionAttributes": {"a": "1", "b": "2"}})
    talk.say("roses", {"sessionAttributes": {"c": "3"}})
    assert talk.state["sessionAttributes"] == {"c": "3"}
    talk.say("tomorrow")
    assert talk.state["sessionAttributes"] == {"c": "3"}
    talk.say("5 pm", {"sessionAttributes": {}})
    assert talk.state["sessionAttributes"] == {}


def test_request_attributes_live_for_one_request(plain_shop):
    talk = Talk(plain_shop)

    talk.say(ORDER, attributes={"channel": "sms"})
    assert talk.last["requestAttributes"] == {"channel": "sms"}
    talk.say("roses")
    assert talk.last["requestAttributes"] == {}


def test_a_session_ends_after_its_idle_time(plain_shop):
    talk = Talk(plain_shop)
    talk.say(ORDER, {"sessionAttributes": {"a": "1"}})

    talk.wait(301)
    talk.say("roses")

    assert talk.state["sessionAttributes"] == {}
    assert talk.intent.startswith("FallbackIntent")


def test_a_client_may_preset_slots_and_intent(plain_shop):
    talk = Talk(plain_shop)
    preset = {"FlowerType": {"value": {"interpretedValue": "tulips"}}}

    talk.say(
        "tomorrow",
        {
            "intent": {"name": "OrderFlowers", "slots": preset},
            "dialogAction": {"type": "ElicitSlot", "slotToElicit": "PickupDate"},
        },
    )

    assert talk.action == "ElicitSlot PickupTime"
    assert talk.slots["FlowerType"] == "tulips"


# ── Interpretations ─────────────────────────────────────────────────────────────────────────────


def test_fallback_is_listed_at_the_threshold_and_has_no_confidence(plain_shop):
    talk = Talk(plain_shop)

    talk.say(ORDER)
    names = [name for name, _ in talk.scores]

    assert names[:2] == ["OrderFlowers", "FallbackIntent"]
    assert dict(talk.scores)["FallbackIntent"] is None
    assert talk.scores[0][1] == 1.0
    assert "state" not in talk.last["interpretations"][1]["intent"]


def test_what_nobody_understands_is_the_fallback_intents(plain_shop):
    talk = Talk(plain_shop)

    assert talk.say("who won the game") == ["I do not understand."]
    assert talk.scores[0] == ("FallbackIntent", None)


def test_an_answered_slot_is_sure(plain_shop):
    talk = Talk(plain_shop)
    talk.say(ORDER)

    talk.say("roses")

    assert talk.scores[0] == ("OrderFlowers", 1.0)
