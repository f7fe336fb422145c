"""The dialog of a new account: which plan, a yes, and what happens next."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from omnilex.domain.demo_bank import Plan
from omnilex.domain.dialog import Choice, Dialog, Reply
from omnilex.domain.wording import Language, Phrase, Said, day, sentences

INTENT = "OpenAccount"
PLAN = "Plan"
BASIS_POINTS = 100
YEAR_MONTHS = 12

WHAT_HAPPENS = Phrase(
    en="We check your details and write to you within one business day; nothing is charged until "
    "then.",
    es="Revisamos sus datos y le escribimos en un día hábil; hasta entonces no se cobra nada.",
)
UNKNOWN_PLAN = Phrase(en="I do not know that plan.", es="No conozco ese plan.")
WHAT_TO_OPEN = Phrase(en="What would you like to open?", es="¿Qué le gustaría abrir?")
THESE = Phrase(en="We have these.", es="Tenemos estos.")
WHICH_ONE = Phrase(en="Which one?", es="¿Cuál prefiere?")
SHALL_I = Phrase(
    en="Shall I open it for you? Please say yes or no.", es="¿Se lo abro? Diga sí o no, por favor."
)
COSTS = Phrase(en="The {plan} costs {rate} a year{term}.", es="{plan}: cuesta {rate} al año{term}.")
PAYS = Phrase(en="{plan} pays {rate} a year{term}.", es="{plan}: paga {rate} al año{term}.")
NO_FEE = Phrase(en="{plan} has no monthly fee.", es="{plan}: sin cuota mensual.")
FOR_ONE_YEAR = Phrase(en=" for one year", es=" durante un año")
FOR_YEARS = Phrase(en=" for {years} years", es=" durante {years} años")
OPENED = Phrase(
    en="Done: I have asked for your {plan}. {what_happens} Anything else?",
    es="Listo: solicité su {plan}. {what_happens} ¿Algo más?",
)
ALREADY = Phrase(
    en="You have asked for {plan} already, on {day}. {what_happens} Anything else?",
    es="Ya solicitó {plan}, el {day}. {what_happens} ¿Algo más?",
)
CANCELLED = Phrase(
    en="All right, I have opened nothing. What else can I do?",
    es="De acuerdo, no abrí nada. ¿Qué más puedo hacer?",
)
_KINDS = {
    "checking": Phrase(en="Checking", es="Cuenta corriente"),
    "savings": Phrase(en="Savings", es="Ahorros"),
    "certificate": Phrase(en="Certificate", es="Certificado"),
    "mortgage": Phrase(en="Mortgage", es="Hipoteca"),
}


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
        question = sentences([UNKNOWN_PLAN if dialog.is_retry else None, WHAT_TO_OPEN])
        kinds = dict.fromkeys(plan.kind for plan in plans)
        return offer(dialog, question, [kind_choice(kind, dialog.language) for kind in kinds])
    chosen = find(plans, wanted)
    if chosen is None:
        of_kind = [plan for plan in plans if plan.kind == wanted]
        if len(of_kind) != 1:
            question = sentences([THESE, *map(described, of_kind), WHICH_ONE])
            return offer(dialog, question, [plan_choice(p, dialog.language) for p in of_kind])
        chosen = of_kind[0]
    before = next((one for one in pending if one.plan_id == chosen.plan_id), None)
    if before:
        return already(before, dialog.language)
    slots = {**dialog.slots, PLAN: chosen.name}
    return Reply.confirm(INTENT, slots, sentences([described(chosen), SHALL_I])(dialog.language))


def find(plans: Sequence[Plan], name: str) -> Plan | None:
    return next((plan for plan in plans if plan.name.lower() == name.lower()), None)


def offer(dialog: Dialog, question: Said, choices: list[Choice]) -> Reply:
    asked = Reply.elicit(INTENT, dialog.slots, PLAN, question(dialog.language))
    return asked.model_copy(update={"choices": tuple(choices)})


def kind_choice(kind: str, language: Language) -> Choice:
    return Choice(text=_KINDS[kind](language) if kind in _KINDS else kind, value=kind)


def plan_choice(plan: Plan, language: Language) -> Choice:
    return Choice(text=plan.called(language), value=plan.name)


def described(plan: Plan) -> Said:
    """``Harbour Savings pays 3.15 % a year.``"""
    rate = f"{plan.rate_basis_points / BASIS_POINTS:.2f} %"
    term = _term(plan.term_months)
    if plan.kind == "mortgage":
        return COSTS.of(plan=plan.called, rate=rate, term=term)
    if not plan.rate_basis_points:
        return NO_FEE.of(plan=plan.called)
    return PAYS.of(plan=plan.called, rate=rate, term=term)


def opened(account: PendingAccount, language: Language) -> Reply:
    return Reply.close(INTENT, OPENED(language, plan=account.plan, what_happens=WHAT_HAPPENS))


def already(account: PendingAccount, language: Language) -> Reply:
    on = day(account.asked_at.date())
    return Reply.close(
        INTENT, ALREADY(language, plan=account.plan, day=on, what_happens=WHAT_HAPPENS)
    )


def cancelled(language: Language) -> Reply:
    return Reply.close(INTENT, CANCELLED(language), failed=True)


def _term(months: int | None) -> str | Said:
    if not months:
        return ""
    years = months // YEAR_MONTHS
    return FOR_ONE_YEAR if years == 1 else FOR_YEARS.of(years=str(years))
