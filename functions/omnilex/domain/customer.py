"""Who the bank serves and what they hold."""

import re
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from omnilex.domain.pin import PinHash
from omnilex.domain.wording import Language, Phrase, Said

_NATIONAL_DIGITS = 10


class CustomerNotFoundError(LookupError):
    """Nobody has this number."""


class AccountKind(StrEnum):
    CHECKING = "CHECKING"
    SAVINGS = "SAVINGS"
    CREDIT_CARD = "CREDIT_CARD"
    MORTGAGE = "MORTGAGE"
    CAR_LOAN = "CAR_LOAN"
    BILLER = "BILLER"


_OWED = {AccountKind.CREDIT_CARD, AccountKind.MORTGAGE, AccountKind.CAR_LOAN}
_HELD = {AccountKind.CHECKING, AccountKind.SAVINGS}
_SPANISH_NAMES = {
    AccountKind.CHECKING: "cuenta corriente",
    AccountKind.SAVINGS: "cuenta de ahorros",
    AccountKind.CREDIT_CARD: "tarjeta de crédito",
    AccountKind.MORTGAGE: "hipoteca",
    AccountKind.CAR_LOAN: "préstamo del auto",
}
_BILL = Phrase(en="{biller} bill", es="factura de {biller}")
_A_BILL = re.compile(r"factura de (?P<es>.+)|(?P<en>.+) bill")
_YOUR = Phrase(en="your {account}", es="su {account}")


def naming(named: str) -> Said:
    """A kind of account as it is called: what the bot's slots say is English in every locale."""
    kind = AccountKind.__members__.get(named.upper().removesuffix(" ACCOUNT").replace(" ", "_"))
    return Phrase(en=named, es=_SPANISH_NAMES.get(kind, named) if kind else named)


def payee_named(named: str) -> Said:
    """Of a payee that the customer has: a kind of account, or a biller's bill."""
    called = naming(named)
    return called if called(Language.SPANISH) != named else _BILL.of(biller=named)


def called_once(name: str) -> Said:
    """Of an account that was named in either language: its name in the one that is asked for."""
    kinds = {spanish: kind for kind, spanish in _SPANISH_NAMES.items()}
    if name in kinds:
        kind = kinds[name]
        english = kind.value.replace("_", " ").lower() + (" account" if kind in _HELD else "")
        return Phrase(en=english, es=name)
    bill = _A_BILL.fullmatch(name)
    return _BILL.of(biller=bill["es"] or bill["en"]) if bill else naming(name)


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
    """``balance_cents`` is what the customer has; what is owed on a loan or card is negative.

    A biller that the customer has set up is an account too, whose balance is what it has been
    paid, so that every payment has its two ledger entries.
    """

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
        return self.kind in _OWED

    @property
    def is_held(self) -> bool:
        return self.kind in _HELD

    @property
    def is_payable(self) -> bool:
        return self.is_owed or self.kind is AccountKind.BILLER

    @property
    def called(self) -> Said:
        """``mortgage``, ``hipoteca``; ``Lakeshore Hydro bill``, ``factura de Lakeshore Hydro``."""
        if self.kind is AccountKind.BILLER:
            return _BILL.of(biller=self.name)
        return Phrase(en=self.name, es=_SPANISH_NAMES[self.kind])

    @property
    def yours(self) -> Said:
        return _YOUR.of(account=self.called)


def phone_digits(text: str) -> str:
    """The digits of a phone number, with the country's 1 in front of ten of them."""
    digits = re.sub(r"[^0-9]", "", text)
    return f"1{digits}" if len(digits) == _NATIONAL_DIGITS else digits
