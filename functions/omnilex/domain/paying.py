"""The dialog of a payment: payee, amount, confirmation, receipt."""

from collections.abc import Callable, Mapping

from omnilex.domain.customer import Account
from omnilex.domain.dialog import Reply
from omnilex.domain.money import AmountError, dollars, parse_cents
from omnilex.domain.payment import (
    InsufficientFundsError,
    Payment,
    Receipt,
    UnknownPayeeError,
    find_payee,
    propose,
)

INTENT = "MakePayment"
PAYEE = "Payee"
AMOUNT = "Amount"

Slots = Mapping[str, str | None]


def next_step(
    slots: Slots, accounts: list[Account], already: Payment | None, new_key: Callable[[], str]
) -> tuple[Reply, Payment | None]:
    """What to ask next; with payee and amount right, the confirmation and the payment it is of.

    The payment keeps its key while its body stays the same, so that a repeated question or answer
    cannot make it another payment.
    """
    payee, amount = slots.get(PAYEE), slots.get(AMOUNT)
    if payee is None:
        return Reply.elicit(INTENT, slots, PAYEE, "Which loan or card would you like to pay?"), None
    try:
        target = find_payee(accounts, payee)
    except UnknownPayeeError as error:
        return Reply.elicit(INTENT, slots, PAYEE, str(error)), None
    if amount is None:
        owed = dollars(-target.balance_cents)
        question = f"You owe {owed} on your {target.name}. How much would you like to pay?"
        return Reply.elicit(INTENT, slots, AMOUNT, question), None
    try:
        proposed = propose(new_key(), accounts, payee, parse_cents(amount))
    except (AmountError, InsufficientFundsError) as error:
        return Reply.elicit(INTENT, slots, AMOUNT, str(error)), None
    if already and already.body_hash == proposed.body_hash:
        proposed = already
    return Reply.confirm(INTENT, slots, question_of(proposed, accounts)), proposed


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


def cancelled() -> Reply:
    return Reply.close(INTENT, "All right, I have paid nothing. What else can I do?", failed=True)
