"""What the bank's functions count, by what they print."""

import io
import json
from datetime import date
from typing import Any

import pytest
from botocore.stub import Stubber

from omnilex.handlers import execute_payment, make_payment, route_intent, verify_identity
from tests.figures import counted
from tests.integration.bank.world import CONTEXT, NOON, World, event

Printed = pytest.CaptureFixture[str]


def test_a_right_pin_is_counted_on_its_channel(world: World, capsys: Printed):
    verify_identity.lambda_handler(event("verify_identity", "right_pin"), CONTEXT)

    assert counted(capsys) == {"PinRight": {"web": 1}}


def test_wrong_pins_are_counted_and_so_is_the_lock_at_the_third(world: World, capsys: Printed):
    for _ in range(3):
        verify_identity.lambda_handler(event("verify_identity", "wrong_pin"), CONTEXT)

    assert counted(capsys) == {"PinWrong": {"web": 3}, "PinLocked": {"web": 1}}


def test_a_payment_is_counted_once_however_often_it_is_confirmed(world: World, capsys: Printed):
    world.verified()
    for situation in ("payee_and_amount_given", "confirmed_to_fulfil", "confirmed_to_fulfil"):
        make_payment.lambda_handler(event("make_payment", situation), CONTEXT)

    assert counted(capsys) == {"PaymentsMade": {"web": 1}}


def test_a_payment_that_is_refused_after_its_yes_is_counted(world: World, capsys: Printed):
    world.verified()
    make_payment.lambda_handler(event("make_payment", "payee_and_amount_given"), CONTEXT)
    held = world.account("checking account").balance_cents
    world.bank.pay(world.payment(held, key="all-of-it"), paid_at=NOON)

    make_payment.lambda_handler(event("make_payment", "confirmed_to_fulfil"), CONTEXT)

    assert counted(capsys) == {"PaymentsRejected": {"web": 1}}


@pytest.mark.parametrize(
    ("amount_cents", "figure"), [(125_50, "PaymentsMade"), (4_000_00, "PaymentsRejected")]
)
def test_a_planned_payment_is_counted_on_its_day(
    world: World, capsys: Printed, amount_cents: int, figure: str
):
    later = {"pay_on": date(2026, 12, 1), "correlation_id": "talk-1"}
    world.bank.plan(world.payment(amount_cents).model_copy(update=later), NOON)
    world.bank.pay(world.payment(1_000_00, key="other"), paid_at=NOON)

    execute_payment.lambda_handler(event("execute_payment", "day_has_come"), CONTEXT)

    assert counted(capsys) == {figure: {"": 1}}


@pytest.mark.usefixtures("aws")
def test_a_turn_is_counted_and_a_hook_that_hands_on_is_not(capsys: Printed):
    for kind in ("Close", "Delegate"):
        turn(kind)

    assert counted(capsys) == {"Turns": {"web": 1}}


@pytest.mark.usefixtures("aws")
def test_a_turn_whose_function_failed_is_counted_as_failed(capsys: Printed):
    with Stubber(route_intent.intents._client) as lambda_:
        lambda_.add_client_error("invoke", "TooManyRequestsException")
        route_intent.lambda_handler(event("route_intent", "payment_asked_for"), CONTEXT)

    assert counted(capsys) == {"TurnsFailed": {"web": 1}}


def turn(kind: str) -> None:
    asked = event("route_intent", "payment_asked_for")
    state: dict[str, Any] = {"dialogAction": {"type": kind}}
    answer = {"sessionState": state | {"intent": asked["sessionState"]["intent"]}}
    with Stubber(route_intent.intents._client) as lambda_:
        payload = io.BytesIO(json.dumps(answer).encode())
        lambda_.add_response("invoke", {"StatusCode": 200, "Payload": payload})
        route_intent.lambda_handler(asked, CONTEXT)
