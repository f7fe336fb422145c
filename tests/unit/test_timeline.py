from datetime import UTC, datetime

from omnilex.domain.customer import Account, AccountKind
from omnilex.domain.payment import Movement
from omnilex.domain.timeline import of_movements

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def account(kind: AccountKind, name: str) -> Account:
    return Account(
        account_id=name,
        customer_id="20417731",
        kind=kind,
        name=name,
        opening_balance_cents=0,
        balance_cents=0,
    )


CHECKING = account(AccountKind.CHECKING, "Checking account")
MORTGAGE = account(AccountKind.MORTGAGE, "Mortgage")


def moved(amount_cents: int, memo: str, reference: str = "HV-1") -> Movement:
    return Movement(at=NOON, amount_cents=amount_cents, memo=memo, reference=reference)


def test_a_payment_between_two_accounts_is_one_moment_of_the_one_that_paid():
    out = (CHECKING, moved(-125_50, "Payment to mortgage"))
    into = (MORTGAGE, moved(125_50, "Payment from checking account"))

    for both in ([out, into], [into, out]):
        [moment] = of_movements(both)
        told = (moment.title, moment.detail, moment.amount_cents)
        assert told == ("Payment to mortgage", "from Checking account", -125_50)


def test_movements_without_a_payment_are_a_moment_each():
    wages = (CHECKING, moved(900_00, "Wages", ""))

    assert [moment.detail for moment in of_movements([wages, wages])] == ["to Checking account"] * 2
