"""Who the bank serves and what they hold."""

import re
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from omnilex.domain.pin import PinHash

_NATIONAL_DIGITS = 10


class CustomerNotFoundError(LookupError):
    """Nobody has this number."""


class AccountKind(StrEnum):
    CHECKING = "CHECKING"
    SAVINGS = "SAVINGS"
    CREDIT_CARD = "CREDIT_CARD"
    MORTGAGE = "MORTGAGE"
    CAR_LOAN = "CAR_LOAN"


class Customer(BaseModel):
    """``customer_id`` is the customer number that the bank prints on its letters."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    customer_id: str
    name: str
    phone: str
    pin_hash: PinHash

    @property
    def first_name(self) -> str:
        return self.name.split()[0]


class Account(BaseModel):
    """``balance_cents`` is what the customer has; what is owed on a loan or card is negative."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    account_id: str
    customer_id: str
    kind: AccountKind
    name: str
    opening_balance_cents: int
    balance_cents: int
    due_day: int | None = Field(default=None, ge=1, le=28)  # of the month, on loans and cards
    due_cents: int | None = None

    @property
    def is_owed(self) -> bool:
        return self.kind in {AccountKind.CREDIT_CARD, AccountKind.MORTGAGE, AccountKind.CAR_LOAN}


def phone_digits(text: str) -> str:
    """The digits of a phone number, with the country's 1 in front of ten of them."""
    digits = re.sub(r"[^0-9]", "", text)
    return f"1{digits}" if len(digits) == _NATIONAL_DIGITS else digits
