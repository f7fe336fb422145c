from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnilex.domain.customer import Account
from omnilex.domain.demo_bank import accounts_of
from omnilex.domain.money import AmountError
from omnilex.domain.payment import (
    LIMIT_CENTS,
    InsufficientFundsError,
    OverpaymentError,
    Payment,
    entries,
    find_account,
    propose,
)
from omnilex.domain.wording import Language

ACCOUNTS = list(accounts_of("20417731"))


def account(name: str) -> Account:
    return next(one for one in ACCOUNTS if one.name == name)


CHECKING, MORTGAGE = account("checking account"), account("mortgage")


def payment(amount_cents: int = 125_50, *, key: str = "key-1") -> Payment:
    return propose(key, CHECKING, MORTGAGE, amount_cents)


@pytest.mark.parametrize("payee", ["mortgage", "Mortgage", "car loan", "Credit Card"])
def test_an_account_is_what_the_customer_owes_by_name(payee: str):
    found = find_account(ACCOUNTS, payee)

    assert found is not None
    assert found.name == payee.lower()


@pytest.mark.parametrize("payee", ["student loan", ""])
def test_an_account_that_nobody_holds_is_not_found(payee: str):
    assert find_account(ACCOUNTS, payee) is None


def test_a_payment_goes_from_its_source_to_the_payee():
    proposed = payment()

    assert proposed.from_account == "checking account"
    assert proposed.payee == "mortgage"


@pytest.mark.parametrize("amount_cents", [0, -1, -125_50])
def test_nothing_and_less_is_no_payment(amount_cents: int):
    with pytest.raises(AmountError, match="more than zero"):
        payment(amount_cents)


def test_one_payment_has_a_limit():
    rich = CHECKING.model_copy(update={"balance_cents": LIMIT_CENTS * 2})

    assert propose("key-1", rich, MORTGAGE, LIMIT_CENTS).amount_cents == LIMIT_CENTS
    with pytest.raises(AmountError, match=r"at most \$10,000.00"):
        propose("key-1", rich, MORTGAGE, LIMIT_CENTS + 1)


def test_the_last_cent_can_be_paid_and_none_beyond():
    assert payment(4_318_22).amount_cents == 4_318_22
    with pytest.raises(InsufficientFundsError, match=r"holds \$4,318.22, which is less than"):
        payment(4_318_23)


def test_no_more_is_paid_than_is_owed():
    with pytest.raises(OverpaymentError, match=r"owe only \$842.19"):
        propose("key-1", CHECKING, account("credit card"), 842_20)


def test_a_bill_has_no_balance_that_could_be_overpaid():
    hydro = account("Lakeshore Hydro")

    assert propose("key-1", CHECKING, hydro, 842_20).payee == "Lakeshore Hydro bill"


def test_a_later_day_asks_nothing_of_what_is_held_today():
    later = propose("key-1", CHECKING, MORTGAGE, 5_000_00, pay_on=date(2026, 12, 1))

    assert later.pay_on == date(2026, 12, 1)
    assert later.when_due.pay_on is None
    assert later.when_due.body_hash != later.body_hash


def test_names_are_in_the_customers_language():
    proposed = propose("key-1", CHECKING, MORTGAGE, 1_00, language=Language.SPANISH)

    assert (proposed.payee, proposed.from_account) == ("hipoteca", "cuenta corriente")
    assert entries(proposed)[0].memo == "Pago a hipoteca"


def test_the_body_is_the_same_under_any_key_and_differs_by_amount():
    assert payment(key="one").body_hash == payment(key="two").body_hash
    assert payment(1_00).body_hash != payment(1_01).body_hash


def test_the_reference_belongs_to_the_key_and_does_not_tell_it():
    assert payment(key="one").reference == payment(1_00, key="one").reference
    assert payment(key="one").reference != payment(key="two").reference
    assert "one" not in payment(key="one").reference


@given(st.integers(min_value=1, max_value=4_318_22))
def test_the_entries_of_any_payment_add_up_to_zero(amount_cents: int):
    out, into = entries(payment(amount_cents))

    assert out.amount_cents + into.amount_cents == 0
    assert out.amount_cents == -amount_cents
    assert out.reference == into.reference


def test_a_receipt_says_what_the_payment_was():
    paid_at = datetime(2026, 11, 23, tzinfo=UTC)

    receipt = payment().receipt(4_192_72, paid_at)

    assert receipt.model_dump() == {
        "type": "receipt",
        "reference": payment().reference,
        "payee": "mortgage",
        "amount_cents": 125_50,
        "currency": "CAD",
        "paid_at": paid_at,
        "from_account": "checking account",
        "balance_after_cents": 4_192_72,
        "pay_on": None,
    }
