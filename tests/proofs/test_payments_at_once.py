"""64 times the same yes at once: one debit, and 64 equal receipts."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.integration.bank.world import NOON, World
from tests.proofs.conftest import Tell, long_and_short

MANY = 64


@pytest.mark.parametrize("rounds", long_and_short(3, 200))
def test_the_same_payment_from_everywhere_at_once_is_one_payment(
    world: World, one_at_a_time: None, tell: Tell, rounds: int
):
    violations = 0
    for number in range(rounds):
        payment = world.payment(1_00, key=f"round-{number}")
        together = threading.Barrier(MANY)
        before = world.account("checking account").balance_cents

        def pay(_: int, payment=payment, together=together) -> str:
            together.wait()
            return world.bank.pay(payment, NOON).model_dump_json()

        with ThreadPoolExecutor(MANY) as threads:
            receipts = set(threads.map(pay, range(MANY)))

        debited = before - world.account("checking account").balance_cents
        violations += len(receipts) != 1 or debited != 1_00

    tell(f"{MANY} concurrent identical payments, rounds", rounds, violations)
    assert violations == 0
    assert world.paid_cents() == [1_00] * rounds
    assert world.balances_agree()
