"""A payment: checked, confirmed under a key, and made once for that key."""

import hashlib
import json
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from omnilex.domain.customer import Account, AccountKind
from omnilex.domain.money import CURRENCY, AmountError, dollars

LIMIT_CENTS = 10_000_00


class InsufficientFundsError(ValueError):
    """The account does not hold the amount."""


class PaymentContendedError(RuntimeError):
    """The account changed under every try."""


class PaymentKeyReusedError(ValueError):
    """The key was used for another payment."""


class UnknownPayeeError(ValueError):
    """The customer has nothing of that name to pay."""


class Payment(BaseModel):
    """What the customer confirms. ``key`` is minted when the confirmation is asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    customer_id: str
    from_account_id: str
    from_account: str
    to_account_id: str
    payee: str
    amount_cents: int = Field(gt=0)

    @property
    def body_hash(self) -> str:
        """The same for the same payment, whatever its key."""
        body = self.model_dump(exclude={"key"})
        return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()

    @property
    def reference(self) -> str:
        """What the customer quotes: short, and not the key, which authorises."""
        return "HV-" + hashlib.sha256(self.key.encode()).hexdigest()[:8].upper()


class LedgerEntry(BaseModel):
    """One side of a movement; the entries of one payment add up to zero."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    account_id: str
    amount_cents: int
    reference: str
    memo: str


class Receipt(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["receipt"] = "receipt"
    reference: str
    payee: str
    amount_cents: int
    currency: str = CURRENCY
    paid_at: datetime
    from_account: str
    balance_after_cents: int


def propose(key: str, accounts: list[Account], payee: str, amount_cents: int) -> Payment:
    """The payment that the customer asks for, from checking.

    Raises UnknownPayeeError, AmountError or InsufficientFundsError, in words for the customer.
    """
    target = find_payee(accounts, payee)
    source = next(account for account in accounts if account.kind is AccountKind.CHECKING)
    check_amount(amount_cents, target)
    if source.balance_cents < amount_cents:
        raise InsufficientFundsError(
            f"Your {source.name} holds {dollars(source.balance_cents)}, which is less than "
            f"{dollars(amount_cents)}. What smaller amount would you like to pay?"
        )
    return Payment(
        key=key,
        customer_id=source.customer_id,
        from_account_id=source.account_id,
        from_account=source.name,
        to_account_id=target.account_id,
        payee=target.name,
        amount_cents=amount_cents,
    )


def find_payee(accounts: list[Account], payee: str) -> Account:
    """The loan or card that ``payee`` names. Raises UnknownPayeeError."""
    payable = [account for account in accounts if account.is_owed]
    wanted = payee.casefold().replace(" ", "_")
    for account in payable:
        if wanted in {account.kind.value.casefold(), account.name.casefold().replace(" ", "_")}:
            return account
    names = " or ".join(f"your {account.name}" for account in payable)
    raise UnknownPayeeError(f"You can pay {names}. Which would you like to pay?")


def check_amount(amount_cents: int, target: Account) -> None:
    if amount_cents <= 0:
        raise AmountError("An amount is more than zero. How much would you like to pay?")
    if amount_cents > LIMIT_CENTS:
        raise AmountError(
            f"One payment here is at most {dollars(LIMIT_CENTS)}. How much would you like to pay?"
        )
    owed_cents = -target.balance_cents
    if amount_cents > owed_cents:
        raise AmountError(
            f"You owe {dollars(owed_cents)} on your {target.name}. How much would you like to pay?"
        )


def entries(payment: Payment) -> tuple[LedgerEntry, LedgerEntry]:
    """Out of one account, into the other."""
    reference = payment.reference
    return (
        LedgerEntry(
            account_id=payment.from_account_id,
            amount_cents=-payment.amount_cents,
            reference=reference,
            memo=f"Payment to {payment.payee}",
        ),
        LedgerEntry(
            account_id=payment.to_account_id,
            amount_cents=payment.amount_cents,
            reference=reference,
            memo=f"Payment from {payment.from_account}",
        ),
    )
