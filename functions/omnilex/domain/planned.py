"""The dialog of what is planned: telling it, and calling off one payment."""

import re
from collections.abc import Sequence

from omnilex.domain.customer import Account, payee_named
from omnilex.domain.dialog import Choice, Dialog, Reply
from omnilex.domain.money import dollars
from omnilex.domain.payment import Payment, PlanStatus, find_account
from omnilex.domain.session import Asked
from omnilex.domain.wording import Phrase, Said, all_of, day, sentences

INTENT = "PlannedPayments"
PAYEE, PAY_ON, DEED, REFERENCE = "Payee", "PayOn", "Deed", "Reference"
CANCEL = "cancel"
TOLD_AT_ONCE = 5

NONE_PLANNED = Phrase(en="You have no planned payments.", es="No tiene pagos programados.")
NONE_PLANNED_TO = Phrase(
    en="No payment to your {payee} is planned.", es="No tiene ningún pago programado a su {payee}."
)
PLANNED = Phrase(en="You have planned {payments}.", es="Tiene programado {payments}.")
AND_MORE = Phrase(en="and {count} more", es="y {count} más")
ONE = Phrase(en="{amount} to {yours} on {day}", es="{amount} a {yours} el {day}")
YOU_CAN_CANCEL = Phrase(
    en="To call one off, say cancel my planned payment. Is there anything else?",
    es="Para anular uno, diga anule mi pago programado. ¿Algo más?",
)
WHICH_ONE = Phrase(en="Which one shall I cancel?", es="¿Cuál quiere anular?")
CONFIRM = Phrase(
    en="Cancel the payment of {payment}? Please say yes or no.",
    es="¿Anulo el pago de {payment}? Diga sí o no, por favor.",
)
CANCELLED = Phrase(
    en="Done. The payment of {payment} is cancelled; nothing will be paid. Is there anything else?",
    es="Listo. El pago de {payment} está anulado; no se pagará nada. ¿Algo más?",
)
TOO_LATE = Phrase(
    en="I am sorry, that payment has been made already. Is there anything else?",
    es="Lo siento, ese pago ya está hecho. ¿Algo más?",
)
NOT_THERE = Phrase(
    en="That payment is not planned any more. Is there anything else?",
    es="Ese pago ya no está programado. ¿Algo más?",
)
KEPT = Phrase(
    en="All right, it stays planned. What else can I do?",
    es="De acuerdo, sigue programado. ¿Qué más puedo hacer?",
)
_CANCEL_SAID = re.compile(
    r"\b(cancel|stop|call (?:it )?off|delete|remove|drop|don'?t pay|do not pay|cancel[ae]|anul|"
    r"elimin|quit|borr|deten|no pague)",
    re.IGNORECASE,
)


Plans = Sequence[tuple[Payment, PlanStatus]]


def next_step(dialog: Dialog, plans: Plans, accounts: Sequence[Account]) -> Reply:
    """Tell what is planned; or find the one to cancel and ask for a yes."""
    planned = [payment for payment, status in plans if status is PlanStatus.PLANNED]
    found = _narrowed(dialog, planned, accounts)
    if not found:
        payee = dialog.slots.get(PAYEE)
        none = NONE_PLANNED_TO.of(payee=payee_named(payee)) if payee and planned else NONE_PLANNED
        return Reply.close(INTENT, none(dialog.language))
    if not _wants_to_cancel(dialog):
        return Reply.close(INTENT, _told(found, accounts)(dialog.language))
    slots = {**dialog.slots, DEED: CANCEL}
    if len(found) == 1:
        question = CONFIRM(dialog.language, payment=called(found[0], accounts))
        return Reply.confirm(INTENT, {**slots, REFERENCE: found[0].reference}, question)
    return _ask_which(found, accounts, slots, dialog)


def cancels_what_was_told(dialog: Dialog, asked: Asked) -> bool:
    """The payments were told last, and one is to be called off without more words."""
    told = asked.reply is not None and asked.reply.intent == INTENT and not asked.is_open
    return told and bool(_CANCEL_SAID.search(dialog.utterance))


def find(reference: str | None, plans: Plans) -> Payment | None:
    """The one that the customer said yes to."""
    return next((one for one, _ in plans if one.reference == reference), None)


def called(payment: Payment, accounts: Sequence[Account]) -> Said:
    """``$50.00 to your mortgage on December 1``."""
    target = next(one for one in accounts if one.account_id == payment.to_account_id)
    amount = dollars(payment.amount_cents)
    on = day(payment.pay_on) if payment.pay_on else ""
    return ONE.of(amount=amount, yours=target.yours, day=on)


def settled(
    payment: Payment | None, status: PlanStatus | None, accounts: Sequence[Account], dialog: Dialog
) -> Reply:
    if payment and status is PlanStatus.CANCELLED:
        said = CANCELLED.of(payment=called(payment, accounts))
        return Reply.close(INTENT, said(dialog.language))
    late = TOO_LATE if status is PlanStatus.PAID else NOT_THERE
    return Reply.close(INTENT, late(dialog.language), failed=True)


def kept(dialog: Dialog) -> Reply:
    return Reply.close(INTENT, KEPT(dialog.language), failed=True)


def _wants_to_cancel(dialog: Dialog) -> bool:
    return dialog.slots.get(DEED) == CANCEL or bool(_CANCEL_SAID.search(dialog.utterance))


def _narrowed(
    dialog: Dialog, planned: Sequence[Payment], accounts: Sequence[Account]
) -> list[Payment]:
    """To the payee and the day that are named; a day that none is planned for narrows nothing."""
    named, on = dialog.slots.get(PAYEE), dialog.slots.get(PAY_ON)
    found = list(planned)
    if named:
        target = find_account(accounts, named)
        found = [one for one in found if target and one.to_account_id == target.account_id]
    return [one for one in found if str(one.pay_on) == on] or found


def _told(found: Sequence[Payment], accounts: Sequence[Account]) -> Said:
    told = [called(one, accounts) for one in found[:TOLD_AT_ONCE]]
    more = len(found) - len(told)
    payments = sentences([all_of(told), AND_MORE.of(count=str(more)) if more else None])
    return sentences([PLANNED.of(payments=payments), YOU_CAN_CANCEL])


def _ask_which(
    found: Sequence[Payment],
    accounts: Sequence[Account],
    slots: dict[str, str | None],
    dialog: Dialog,
) -> Reply:
    """By payee where that tells them apart, else by day."""
    language = dialog.language
    by_payee = len({one.to_account_id for one in found}) > 1
    names = {one.account_id: one.name for one in accounts}
    choices = {
        (names[one.to_account_id] if by_payee else str(one.pay_on)): called(one, accounts)
        for one in reversed(found)
    }
    question = sentences([PLANNED.of(payments=all_of(list(choices.values())[::-1])), WHICH_ONE])
    asked = Reply.elicit(INTENT, slots, PAYEE if by_payee else PAY_ON, question(language))
    buttons = tuple(
        Choice(text=said(language), value=value) for value, said in reversed(choices.items())
    )
    return asked.model_copy(update={"choices": buttons})
