"""The ledger under random payments, repeats, forged repeats and planned payments."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from moto import mock_aws

from omnilex.domain.payment import (
    Payment,
    PaymentKeyReusedError,
    PaymentRefusedError,
    Receipt,
)
from tests.integration.bank.world import NOON, World, create_tables
from tests.proofs.conftest import Tell, long_and_short

SOURCES = ["checking account", "savings account"]
TARGETS = ["mortgage", "credit card", "car loan", "Lakeshore Hydro"]
cents = st.integers(min_value=1, max_value=3_000_00)


class Ledger(RuleBasedStateMachine):
    """The model: what each account should hold, and the receipt of each payment made."""

    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.aws = mock_aws()
        self.aws.start()
        create_tables()
        self.world = World()
        self.world.open_accounts()
        self.made: list[tuple[Payment, Receipt]] = []
        self.planned: list[Payment] = []
        self.settled: set[str] = set()
        self.keys = 0

    @initialize()
    def open(self) -> None:
        accounts = self.world.bank.accounts("20417731")
        self.held = {one.account_id: one.balance_cents for one in accounts}

    def teardown(self) -> None:
        self.aws.stop()

    def payment(self, source: str, target: str, amount: int) -> Payment:
        self.keys += 1
        out, into = self.world.account(source), self.world.account(target)
        return Payment(
            key=f"key-{self.keys}",
            customer_id="20417731",
            from_account_id=out.account_id,
            from_account=out.name,
            to_account_id=into.account_id,
            payee=into.name,
            amount_cents=amount,
        )

    def moves(self, payment: Payment) -> None:
        self.held[payment.from_account_id] -= payment.amount_cents
        self.held[payment.to_account_id] += payment.amount_cents

    @rule(source=st.sampled_from(SOURCES), payee=st.sampled_from(TARGETS), amount=cents)
    def pay(self, source: str, payee: str, amount: int) -> None:
        payment = self.payment(source, payee, amount)
        try:
            receipt = self.world.bank.pay(payment, NOON)
        except PaymentRefusedError:
            return
        self.moves(payment)
        self.made.append((payment, receipt))

    @rule(place=st.integers(min_value=0))
    def pay_again(self, place: int) -> None:
        if self.made:
            payment, receipt = self.made[place % len(self.made)]
            assert self.world.bank.pay(payment, NOON + timedelta(days=1)) == receipt

    @rule(place=st.integers(min_value=0), more=cents)
    def pay_another_under_the_same_key(self, place: int, more: int) -> None:
        if self.made:
            payment, _ = self.made[place % len(self.made)]
            other = payment.model_copy(update={"amount_cents": payment.amount_cents + more})
            with pytest.raises(PaymentKeyReusedError):
                self.world.bank.pay(other, NOON)

    @rule(source=st.sampled_from(SOURCES), payee=st.sampled_from(TARGETS), amount=cents)
    def plan(self, source: str, payee: str, amount: int) -> None:
        later = {"pay_on": date(2026, 12, 1)}
        planned = self.payment(source, payee, amount).model_copy(update=later)
        self.world.bank.plan(planned, NOON)
        self.planned.append(planned)

    @rule(place=st.integers(min_value=0))
    def day_comes(self, place: int) -> None:
        if self.planned:
            planned = self.planned[place % len(self.planned)]
            status = self.world.bank.pay_planned(planned.key, NOON)
            if status == "PAID" and planned.key not in self.settled:
                self.moves(planned)
            self.settled.add(planned.key)

    @invariant()
    def the_books_agree(self) -> None:
        type(self).steps += 1
        accounts = self.world.bank.accounts("20417731")
        assert {one.account_id: one.balance_cents for one in accounts} == self.held
        assert self.world.balances_agree()
        assert all(one.balance_cents >= 0 for one in accounts if one.is_held)
        assert all(one.balance_cents <= 0 for one in accounts if one.is_owed)

    @invariant()
    def no_entry_is_changed_or_lost(self) -> None:
        entries: dict[Any, Any] = {
            (one["pk"], one["sk"]): dict(one) for one in self.world.entries()
        }
        for key, entry in getattr(self, "seen", {}).items():
            assert entries[key] == entry
        self.seen = entries


SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@pytest.mark.parametrize("machines", long_and_short(6, 500))
def test_no_run_of_payments_breaks_the_books(machines: int, tell: Tell):
    Ledger.steps = 0
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=machines,
            stateful_step_count=30 if machines > 100 else 10,
            deadline=None,
            suppress_health_check=SLOW,
            derandomize=machines < 100,
        ),
    )

    tell(f"ledger machines ({Ledger.steps:,} states looked at)", machines, 0)
