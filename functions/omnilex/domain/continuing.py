"""What a customer was about to do on one channel, and has done, for the next channel to know.

It is the customer's, not a session's: it is told to nobody before the PIN, and lasts a day.
"""

from collections.abc import Callable, Sequence
from typing import Self

from pydantic import BaseModel, ConfigDict

from omnilex.domain import account_opening, paying, verification
from omnilex.domain.customer import called_once, payee_named
from omnilex.domain.demo_bank import Plan
from omnilex.domain.dialog import Action, Confirmation, Dialog, Reply
from omnilex.domain.helping import NOT_UNDERSTOOD, START_OVER, missed
from omnilex.domain.money import dollars
from omnilex.domain.payment import Receipt
from omnilex.domain.session import Session, Unfinished
from omnilex.domain.wording import Phrase, Said, day, sentences

KNOWN_FOR_S = 24 * 60 * 60
CONTINUED = {paying.INTENT, account_opening.INTENT}

SHALL_WE = Phrase(en="Shall we go on? Please say yes or no.", es="¿Seguimos? Diga sí o no.")
ABOUT_TO_PAY_AMOUNT = Phrase(
    en="You were about to pay {amount} to your {payee}.",
    es="Estaba por pagar {amount} a su {payee}.",
)
ABOUT_TO_PAY = Phrase(
    en="You were about to pay your {payee}.", es="Estaba por hacer un pago a su {payee}."
)
ABOUT_TO_PAY_SOMETHING = Phrase(
    en="You were about to make a payment.", es="Estaba por hacer un pago."
)
ABOUT_TO_OPEN = Phrase(en="You were about to open an account.", es="Estaba por abrir una cuenta.")
ABOUT_TO_OPEN_PLAN = Phrase(en="You were about to open a {plan}.", es="Estaba por abrir: {plan}.")
PAID_LATELY = Phrase(
    en="Your payment of {amount} to your {payee} is made; its reference is {reference}.",
    es="Su pago de {amount} a su {payee} está hecho; su referencia es {reference}.",
)
PLANNED_LATELY = Phrase(
    en="Your payment of {amount} to your {payee} is planned for {day}; its reference is "
    "{reference}.",
    es="Su pago de {amount} a su {payee} está programado para el {day}; su referencia es "
    "{reference}.",
)
LET_GO = Phrase(en="All right, I have let that go.", es="De acuerdo, lo dejamos.")


class Done(BaseModel):
    """The last payment made or planned."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    receipt: Receipt
    session_id: str


class CustomerContext(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    unfinished: Unfinished | None = None
    done: Done | None = None

    def after(self, dialog: Dialog, reply: Reply, session: Session) -> Self:
        """Once the bot has answered. ``session`` is as the intent's function left it."""
        if reply.intent in CONTINUED and reply.action in {Action.ELICIT_SLOT, Action.CONFIRM}:
            unfinished = Unfinished(
                intent=reply.intent,
                slots=reply.slots,
                payment=session.unpaid if reply.intent == paying.INTENT else None,
                session_id=session.session_id,
            )
            return self.model_copy(update={"unfinished": unfinished})
        if dialog.intent == START_OVER:
            return self.let_go()
        if dialog.intent not in CONTINUED or reply.action is not Action.CLOSE:
            return self
        made = session.receipt if dialog.intent == paying.INTENT and not reply.failed else None
        done = Done(receipt=made, session_id=session.session_id) if made else self.done
        return type(self)(done=done)

    def let_go(self) -> Self:
        return self.model_copy(update={"unfinished": None})

    def elsewhere(self, session_id: str) -> Self:
        """What the customer did in other sessions; this one needs not be told of its own."""
        unfinished, done = (
            known if known and known.session_id != session_id else None
            for known in (self.unfinished, self.done)
        )
        return self.model_copy(update={"unfinished": unfinished, "done": done})


def concerns(dialog: Dialog, reply: Reply) -> bool:
    """This turn may change what the next channel should know."""
    return bool({dialog.intent, reply.intent} & {*CONTINUED, START_OVER})


def welcome(
    first_name: str, context: CustomerContext, plans: Callable[[], Sequence[Plan]], dialog: Dialog
) -> Reply:
    """After the PIN: what was left open elsewhere, to be gone on with; else what was done last."""
    thanks = verification.THANK_YOU_NAME.of(name=first_name)
    if context.unfinished:
        return _offer(thanks, context.unfinished, plans, dialog)
    if context.done:
        lately = _lately(context.done.receipt)
        return Reply.ask(sentences([thanks, lately, verification.WHAT_NEXT])(dialog.language))
    return verification.welcome(first_name, dialog.language)


def offer_again(offered: Unfinished, plans: Callable[[], Sequence[Plan]], dialog: Dialog) -> Reply:
    """What was said is no yes, no no, and nothing else that the bank knows."""
    return missed(_offer(NOT_UNDERSTOOD, offered, plans, dialog))


def go_on(offered: Unfinished, dialog: Dialog) -> Reply:
    """Yes: its own function takes it up, and asks for the confirmation anew. No: it is let go."""
    if dialog.confirmation is Confirmation.CONFIRMED:
        return Reply.hand_over(offered.intent, offered.slots)
    return Reply.ask(sentences([LET_GO, verification.WHAT_NEXT])(dialog.language))


def _offer(
    first: Phrase | Said,
    unfinished: Unfinished,
    plans: Callable[[], Sequence[Plan]],
    dialog: Dialog,
) -> Reply:
    asked = sentences([first, _about_to(unfinished, plans), SHALL_WE])
    return Reply.confirm(verification.INTENT, {}, asked(dialog.language))


def _about_to(unfinished: Unfinished, plans: Callable[[], Sequence[Plan]]) -> Said:
    if unfinished.intent == account_opening.INTENT:
        plan = account_opening.find(plans(), unfinished.slots.get(account_opening.PLAN) or "")
        return ABOUT_TO_OPEN_PLAN.of(plan=plan.called) if plan else ABOUT_TO_OPEN
    payee = unfinished.slots.get(paying.PAYEE)
    if payee and unfinished.payment:
        amount = dollars(unfinished.payment.amount_cents)
        return ABOUT_TO_PAY_AMOUNT.of(amount=amount, payee=payee_named(payee))
    return ABOUT_TO_PAY.of(payee=payee_named(payee)) if payee else ABOUT_TO_PAY_SOMETHING


def _lately(receipt: Receipt) -> Said:
    said: dict[str, str | Said] = {
        "amount": dollars(receipt.amount_cents),
        "payee": called_once(receipt.payee),
        "reference": receipt.reference,
    }
    if receipt.pay_on:
        return PLANNED_LATELY.of(**said, day=day(receipt.pay_on))
    return PAID_LATELY.of(**said)
