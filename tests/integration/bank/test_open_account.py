from typing import Any

import pytest

from omnilex.adapters.bank_table import plan_item
from omnilex.domain.demo_bank import PLANS
from omnilex.handlers.open_account import lambda_handler
from tests.integration.bank.world import ANA, CONTEXT, World, action, event, words


@pytest.fixture(autouse=True)
def offered(world: World) -> None:
    world.bank.replace("PLANS", [plan_item(plan) for plan in PLANS])


def ask(situation: str) -> dict[str, Any]:
    return lambda_handler(event("open_account", situation), CONTEXT)


def card(answer: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = answer["messages"][0]["imageResponseCard"]
    return shown


def test_who_is_not_verified_is_asked_who_it_is_first(world: World):
    answer = ask("kind_of_one_plan")

    assert answer["sessionState"]["intent"]["name"] == "VerifyIdentity"
    assert world.session().pending is not None


def test_without_a_plan_the_kinds_are_offered_as_buttons(world: World):
    world.verified()

    answer = ask("plan_missing")

    assert action(answer) == {"type": "ElicitSlot", "slotToElicit": "Plan"}
    assert card(answer)["title"] == "What would you like to open?"
    values = {button["value"] for button in card(answer)["buttons"]}
    assert values == {"checking", "savings", "certificate", "mortgage"}


def test_a_kind_of_several_plans_offers_them_with_rate_and_term(world: World):
    world.verified()

    answer = ask("kind_of_several_plans")

    assert "One-Year Certificate pays 4.10 % a year for one year." in card(answer)["title"]
    values = [button["value"] for button in card(answer)["buttons"]]
    assert values == ["One-Year Certificate", "Three-Year Certificate"]


def test_a_kind_of_one_plan_is_that_plan_and_is_confirmed(world: World):
    world.verified()

    answer = ask("kind_of_one_plan")

    slots = answer["sessionState"]["intent"]["slots"]
    assert action(answer) == {"type": "ConfirmIntent"}
    assert "Harbour Savings pays 3.15 % a year. Shall I open it for you?" in words(answer)
    assert slots["Plan"]["value"]["interpretedValue"] == "Harbour Savings"


def test_a_yes_keeps_the_wish_and_tells_what_happens_next(world: World):
    world.verified()

    answer = ask("confirmed_to_fulfil")

    kept = world.bank.pending_accounts(ANA)
    assert [one.plan for one in kept] == ["Harbour Savings"]
    assert "within one business day" in words(answer)
    assert answer["sessionState"]["intent"]["state"] == "Fulfilled"


def test_the_same_plan_twice_is_noticed(world: World):
    world.verified()
    ask("confirmed_to_fulfil")

    again = ask("confirmed_to_fulfil")
    asked = ask("kind_of_one_plan")

    assert "already" in words(again)
    assert "already" in words(asked)
    assert len(world.bank.pending_accounts(ANA)) == 1


def test_a_no_opens_nothing(world: World):
    world.verified()

    answer = ask("declined")

    assert "opened nothing" in words(answer)
    assert world.bank.pending_accounts(ANA) == []
