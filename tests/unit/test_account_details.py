from datetime import date

import pytest

from omnilex.domain import account_details
from omnilex.domain.demo_bank import accounts_of
from omnilex.domain.wording import Language

MORTGAGE = next(one for one in accounts_of("20417731") if one.name == "mortgage")


@pytest.mark.parametrize(
    ("day", "today", "due"),
    [
        (15, date(2026, 11, 10), date(2026, 11, 15)),
        (15, date(2026, 11, 15), date(2026, 11, 15)),
        (1, date(2026, 11, 24), date(2026, 12, 1)),
        (20, date(2026, 12, 31), date(2027, 1, 20)),
        (28, date(2027, 1, 31), date(2027, 2, 28)),
    ],
)
def test_the_next_due_day_is_today_or_later(day: int, today: date, due: date):
    assert account_details.next_due(day, today) == due


def test_no_more_is_due_than_is_owed():
    nearly = MORTGAGE.model_copy(update={"balance_cents": -100_00})

    said = account_details.due(nearly, date(2026, 11, 24))

    assert said is not None
    assert "$100.00 is due" in said(Language.ENGLISH)


def test_a_loan_that_is_paid_off_has_nothing_due():
    paid = MORTGAGE.model_copy(update={"balance_cents": 0})

    assert account_details.due(paid, date(2026, 11, 24)) is None
    assert account_details.balance(paid)(Language.ENGLISH) == "Your mortgage is paid off."
