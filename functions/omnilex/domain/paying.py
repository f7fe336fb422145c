"""The dialog of a payment: payee, amount, confirmation, receipt."""

from collections.abc import Callable

from omnilex.domain.customer import Account
from omnilex.domain.dialog import Dialog, Reply
from omnilex.domain.money import AmountError, dollars, parse_cents, stated_amount
from omnilex.domain.payment import (
    Payment,
    PaymentRefusedError,
    Receipt,
    UnknownPayeeError,
    find_payee,
    payees,
    propose,
)

INTENT = "MakePayment"
PAYEE = "Payee"
AMOUNT = "Amount"

HOW_MUCH = "How much would you like to pay?"


def with_stated_amount(dialog: Dialog, unpaid: Payment | None) -> Dialog:
    """Fill the amount that Lex did not make out, or that answers a confirmation: "make it $50"."""
    stated = stated_amount(dialog.utterance)
    if stated is None or (dialog.slots.get(AMOUNT) and unpaid is None):
        return dialog
    return dialog.model_copy(update={"slots": {**dialog.slots, AMOUNT: stated}})


def next_step(
    dialog: Dialog, accounts: list[Account], unpaid: Payment | None, new_key: Callable[[], str]
) -> tuple[Reply, Payment | None]:
    """What to ask next; with payee and amount right, the confirmation and the payment it is of.

    A payment keeps its key while its body stays the same, so that a repeated question or answer
    cannot make it another payment.
    """
    slots = dialog.slots
    payee, amount = slots.get(PAYEE), slots.get(AMOUNT)
    try:
        target = find_payee(accounts, payee) if payee else None
    except UnknownPayeeError as error:
        return Reply.elicit(INTENT, slots, PAYEE, f"{error} {_which(accounts)}"), None
    if payee is None or target is None:
        sorry = "I can pay only what you owe here. " if dialog.is_retry else ""
        return Reply.elicit(INTENT, slots, PAYEE, sorry + _which(accounts)), None
    if amount is None:
        return Reply.elicit(INTENT, slots, AMOUNT, _how_much(target, dialog)), None
    try:
        proposed = propose(new_key(), accounts, payee, parse_cents(amount))
    except (AmountError, PaymentRefusedError) as error:
        return Reply.elicit(INTENT, slots, AMOUNT, f"{error} {HOW_MUCH}"), None
    if unpaid and unpaid.body_hash == proposed.body_hash:
        proposed = unpaid
    return Reply.confirm(INTENT, slots, question_of(proposed, accounts)), proposed


def _which(accounts: list[Account]) -> str:
    return f"Which would you like to pay: {payees(accounts)}?"


def _how_much(target: Account, dialog: Dialog) -> str:
    if dialog.is_retry:
        return "I did not catch the amount. Please give it in dollars, for example 125.50."
    return f"You owe {dollars(-target.balance_cents)} on your {target.name}. {HOW_MUCH}"


def question_of(payment: Payment, accounts: list[Account]) -> str:
    source = next(one for one in accounts if one.account_id == payment.from_account_id)
    after = dollars(source.balance_cents - payment.amount_cents)
    return (
        f"Pay {dollars(payment.amount_cents)} to your {payment.payee} from your "
        f"{payment.from_account}? That leaves {after}. Please say yes or no."
    )


def paid(receipt: Receipt) -> Reply:
    text = (
        f"Done. I paid {dollars(receipt.amount_cents)} to your {receipt.payee}. "
        f"Your reference is {receipt.reference}; your {receipt.from_account} now holds "
        f"{dollars(receipt.balance_after_cents)}. Is there anything else?"
    )
    return Reply.close(INTENT, text, receipt=receipt)


def paid_before(receipt: Receipt) -> Reply:
    """What a "yes" out of the blue gets after a payment: its reference, and no payment."""
    return Reply.ask(
        f"That payment of {dollars(receipt.amount_cents)} to your {receipt.payee} is already made; "
        f"its reference is {receipt.reference}. What else can I do for you?"
    )


def refused(reason: PaymentRefusedError) -> Reply:
    return Reply.close(INTENT, f"I paid nothing. {reason}", failed=True)


def cancelled() -> Reply:
    return Reply.close(INTENT, "All right, I have paid nothing. What else can I do?", failed=True)
