import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import boto3
import pytest
from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, ReadTimeoutError

from omnilex.adapters.bank_table import BankTable
from omnilex.domain.customer import CustomerNotFoundError
from omnilex.domain.payment import (
    InsufficientFundsError,
    OverpaymentError,
    Payment,
    PaymentContendedError,
    PaymentKeyReusedError,
)
from tests.integration.bank.world import ANA, NOON, World

ROUNDS = 5


@pytest.mark.parametrize("number", [ANA, "+14165550142", "416-555-0142", "1 (416) 555 0142"])
def test_a_customer_is_found_by_customer_number_or_phone(world: World, number: str):
    assert world.bank.find_customer(number).name == "Ana Moreau"


@pytest.mark.parametrize("number", ["20419999", "+14165550199", "", "42"])
def test_a_number_that_nobody_has_finds_nobody(world: World, number: str):
    with pytest.raises(CustomerNotFoundError):
        world.bank.find_customer(number)


def test_an_unknown_customer_id_is_an_error(world: World):
    with pytest.raises(CustomerNotFoundError):
        world.bank.get_customer("20419999")


def test_a_payment_moves_money_and_its_entries_add_up_to_zero(world: World):
    receipt = world.bank.pay(world.payment(), NOON)

    assert receipt.balance_after_cents == world.account("checking account").balance_cents
    assert sorted(int(entry["amount_cents"]) for entry in world.entries()) == [-125_50, 125_50]
    assert world.balances_agree()


def test_the_same_key_gives_the_same_receipt(world: World):
    first = world.bank.pay(world.payment(), NOON)

    again = world.bank.pay(world.payment(), NOON.replace(hour=13))

    assert again == first
    assert world.paid_cents() == [125_50]


def test_the_same_key_with_another_body_is_refused(world: World):
    world.bank.pay(world.payment(125_50), NOON)

    with pytest.raises(PaymentKeyReusedError, match="another payment"):
        world.bank.pay(world.payment(126_00), NOON)

    assert world.paid_cents() == [125_50]


def test_an_account_never_pays_what_it_does_not_hold(world: World):
    with pytest.raises(InsufficientFundsError):
        world.bank.pay(world.payment(4_318_23), NOON)

    assert world.paid_cents() == []


def test_no_more_is_paid_than_is_owed(world: World):
    card = world.account("credit card")
    over = world.payment().model_copy(
        update={"to_account_id": card.account_id, "payee": card.name, "amount_cents": 842_20}
    )

    with pytest.raises(OverpaymentError):
        world.bank.pay(over, NOON)

    assert world.paid_cents() == []


def test_a_transaction_cancelled_for_another_reason_is_an_error(world: World):
    broken = world.payment().model_copy(update={"key": "x" * 3000})  # longer than a key may be

    with pytest.raises(ClientError):
        world.bank.pay(broken, NOON)

    assert world.entries() == []


def test_a_payment_that_loses_every_race_says_so(world: World):
    class Rival(BankTable):
        """Reads balances that another movement has already changed."""

        def accounts(self, customer_id: str) -> Any:
            stale = super().accounts(customer_id)
            return [
                one.model_copy(update={"balance_cents": one.balance_cents - 1}) for one in stale
            ]

    with pytest.raises(PaymentContendedError, match="busy"):
        Rival(world.bank._table).pay(world.payment(), NOON)

    assert world.paid_cents() == []


def test_a_key_used_by_many_at_once_pays_once_in_every_round(world: World, one_at_a_time: None):
    for round_ in range(ROUNDS):
        together = threading.Barrier(16)
        payment = world.payment(1_00, key=f"round-{round_}")

        def pay(_: int, payment: Any = payment, together: Any = together) -> str:
            together.wait()
            return world.bank.pay(payment, NOON).model_dump_json()

        with ThreadPoolExecutor(16) as threads:
            receipts = set(threads.map(pay, range(16)))

        assert len(receipts) == 1

    assert world.paid_cents() == [1_00] * ROUNDS
    assert world.balances_agree()


def test_many_payments_at_once_keep_the_books(world: World, one_at_a_time: None):
    payments = [world.payment(300_00, key=f"key-{number}") for number in range(20)]
    together = threading.Barrier(20)

    def pay(number: int) -> int | None:
        together.wait()
        try:
            return world.bank.pay(payments[number], NOON).balance_after_cents
        except InsufficientFundsError:
            return None

    with ThreadPoolExecutor(20) as threads:
        after = [one for one in threads.map(pay, range(20)) if one is not None]

    # 4,318.22 pays 300.00 fourteen times, and each receipt tells its own balance.
    assert sorted(after) == [118_22 + 300_00 * left for left in range(14)]
    assert world.balances_agree()


class Faults:
    """Makes the nth call of a payment go wrong in one of five ways."""

    def __init__(self, table: Any, at: int, kind: str) -> None:
        self.calls = 0
        self._at, self._kind = at, kind
        table.meta.client._make_api_call = self._wrap(table.meta.client._make_api_call)

    def _wrap(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def faulty(operation: str, arguments: dict[str, Any]) -> Any:
            self.calls += 1
            if self.calls != self._at:
                return call(operation, arguments)
            return self._fail(call, operation, arguments)

        return faulty

    def _fail(self, call: Callable[..., Any], operation: str, arguments: dict[str, Any]) -> Any:
        if self._kind == "throttled":
            raise ClientError({"Error": {"Code": "ThrottlingException"}}, operation)
        if self._kind == "dead before":
            raise ConnectTimeoutError(endpoint_url="https://dynamodb.us-east-1.amazonaws.com")
        answer = call(operation, arguments)
        if self._kind == "sent twice":  # a 500 after the effect: the client sends it again
            return call(operation, arguments)
        if self._kind == "dead after":
            raise KeyboardInterrupt
        if self._kind == "answer lost":
            raise ReadTimeoutError(endpoint_url="https://dynamodb.us-east-1.amazonaws.com")
        return answer


CALLS = 3
KINDS = ["throttled", "dead before", "sent twice", "dead after", "answer lost"]


def pay_interrupted(payment: Payment, at: int, kind: str) -> int:
    """Pay with the nth call going wrong; returns how many calls there were."""
    own = BankTable(boto3.resource("dynamodb").Table("bank"))  # the world's goes on unharmed
    faults = Faults(own._table, at, kind)
    with suppress(ClientError, BotoCoreError, KeyboardInterrupt):
        own.pay(payment, NOON)
    return faults.calls


def test_a_payment_is_three_calls(world: World):
    assert pay_interrupted(world.payment(), 0, "never") == CALLS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("at", range(1, CALLS + 1))
def test_a_payment_interrupted_anywhere_and_repeated_is_made_once(world: World, at: int, kind: str):
    payment = world.payment()

    pay_interrupted(payment, at, kind)
    receipt = World().bank.pay(payment, NOON)

    assert receipt.balance_after_cents == world.account("checking account").balance_cents
    assert world.paid_cents() == [125_50]
    assert world.balances_agree()
