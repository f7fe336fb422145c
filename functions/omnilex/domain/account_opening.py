"""The dialog of a new account: which plan, a yes, and what happens next."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from omnilex.domain.demo_bank import Plan
from omnilex.domain.dialog import Choice, Dialog, Reply

INTENT = "OpenAccount"
PLAN = "Plan"
WHAT_HAPPENS = (
    "We check your details and write to you within one business day; nothing is charged until then."
)
BASIS_POINTS = 100
YEAR_MONTHS = 12


class PendingAccount(BaseModel):
    """A plan that a customer has asked for, until the bank has opened it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    customer_id: str
    plan_id: str
    plan: str
    asked_at: datetime


def next_step(dialog: Dialog, plans: Sequence[Plan], pending: Sequence[PendingAccount]) -> Reply:
    """Offer the plans, of one kind if a kind is named; with one plan chosen, ask for a yes."""
    wanted = dialog.slots.get(PLAN)
    if wanted is None:
        sorry = "I do not know that plan. " if dialog.is_retry else ""
        kinds = list(dict.fromkeys(plan.kind for plan in plans))
        return offer(
            dialog, sorry + "What would you like to open?", [kind_choice(k) for k in kinds]
        )
    chosen = find(plans, wanted)
    if chosen is None:
        of_kind = [plan for plan in plans if plan.kind == wanted]
        if len(of_kind) != 1:
            question = f"We have these. {' '.join(map(described, of_kind))} Which one?"
            return offer(dialog, question, [Choice(text=p.name, value=p.name) for p in of_kind])
        chosen = of_kind[0]
    before = next((one for one in pending if one.plan_id == chosen.plan_id), None)
    if before:
        return already(before)
    slots = {**dialog.slots, PLAN: chosen.name}
    return Reply.confirm(
        INTENT, slots, f"{described(chosen)} Shall I open it for you? Please say yes or no."
    )


def find(plans: Sequence[Plan], name: str) -> Plan | None:
    return next((plan for plan in plans if plan.name.lower() == name.lower()), None)


def offer(dialog: Dialog, question: str, choices: list[Choice]) -> Reply:
    asked = Reply.elicit(INTENT, dialog.slots, PLAN, question)
    return asked.model_copy(update={"choices": tuple(choices)})


def kind_choice(kind: str) -> Choice:
    return Choice(text=f"{kind[0].upper()}{kind[1:]}", value=kind)


def described(plan: Plan) -> str:
    """``Harbour Savings pays 3.15 % a year.``"""
    rate = f"{plan.rate_basis_points / BASIS_POINTS:.2f} %"
    term = f" for {_years(plan.term_months)}" if plan.term_months else ""
    if plan.kind == "mortgage":
        return f"The {plan.name} costs {rate} a year{term}."
    if not plan.rate_basis_points:
        return f"{plan.name} has no monthly fee."
    return f"{plan.name} pays {rate} a year{term}."


def opened(account: PendingAccount) -> Reply:
    return Reply.close(
        INTENT, f"Done: I have asked for your {account.plan}. {WHAT_HAPPENS} Anything else?"
    )


def already(account: PendingAccount) -> Reply:
    on = f"{account.asked_at:%B} {account.asked_at.day}"
    return Reply.close(
        INTENT, f"You have asked for {account.plan} already, on {on}. {WHAT_HAPPENS} Anything else?"
    )


def cancelled() -> Reply:
    return Reply.close(INTENT, "All right, I have opened nothing. What else can I do?", failed=True)


def _years(months: int) -> str:
    years = months // YEAR_MONTHS
    return "one year" if years == 1 else f"{years} years"
