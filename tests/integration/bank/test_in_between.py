"""Help, starting over, saying it again, and a person: what one may say at any time."""

from typing import Any

from omnilex.domain.dialog import Choice, Reply
from omnilex.domain.session import Asked, PendingIntent
from omnilex.handlers import (
    explain_options,
    identify_caller,
    repeat_answer,
    start_over,
    transfer_to_agent,
)
from tests.integration.bank.world import (
    ANA,
    CONTEXT,
    SESSION_ID,
    World,
    action,
    buttons,
    event,
    words,
)

LATER = 2**31
OPEN = Reply.elicit("MakePayment", {"Payee": "mortgage", "Amount": None}, "Amount", "How much?")


def said(world: World, reply: Reply) -> None:
    world.sessions.keep_asked(SESSION_ID, Asked(reply=reply), LATER)


def ask(handler: Any, situation: str) -> dict[str, Any]:
    name = handler.__name__.rsplit(".", 1)[-1]
    answer: dict[str, Any] = handler.lambda_handler(event(name, situation), CONTEXT)
    return answer


def test_help_says_what_one_can_say(world: World):
    answer = ask(explain_options, "help_asked_for")

    assert "pay 50 dollars on my credit card" in words(answer)
    assert action(answer) == {"type": "ElicitIntent"}


def test_help_at_a_question_helps_with_it_and_asks_it_again(world: World):
    said(world, OPEN)

    answer = ask(explain_options, "help_asked_for")

    assert "one thing at a time" in words(answer)
    assert answer["messages"][1]["content"] == "How much?"
    assert action(answer) == {"type": "ElicitSlot", "slotToElicit": "Amount"}


def test_the_last_answer_is_said_again_with_its_question(world: World):
    said(world, OPEN)

    answer = ask(repeat_answer, "asked_again")

    assert words(answer) == "How much?"
    assert answer["sessionState"]["intent"]["name"] == "MakePayment"
    assert answer["sessionState"]["intent"]["slots"]["Payee"]["value"]["interpretedValue"]


def test_buttons_are_offered_again(world: World):
    said(world, OPEN.model_copy(update={"choices": (Choice(text="All of it", value="$5.00"),)}))

    assert buttons(ask(repeat_answer, "asked_again")) == [{"text": "All of it", "value": "$5.00"}]


def test_what_was_done_is_said_again_and_not_done_again(world: World):
    said(world, Reply.close("MakePayment", "Done. I paid."))

    answer = ask(repeat_answer, "asked_again")

    assert words(answer) == "Done. I paid."
    assert action(answer) == {"type": "ElicitIntent"}


def test_once_verification_has_lapsed_nothing_of_the_accounts_is_said_again(world: World):
    said(world, Reply.close("ProvideAccountDetails", "You have $4,318.22."))
    world.verified(verified_until=1)

    answer = ask(repeat_answer, "asked_again")

    assert "not said anything yet" in words(answer)


def test_the_question_for_the_pin_outlives_the_verification(world: World):
    world.verified(verified_until=1)
    said(world, Reply.elicit("VerifyIdentity", {"PhoneNumber": ANA, "Pin": None}, "Pin", "PIN?"))

    answer = ask(explain_options, "help_asked_for")

    assert action(answer) == {"type": "ElicitSlot", "slotToElicit": "Pin"}


def test_before_anything_was_said_there_is_nothing_to_repeat(world: World):
    assert "not said anything yet" in words(ask(repeat_answer, "asked_again"))


def test_starting_over_drops_what_was_under_way_and_keeps_who_is_verified(world: World):
    pending = PendingIntent(intent="MakePayment", slots={})
    world.verified(pending=pending, payment=world.payment())

    answer = ask(start_over, "cancelled")

    session = world.session()
    assert "we start over" in words(answer)
    assert (session.pending, session.payment, session.customer_id) == (None, None, ANA)


def test_a_verified_customer_is_called_back_once_for_a_conversation(world: World):
    world.verified()

    answers = [ask(transfer_to_agent, "person_asked_for") for _ in range(2)]

    wanted = [one for one in world.items("CUSTOMER") if str(one["sk"]).startswith("CALLBACK#")]
    assert "A colleague will call you" in words(answers[0])
    assert words(answers[0]) == words(answers[1])
    assert len(wanted) == 1


def test_nobody_is_called_back_whom_we_do_not_know(world: World):
    answer = ask(transfer_to_agent, "person_asked_for")

    assert "1-800-555-0142" in words(answer)
    assert not [one for one in world.items("CUSTOMER") if str(one["sk"]).startswith("CALLBACK#")]


def test_on_the_phone_the_call_itself_is_passed_on(world: World):
    identify_caller.lambda_handler(event("identify_caller", "customer_calls"), CONTEXT)

    answer = ask(transfer_to_agent, "person_asked_for_on_the_phone")

    assert "stay on the line" in words(answer)
    assert answer["sessionState"]["intent"]["state"] == "Fulfilled"
