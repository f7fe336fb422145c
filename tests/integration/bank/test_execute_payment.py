import json
from datetime import date
from typing import Any

import pytest

from omnilex.domain.payment import Payment
from omnilex.handlers.execute_payment import lambda_handler
from tests.integration.bank.world import CONTEXT, NOON, World, event


def come(situation: str = "day_has_come") -> dict[str, Any]:
    return lambda_handler(event("execute_payment", situation), CONTEXT)


def plan(world: World, amount_cents: int = 125_50) -> Payment:
    later = {"pay_on": date(2026, 12, 1)}
    planned = world.payment(amount_cents).model_copy(update=later)
    world.bank.plan(planned, NOON)
    return planned


def row(world: World) -> dict[str, Any]:
    return next(one for one in world.items("PAYMENT") if one["sk"] == "PLANNED")


def test_a_planned_payment_is_made_on_its_day(world: World):
    plan(world)

    answer = come()

    assert answer == {"status": "PAID"}
    assert row(world)["status"] == "PAID"
    assert world.account("mortgage").balance_cents == -283_990_90
    assert world.balances_agree()


def test_the_same_day_comes_once(world: World):
    plan(world)

    answers = [come() for _ in range(3)]

    assert answers == [{"status": "PAID"}] * 3
    assert len(world.entries()) == 2
    assert sorted(one["type"] for one in world.items("OUTBOX")) == ["PaymentMade", "PaymentPlanned"]


def test_money_that_is_not_there_on_the_day_refuses_the_payment_and_says_why(world: World):
    plan(world, 4_000_00)
    world.bank.pay(world.payment(1_000_00, key="other"), paid_at=NOON)

    answer = come()

    assert answer == {"status": "REFUSED"}
    assert "holds $3,318.22, which is less than $4,000.00" in row(world)["reason"]
    assert "PaymentRefused" in [one["type"] for one in world.items("OUTBOX")]
    assert world.balances_agree()


def test_a_refusal_is_final(world: World):
    plan(world, 4_000_00)
    world.bank.pay(world.payment(1_000_00, key="other"), paid_at=NOON)
    come()

    assert come() == {"status": "REFUSED"}
    assert len([one for one in world.items("OUTBOX") if one["type"] == "PaymentRefused"]) == 1


def test_a_schedule_whose_payment_was_never_kept_does_nothing(world: World):
    assert come("never_kept") == {"status": None}
    assert world.entries() == []


def test_a_payment_made_and_not_yet_noted_is_noted_and_not_made_again(world: World):
    planned = plan(world)
    world.bank.pay(planned.when_due, NOON)

    assert come() == {"status": "PAID"}
    assert len(world.entries()) == 2


def test_the_payments_key_reaches_no_log(world: World, log: list[str]):
    plan(world)

    come()

    assert log
    assert not [record for record in log if json.dumps("key-1") in record or "'key-1'" in record]


def test_an_event_without_a_key_is_refused(world: World):
    with pytest.raises(ValueError, match="payment_key"):
        lambda_handler({}, CONTEXT)
