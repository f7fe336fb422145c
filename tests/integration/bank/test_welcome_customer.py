from typing import Any

from omnilex.handlers.welcome_customer import lambda_handler
from tests.integration.bank.world import CONTEXT, World, action, event, words


def ask(situation: str) -> dict[str, Any]:
    return lambda_handler(event("welcome_customer", situation), CONTEXT)


def test_a_greeting_asks_who_it_is(world: World):
    answer = ask("hello")

    assert answer["sessionState"]["intent"]["name"] == "VerifyIdentity"
    assert action(answer) == {"type": "ElicitSlot", "slotToElicit": "PhoneNumber"}
    assert words(answer).startswith("Welcome to Harbour & Vale Bank.")


def test_a_channel_that_knows_the_number_asks_for_the_pin_only(world: World):
    answer = ask("hello_on_the_telephone")

    assert action(answer) == {"type": "ElicitSlot", "slotToElicit": "Pin"}
    assert "PhoneNumber" in answer["sessionState"]["intent"]["slots"]


def test_a_verified_customer_is_greeted_by_name(world: World):
    world.verified()

    answer = ask("hello")

    assert action(answer) == {"type": "ElicitIntent"}
    assert words(answer).startswith("Hello again, Ana.")
