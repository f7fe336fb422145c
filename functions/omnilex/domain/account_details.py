"""What a customer holds and owes, and what has happened on an account."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from omnilex.domain.customer import Account, AccountKind
from omnilex.domain.dialog import Dialog, Reply
from omnilex.domain.money import dollars
from omnilex.domain.payment import Movement

INTENT = "ProvideAccountDetails"
ACCOUNT = "Account"
EVERY_ACCOUNT = "all accounts"
MOVEMENTS_SHOWN = 5
_ABOUT_MOVEMENTS = ("transaction", "activity", "movement", "statement", "history", "spent", "spend")
_MORE = "Is there anything else?"

Movements = Callable[[Account], Sequence[Movement]]


class UnknownAccountError(ValueError):
    """The customer holds no account of that name."""


def next_step(
    dialog: Dialog, accounts: Sequence[Account], movements: Movements, today: date
) -> Reply:
    """Tell about the account that is named, or about all; ask again for one that is not held."""
    accounts = sorted(accounts, key=lambda account: list(AccountKind).index(account.kind))
    named = dialog.slots.get(ACCOUNT)
    said = dialog.utterance.lower()
    wants_movements = any(word in said for word in _ABOUT_MOVEMENTS)
    try:
        account = _find(accounts, named)
    except UnknownAccountError as error:
        return Reply.elicit(INTENT, dialog.slots, ACCOUNT, f"{error} Which one would you like?")
    if account is None and wants_movements:
        account = accounts[0]
    if account is None:
        return Reply.close(INTENT, f"{overview(accounts)} {_MORE}")
    parts = [] if wants_movements else [balance(account), due(account, today)]
    parts.append(history(account, movements(account)))
    return Reply.close(INTENT, " ".join(part for part in (*parts, _MORE) if part))


def _find(accounts: Sequence[Account], named: str | None) -> Account | None:
    """None for all of them. Raises UnknownAccountError."""
    if named is None or named == EVERY_ACCOUNT:
        return None
    found = next((account for account in accounts if account.name == named), None)
    if found is None:
        held = _listed([account.name for account in accounts])
        raise UnknownAccountError(f"You have no {named} with us. You have your {held}.")
    return found


def overview(accounts: Sequence[Account]) -> str:
    """What is held, then what is owed."""
    held = [f"{_balance(one)} in your {one.name}" for one in accounts if not one.is_owed]
    owed = [f"{_balance(one)} on your {one.name}" for one in accounts if one.is_owed]
    sentences = [f"You have {_listed(held)}."] if held else []
    return " ".join([*sentences, f"You owe {_listed(owed)}."] if owed else sentences)


def balance(account: Account) -> str:
    if not account.is_owed:
        return f"Your {account.name} holds {_balance(account)}."
    if account.balance_cents >= 0:
        return f"Your {account.name} is paid off."
    return f"You owe {_balance(account)} on your {account.name}; that pays it off today."


def due(account: Account, today: date) -> str:
    """The next payment of what is paid by the month; never more than what is owed."""
    if account.due_day is None or account.due_cents is None or account.balance_cents >= 0:
        return ""
    amount = min(account.due_cents, -account.balance_cents)
    on = next_due(account.due_day, today)
    return f"Your next payment of {dollars(amount)} is due on {on:%B} {on.day}."


def next_due(day: int, today: date) -> date:
    """The next day of the month ``day``, from 1 to 28, today included."""
    this_month = today.replace(day=day)
    if this_month >= today:
        return this_month
    return (today.replace(day=1) + timedelta(days=32)).replace(day=day)


def history(account: Account, movements: Sequence[Movement]) -> str:
    if not movements:
        return f"Nothing has moved on your {account.name} lately."
    told = [
        f"{one.at:%B} {one.at.day}, {one.memo}, {_signed(one.amount_cents)}"
        for one in movements[:MOVEMENTS_SHOWN]
    ]
    return f"Lately on your {account.name}: {'; '.join(told)}."


def _balance(account: Account) -> str:
    return dollars(abs(account.balance_cents))


def _signed(cents: int) -> str:
    return f"{'+' if cents >= 0 else '-'}{dollars(abs(cents))}"


def _listed(parts: Sequence[str]) -> str:
    if len(parts) < 2:  # noqa: PLR2004  nothing to join
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
