import json
import time
from typing import Any

import pytest

from omnilex.domain.pin import TRIES_IN_A_DAY
from omnilex.handlers.unlock_pin import lambda_handler
from tests.integration.bank.world import ANA, CONTEXT, World, day_try, event


def ask(situation: str) -> dict[str, Any]:
    return lambda_handler(event("unlock_pin", situation), CONTEXT)


def lock(world: World) -> None:
    for _ in range(TRIES_IN_A_DAY):
        day_try(world, int(time.time()))


def is_locked(world: World) -> bool:
    return day_try(world, int(time.time())) is None


@pytest.mark.parametrize("situation", ["admin_unlocks", "admin_and_supervisor_unlocks"])
def test_an_administrator_unlocks_a_pin(world: World, situation: str):
    lock(world)

    answer = ask(situation)

    assert answer["statusCode"] == 200
    assert json.loads(answer["body"]) == {"customer_id": ANA, "unlocked": True}
    assert not is_locked(world)


def test_who_unlocked_whom_is_written_down(world: World):
    ask("admin_unlocks")

    [entry] = [json.loads(row["entry"]) for row in world.items("AUDIT")]
    assert (entry["deed"], entry["subject"]) == ("UNLOCKED_PIN", ANA)
    assert entry["staff_id"] == "00000000-0000-4000-8000-000000000007"


def test_nobody_else_may(world: World):
    lock(world)

    answer = ask("supervisor_unlocks")

    assert answer["statusCode"] == 403
    assert is_locked(world)
    assert world.items("AUDIT") == []


def test_who_met_no_authorizer_unlocks_nothing(world: World):
    lock(world)
    asked = event("unlock_pin", "admin_unlocks")
    del asked["requestContext"]["authorizer"]

    answer = lambda_handler(asked, CONTEXT)

    assert answer["statusCode"] == 403
    assert is_locked(world)


def test_a_customer_that_is_none_cannot_be_unlocked(world: World):
    answer = ask("nobody_to_unlock")

    assert answer["statusCode"] == 404
    assert world.items("AUDIT") == []
