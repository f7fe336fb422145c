from typing import Any

from omnilex.handlers.provide_account_details import lambda_handler
from tests.integration.bank.world import CONTEXT, NOON, World, action, event, words


def ask(situation: str) -> dict[str, Any]:
    return lambda_handler(event("provide_account_details", situation), CONTEXT)


def test_who_is_not_verified_is_told_nothing_and_the_question_is_kept(world: World):
    answer = ask("mortgage")

    pending = world.session().pending
    assert answer["sessionState"]["intent"]["name"] == "VerifyIdentity"
    assert "$" not in words(answer)
    assert pending is not None
    assert pending.slots == {"Account": "mortgage"}


def test_without_a_name_all_accounts_are_told(world: World):
    world.verified()

    answer = ask("all_accounts")

    assert action(answer) == {"type": "Close"}
    assert words(answer) == (
        "You have $4,318.22 in your checking account and $12,750.00 in your savings account. "
        "You owe $842.19 on your credit card, $284,116.40 on your mortgage and $9,204.75 on your "
        "car loan. Is there anything else?"
    )


def test_a_loan_is_told_with_what_is_due(world: World):
    world.verified()

    said = words(ask("mortgage"))

    assert "You owe $284,116.40 on your mortgage; that pays it off today." in said
    assert "Your next payment of $1,684.20 is due on " in said
    assert "Nothing has moved on your mortgage lately." in said


def test_the_last_movements_are_told_the_newest_first(world: World):
    world.verified()
    world.bank.pay(world.payment(125_50, key="key-1"), NOON)
    world.bank.pay(world.payment(20_00, key="key-2"), NOON.replace(day=24))

    said = words(ask("last_transactions"))

    assert said.index("-$20.00") < said.index("-$125.50")
    assert "November 24" in said
    assert "holds" not in said


def test_an_account_that_is_not_held_is_asked_for_again(world: World):
    world.verified()
    unknown = event("provide_account_details", "mortgage")
    value = unknown["sessionState"]["intent"]["slots"]["Account"]["value"]
    value["interpretedValue"] = "boat loan"

    answer = lambda_handler(unknown, CONTEXT)

    assert action(answer) == {"type": "ElicitSlot", "slotToElicit": "Account"}
    assert "You have no boat loan with us." in words(answer)
