"""A payment: checked, confirmed under a key, and made once for that key."""

import base64
import hashlib
import json
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from omnilex.domain.customer import Account, AccountKind
from omnilex.domain.money import CURRENCY, AmountError, dollars

LIMIT_CENTS = 10_000_00


class PaymentRefusedError(ValueError):
    """Nothing moved; the message tells the customer why."""


class InsufficientFundsError(PaymentRefusedError):
    """The account does not hold the amount."""


class OverpaymentError(PaymentRefusedError):
    """Less than the amount is owed."""


class PaymentContendedError(PaymentRefusedError):
    """The account changed under every try."""


class PaymentKeyReusedError(PaymentRefusedError):
    """The key was used for another payment."""


class UnknownPayeeError(ValueError):
    """The customer has nothing of that name to pay."""


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
        digest = hashlib.sha256(self.key.encode()).digest()
        return "HV-" + base64.b32encode(digest)[:10].decode()

    def receipt(self, balance_after_cents: int, paid_at: datetime) -> Receipt:
        return Receipt(
            reference=self.reference,
            payee=self.payee,
            amount_cents=self.amount_cents,
            paid_at=paid_at,
            from_account=self.from_account,
            balance_after_cents=balance_after_cents,
        )


class Movement(BaseModel):
    """A ledger entry as a customer is told of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime
    amount_cents: int
    memo: str


class LedgerEntry(BaseModel):
    """One side of a movement; the entries of one payment add up to zero."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    account_id: str
    amount_cents: int
    reference: str
    memo: str


def propose(key: str, accounts: list[Account], payee: str, amount_cents: int) -> Payment:
    """The payment that the customer asks for, from checking.

    Raises UnknownPayeeError, AmountError or PaymentRefusedError, in words for the customer.
    """
    target = find_payee(accounts, payee)
    source = next(account for account in accounts if account.kind is AccountKind.CHECKING)
    check_amount(amount_cents, source, target)
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
    raise UnknownPayeeError(f"You have no {payee} with us. You can pay {payees(accounts)}.")


def payees(accounts: list[Account]) -> str:
    """``your credit card, your mortgage or your car loan``: what the customer can pay."""
    *first, last = [f"your {account.name}" for account in accounts if account.is_owed]
    return f"{', '.join(first)} or {last}" if first else last


def check_amount(amount_cents: int, source: Account, target: Account) -> None:
    """Raises AmountError, OverpaymentError or InsufficientFundsError."""
    if amount_cents <= 0:
        raise AmountError("A payment is more than zero.")
    if amount_cents > LIMIT_CENTS:
        raise AmountError(f"One payment here is at most {dollars(LIMIT_CENTS)}.")
    check_funds(amount_cents, source, target)


def check_funds(amount_cents: int, source: Account, target: Account) -> None:
    """Raises OverpaymentError or InsufficientFundsError."""
    if amount_cents > -target.balance_cents:
        raise OverpaymentError(
            f"You owe only {dollars(-target.balance_cents)} on your {target.name}."
        )
    if amount_cents > source.balance_cents:
        raise InsufficientFundsError(
            f"Your {source.name} holds {dollars(source.balance_cents)}, which is less than "
            f"{dollars(amount_cents)}."
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
