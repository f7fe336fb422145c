from collections import Counter

import pytest

from omnilex.domain.customer import AccountKind, Customer, phone_digits
from omnilex.domain.demo_bank import CUSTOMERS, PLANS, accounts_of
from omnilex.domain.pin import Cost, nobodys


@pytest.mark.parametrize("text", ["+14165550142", "416-555-0142", "(416) 555 0142", "1 4165550142"])
def test_a_phone_number_is_the_same_however_it_is_written(text: str):
    assert phone_digits(text) == "14165550142"


def test_a_customer_number_stays_as_it_is():
    assert phone_digits("20417731") == "20417731"


def test_a_customer_is_called_by_the_first_name():
    ana = Customer(
        customer_id="1",
        name="Ana Moreau",
        phone="+14165550142",
        pin_hash=nobodys(Cost(n=2, r=8, p=1)),
    )

    assert ana.first_name == "Ana"


def test_the_demonstration_customers_cannot_be_taken_for_real_ones():
    for customer in CUSTOMERS:
        assert customer.phone.startswith("+1416555")
        assert len(customer.customer_number) == 8

    assert len({one.phone for one in CUSTOMERS}) == len({one.pin for one in CUSTOMERS}) == 4


def test_every_demonstration_customer_has_one_account_of_each_kind_and_two_bills():
    kinds = Counter(account.kind for account in accounts_of("20417731"))

    assert kinds.pop(AccountKind.BILLER) == 2
    assert kinds == dict.fromkeys(set(AccountKind) - {AccountKind.BILLER}, 1)


def test_plans_are_told_apart():
    assert len({plan.plan_id for plan in PLANS}) == len(PLANS)
