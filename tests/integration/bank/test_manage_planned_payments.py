from datetime import date
from typing import Any

import pytest

from omnilex.adapters.payment_schedules import PaymentSchedules
from omnilex.domain.payment import Payment
from omnilex.handlers import manage_planned_payments
from tests.integration.bank.world import (
    CONTEXT,
    NOON,
    SCHEDULER,
    World,
    action,
    buttons,
    event,
    words,
)


def ask(situation: str) -> dict[str, Any]:
    asked = event("manage_planned_payments", situation)
    answer: dict[str, Any] = manage_planned_payments.lambda_handler(asked, CONTEXT)
    return answer


def plan(
    world: World, key: str = "key-1", on: date = date(2026, 12, 1), cents: int = 50_00
) -> Payment:
    payment = world.payment(cents, key=key).model_copy(update={"pay_on": on})
    schedules: PaymentSchedules = manage_planned_payments.schedules
    schedules.ensure(payment)
    world.bank.plan(payment, NOON)
    return payment


def schedules() -> list[str]:
    listed = SCHEDULER.list_schedules(GroupName="omnilex-payments")["Schedules"]
    return [one["Name"] for one in listed]


@pytest.fixture
def verified(world: World) -> World:
    world.verified()
    return world


def test_nobody_hears_what_is_planned_before_the_pin(world: World):
    plan(world)

    answer = ask("what_is_planned")

    assert action(answer)["slotToElicit"] == "PhoneNumber"
    assert "50" not in words(answer)


def test_what_is_planned_is_told_by_its_day(verified: World):
    plan(verified, "key-1", date(2026, 12, 24))
    plan(verified, "key-2", date(2026, 12, 1), 20_00)

    said = words(ask("what_is_planned"))

    assert (
        "$20.00 to your mortgage on December 1 and $50.00 to your mortgage on December 24" in said
    )


def test_more_than_five_are_counted(verified: World):
    for day in range(1, 8):
        plan(verified, f"key-{day}", date(2026, 12, day))

    assert "and 2 more" in words(ask("what_is_planned"))


def test_two_to_the_same_payee_are_told_apart_by_their_day(verified: World):
    plan(verified, "key-1", date(2026, 12, 24))
    plan(verified, "key-2", date(2026, 12, 1))

    answer = ask("one_to_cancel")

    assert action(answer)["slotToElicit"] == "PayOn"
    assert [one["value"] for one in buttons(answer)] == ["2026-12-01", "2026-12-24"]


def test_a_yes_calls_it_off_with_its_schedule(verified: World):
    payment = plan(verified)

    waits = ask("confirmed")
    done = ask("confirmed_to_fulfil")

    assert action(waits)["type"] == "Delegate"
    assert "is cancelled; nothing will be paid" in words(done)
    assert schedules() == []
    assert [status for _, status in verified.bank.plans_of(payment.customer_id)] == ["CANCELLED"]
    assert verified.bank.pay_planned(payment.key, NOON) == "CANCELLED"
    assert verified.entries() == []
    assert "PaymentCancelled" in [one["type"] for one in verified.items("OUTBOX")]


def test_a_yes_that_comes_twice_calls_off_once(verified: World):
    plan(verified)

    first, second = ask("confirmed_to_fulfil"), ask("confirmed_to_fulfil")

    assert words(first) == words(second)
    cancelled = [one for one in verified.items("OUTBOX") if one["type"] == "PaymentCancelled"]
    assert len(cancelled) == 1


def test_a_no_keeps_it(verified: World):
    plan(verified)

    assert "stays planned" in words(ask("declined"))
    assert len(schedules()) == 1


def test_what_is_paid_already_is_not_called_off(verified: World):
    payment = plan(verified)
    verified.bank.pay_planned(payment.key, NOON)

    assert "has been made already" in words(ask("confirmed_to_fulfil"))
    assert verified.balances_agree()


def test_what_was_never_planned_is_not_called_off(verified: World):
    assert "not planned any more" in words(ask("confirmed_to_fulfil"))


def test_another_customers_payment_cannot_be_called_off(verified: World):
    payment = plan(verified)
    verified.open_accounts("20418852", "+14165550163", "Priya Nair")
    verified.verified(customer_id="20418852")

    assert "not planned any more" in words(ask("confirmed_to_fulfil"))
    assert verified.bank.pay_planned(payment.key, NOON) == "PAID"
