"""A planned payment's day comes while the customer calls it off: it is paid, or it is cancelled."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from moto import mock_aws

from tests.integration.bank.world import NOON, World, create_tables
from tests.proofs.conftest import Tell, long_and_short

EACH = 8
LATER_S = 0.05  # calling off is one call, paying is four


@pytest.mark.parametrize("rounds", long_and_short(3, 200))
def test_it_is_one_or_the_other(one_at_a_time: None, tell: Tell, rounds: int):
    with ThreadPoolExecutor(2 * EACH) as threads:
        outcomes = [outcome(threads, number % 3 * LATER_S) for number in range(rounds)]

    violations = sum(one not in {"PAID", "CANCELLED"} for one in outcomes)
    tell(
        f"payments cancelled on their day, rounds ({outcomes.count('PAID')} paid)",
        rounds,
        violations,
    )
    assert violations == 0


def outcome(threads: ThreadPoolExecutor, later_s: float) -> str:
    """What the plan became, called off so much later than its day came.

    "BOTH" or "NEITHER" where the books say something else.
    """
    with mock_aws():
        create_tables()
        world = World()
        world.open_accounts()
        payment = world.payment(1_00).model_copy(update={"pay_on": date(2026, 12, 1)})
        world.bank.plan(payment, NOON)
        together = threading.Barrier(2 * EACH)

        def settle(number: int) -> str:
            together.wait()
            if number % 2:
                return str(world.bank.pay_planned(payment.key, NOON))
            time.sleep(later_s)
            return str(world.bank.cancel(payment, NOON))

        told = set(threads.map(settle, range(2 * EACH)))

        moved = {"PAID": 2, "CANCELLED": 0}
        if len(told) != 1 or len(world.entries()) != moved[next(iter(told))]:
            return "BOTH" if world.entries() else "NEITHER"
        return told.pop() if world.balances_agree() else "BOTH"
