"""64 times the same yes at once: one debit, and 64 equal receipts."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from moto import mock_aws

from tests.integration.bank.world import NOON, World, create_tables
from tests.proofs.conftest import Tell, long_and_short

MANY = 64


@pytest.mark.parametrize("rounds", long_and_short(3, 200))
def test_the_same_payment_from_everywhere_at_once_is_one_payment(
    one_at_a_time: None, tell: Tell, rounds: int
):
    with ThreadPoolExecutor(MANY) as threads:
        violations = sum(not is_paid_once(threads) for _ in range(rounds))

    tell(f"{MANY} concurrent identical payments, rounds", rounds, violations)
    assert violations == 0


def is_paid_once(threads: ThreadPoolExecutor) -> bool:
    """A round, in a bank of its own: moto copies every row for each transaction."""
    with mock_aws():
        create_tables()
        world = World()
        world.open_accounts()
        payment, together = world.payment(1_00), threading.Barrier(MANY)

        def pay(_: int) -> str:
            together.wait()
            return world.bank.pay(payment, NOON).model_dump_json()

        receipts = set(threads.map(pay, range(MANY)))

        return len(receipts) == 1 and world.paid_cents() == [1_00] and world.balances_agree()
