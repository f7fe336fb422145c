"""What a customer holds and owes, and what has happened on an account."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from omnilex.domain.customer import Account, AccountKind, naming
from omnilex.domain.dialog import Dialog, Reply
from omnilex.domain.money import dollars
from omnilex.domain.payment import Movement, find_account
from omnilex.domain.wording import (
    ExplainedError,
    Language,
    Phrase,
    Said,
    all_of,
    day,
    sentences,
)

INTENT = "ProvideAccountDetails"
ACCOUNT = "Account"
EVERY_ACCOUNT = "all accounts"
MOVEMENTS_SHOWN = 5
_ABOUT_MOVEMENTS = re.compile(
    r"transaction|activity|movement|statement|history|spen[dt]|transacci|movimiento|actividad|"
    r"historial|gast[éeoó]",
    re.IGNORECASE,
)

MORE = Phrase(en="Is there anything else?", es="¿Algo más?")
WHICH_ONE = Phrase(en="Which one would you like?", es="¿Cuál quiere?")
NO_SUCH_ACCOUNT = Phrase(
    en="You have no {named} with us. You have {held}.",
    es="No tiene {named} con nosotros. Tiene {held}.",
)
YOU_HAVE = Phrase(en="You have {held}.", es="Tiene {held}.")
YOU_OWE = Phrase(en="You owe {owed}.", es="Debe {owed}.")
IN = Phrase(en="{balance} in {yours}", es="{balance} en {yours}")
ON = Phrase(en="{balance} on {yours}", es="{balance} de {yours}")
HOLDS = Phrase(en="Your {account} holds {balance}.", es="Su {account} tiene {balance}.")
PAID_OFF = Phrase(en="Your {account} is paid off.", es="Ya no debe nada de su {account}.")
OWED = Phrase(
    en="You owe {balance} on {yours}; that pays it off today.",
    es="Debe {balance} de {yours}; con eso se liquida hoy.",
)
NEXT_DUE = Phrase(
    en="Your next payment of {amount} is due on {day}.",
    es="Su próximo pago de {amount} vence el {day}.",
)
QUIET = Phrase(
    en="Nothing has moved on {yours} lately.", es="No hubo movimientos en {yours} últimamente."
)
LATELY = Phrase(en="Lately on {yours}: {movements}.", es="Últimamente en {yours}: {movements}.")

Movements = Callable[[Account], Sequence[Movement]]


class UnknownAccountError(ExplainedError):
    """The customer holds no account of that name."""


def next_step(
    dialog: Dialog, accounts: Sequence[Account], movements: Movements, today: date
) -> Reply:
    """Tell about the account that is named, or about all; ask again for one that is not held."""
    accounts = [one for one in accounts if one.kind is not AccountKind.BILLER]
    accounts = sorted(accounts, key=lambda account: list(AccountKind).index(account.kind))
    wants_movements = _ABOUT_MOVEMENTS.search(dialog.utterance) is not None
    try:
        account = _find(accounts, dialog.slots.get(ACCOUNT))
    except UnknownAccountError as error:
        question = sentences([error.why, WHICH_ONE])(dialog.language)
        return Reply.elicit(INTENT, dialog.slots, ACCOUNT, question)
    if account is None and wants_movements:
        account = accounts[0]
    if account is None:
        said = sentences([overview(accounts), MORE])
    elif wants_movements:
        said = sentences([history(account, movements(account)), MORE])
    else:
        lately = history(account, movements(account))
        said = sentences([balance(account), due(account, today), lately, MORE])
    return Reply.close(INTENT, said(dialog.language))


def _find(accounts: Sequence[Account], named: str | None) -> Account | None:
    """None for all of them. Raises UnknownAccountError."""
    if named is None or named == EVERY_ACCOUNT:
        return None
    found = find_account(accounts, named)
    if found is None:
        held = all_of([account.yours for account in accounts])
        raise UnknownAccountError(NO_SUCH_ACCOUNT.of(named=naming(named), held=held))
    return found


def overview(accounts: Sequence[Account]) -> Said:
    """What is held, then what is owed."""
    held = [IN.of(balance=_balance(one), yours=one.yours) for one in accounts if one.is_held]
    owed = [ON.of(balance=_balance(one), yours=one.yours) for one in accounts if one.is_owed]
    return sentences(
        [
            YOU_HAVE.of(held=all_of(held)) if held else None,
            YOU_OWE.of(owed=all_of(owed)) if owed else None,
        ]
    )


def balance(account: Account) -> Said:
    if not account.is_owed:
        return HOLDS.of(account=account.called, balance=_balance(account))
    if account.balance_cents >= 0:
        return PAID_OFF.of(account=account.called)
    return OWED.of(balance=_balance(account), yours=account.yours)


def due(account: Account, today: date) -> Said | None:
    """The next payment of what is paid by the month; never more than what is owed."""
    if account.due_day is None or account.due_cents is None or account.balance_cents >= 0:
        return None
    amount = min(account.due_cents, -account.balance_cents)
    on = next_due(account.due_day, today)
    return NEXT_DUE.of(amount=dollars(amount), day=day(on))


def next_due(day_of_month: int, today: date) -> date:
    """The next day of the month, from 1 to 28, today included."""
    this_month = today.replace(day=day_of_month)
    if this_month >= today:
        return this_month
    return (today.replace(day=1) + timedelta(days=32)).replace(day=day_of_month)


def history(account: Account, movements: Sequence[Movement]) -> Said:
    if not movements:
        return QUIET.of(yours=account.yours)
    shown = movements[:MOVEMENTS_SHOWN]
    return LATELY.of(
        yours=account.yours,
        movements=lambda language: "; ".join(_movement(one, language) for one in shown),
    )


def _movement(one: Movement, language: Language) -> str:
    return f"{day(one.at.date())(language)}, {one.memo}, {_signed(one.amount_cents)}"


def _balance(account: Account) -> str:
    return dollars(abs(account.balance_cents))


def _signed(cents: int) -> str:
    return f"{'+' if cents >= 0 else '-'}{dollars(abs(cents))}"
