"""A payment: checked, confirmed under a key, and made once for that key."""

import base64
import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from omnilex.domain.customer import Account
from omnilex.domain.money import CURRENCY, AmountError, dollars
from omnilex.domain.wording import ExplainedError, Language, Phrase

LIMIT_CENTS = 10_000_00

BUSY = Phrase(
    en="The account is busy just now. Please ask me again.",
    es="La cuenta está ocupada en este momento. Vuelva a pedírmelo, por favor.",
)
KEY_REUSED = Phrase(
    en="That confirmation was for another payment.", es="Esa confirmación era de otro pago."
)
TOO_LITTLE = Phrase(
    en="A payment is more than zero.", es="Un pago tiene que ser de más de cero dólares."
)
TOO_MUCH = Phrase(
    en="One payment here is at most {limit}.", es="Aquí un pago es de {limit} como máximo."
)
OWES_ONLY = Phrase(en="You owe only {owed} on {yours}.", es="Solo debe {owed} de {yours}.")
HOLDS_LESS = Phrase(
    en="Your {source} holds {held}, which is less than {amount}.",
    es="Su {source} tiene {held}, que es menos que {amount}.",
)
PAYMENT_TO = Phrase(en="Payment to {payee}", es="Pago a {payee}")
PAYMENT_FROM = Phrase(en="Payment from {account}", es="Pago desde {account}")


class PaymentRefusedError(ExplainedError):
    """Nothing moved; the message tells the customer why."""


class InsufficientFundsError(PaymentRefusedError):
    """The account does not hold the amount."""


class OverpaymentError(PaymentRefusedError):
    """Less than the amount is owed."""


class PaymentContendedError(PaymentRefusedError):
    """The account changed under every try."""


class PaymentKeyReusedError(PaymentRefusedError):
    """The key was used for another payment."""


class Receipt(BaseModel):
    """Of a payment made, or planned for the day ``pay_on``, which has no balance after it yet."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["receipt"] = "receipt"
    reference: str
    payee: str
    amount_cents: int
    currency: str = CURRENCY
    paid_at: datetime
    from_account: str
    balance_after_cents: int | None
    pay_on: date | None = None


class Proposal(BaseModel):
    """A payment that waits for its yes, for channels that show it and do not only say it.

    A planned one, for the day ``pay_on``, has no balance after it yet.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: Literal["proposal"] = "proposal"
    payee: str
    amount_cents: int
    currency: str = CURRENCY
    from_account: str
    balance_after_cents: int | None
    pay_on: date | None = None


class Payment(BaseModel):
    """What the customer confirms. ``key`` is minted when the confirmation is asked for.

    ``pay_on`` is None for a payment at once. The names are in the customer's language.
    ``correlation_id`` is of the conversation in which it was asked for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    customer_id: str
    from_account_id: str
    from_account: str
    to_account_id: str
    payee: str
    amount_cents: int = Field(gt=0)
    pay_on: date | None = None
    language: Language = Language.ENGLISH
    correlation_id: str | None = None

    @property
    def body_hash(self) -> str:
        """The same for the same payment, whatever its key and whichever language it is named in."""
        apart = {"key", "language", "from_account", "payee", "correlation_id"}
        body = self.model_dump(mode="json", exclude=apart)
        return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()

    @property
    def reference(self) -> str:
        """What the customer quotes: short, and not the key, which authorises."""
        digest = hashlib.sha256(self.key.encode()).digest()
        return "HV-" + base64.b32encode(digest)[:10].decode()

    @property
    def when_due(self) -> "Payment":
        """The payment that a planned one becomes on its day."""
        return self.model_copy(update={"pay_on": None})

    def proposal(self, balance_cents: int) -> Proposal:
        """``balance_cents`` is what the account it comes from holds now."""
        return Proposal(
            payee=self.payee,
            amount_cents=self.amount_cents,
            from_account=self.from_account,
            balance_after_cents=None if self.pay_on else balance_cents - self.amount_cents,
            pay_on=self.pay_on,
        )

    def receipt(self, balance_after_cents: int | None, paid_at: datetime) -> Receipt:
        return Receipt(
            reference=self.reference,
            payee=self.payee,
            amount_cents=self.amount_cents,
            paid_at=paid_at,
            from_account=self.from_account,
            balance_after_cents=balance_after_cents,
            pay_on=self.pay_on,
        )


class PlanStatus(StrEnum):
    PLANNED = "PLANNED"
    PAID = "PAID"
    REFUSED = "REFUSED"
    CANCELLED = "CANCELLED"


class Movement(BaseModel):
    """A ledger entry as a customer is told of it. Both sides of a payment have its reference."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime
    amount_cents: int
    memo: str
    reference: str = ""


class LedgerEntry(BaseModel):
    """One side of a movement; the entries of one payment add up to zero."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    account_id: str
    amount_cents: int
    reference: str
    memo: str


def propose(
    key: str,
    source: Account,
    target: Account,
    amount_cents: int,
    *,
    pay_on: date | None = None,
    language: Language = Language.ENGLISH,
) -> Payment:
    """The payment that the customer asks for; what a later day's needs is not held against it.

    Raises AmountError or PaymentRefusedError, in words for the customer.
    """
    check_amount(amount_cents)
    check_debt(amount_cents, target)
    if pay_on is None:
        check_funds(amount_cents, source)
    return Payment(
        key=key,
        customer_id=source.customer_id,
        from_account_id=source.account_id,
        from_account=source.called(language),
        to_account_id=target.account_id,
        payee=target.called(language),
        amount_cents=amount_cents,
        pay_on=pay_on,
        language=language,
    )


def find_account(accounts: Sequence[Account], named: str) -> Account | None:
    """The account of that kind or name: ``credit card``, ``CREDIT_CARD``, ``Lakeshore Hydro``."""
    wanted = named.casefold().replace(" ", "_")
    for account in accounts:
        if wanted in {account.kind.value.casefold(), account.name.casefold().replace(" ", "_")}:
            return account
    return None


def check_amount(amount_cents: int) -> None:
    """Raises AmountError."""
    if amount_cents <= 0:
        raise AmountError(TOO_LITTLE)
    if amount_cents > LIMIT_CENTS:
        raise AmountError(TOO_MUCH.of(limit=dollars(LIMIT_CENTS)))


def check_debt(amount_cents: int, target: Account) -> None:
    """Raises OverpaymentError: no loan or card is paid more than is owed on it."""
    if target.is_owed and amount_cents > -target.balance_cents:
        owed = dollars(-target.balance_cents)
        raise OverpaymentError(OWES_ONLY.of(owed=owed, yours=target.yours))


def check_funds(amount_cents: int, source: Account) -> None:
    """Raises InsufficientFundsError."""
    if amount_cents > source.balance_cents:
        raise InsufficientFundsError(
            HOLDS_LESS.of(
                source=source.called,
                held=dollars(source.balance_cents),
                amount=dollars(amount_cents),
            )
        )


def entries(payment: Payment) -> tuple[LedgerEntry, LedgerEntry]:
    """Out of one account, into the other."""
    reference, language = payment.reference, payment.language
    return (
        LedgerEntry(
            account_id=payment.from_account_id,
            amount_cents=-payment.amount_cents,
            reference=reference,
            memo=PAYMENT_TO(language, payee=payment.payee),
        ),
        LedgerEntry(
            account_id=payment.to_account_id,
            amount_cents=payment.amount_cents,
            reference=reference,
            memo=PAYMENT_FROM(language, account=payment.from_account),
        ),
    )
