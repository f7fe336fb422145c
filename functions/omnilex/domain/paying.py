"""The dialog of a payment: payee, amount, account, day; confirmation; receipt."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from omnilex.domain.customer import Account, AccountKind, called_once, naming
from omnilex.domain.dialog import Choice, Dialog, Reply
from omnilex.domain.money import (
    NOT_AN_AMOUNT,
    AmountError,
    dollars,
    parse_cents,
    plain_amount,
    stated_amount,
)
from omnilex.domain.payment import (
    Payment,
    PaymentRefusedError,
    Receipt,
    find_account,
    propose,
)
from omnilex.domain.wording import ExplainedError, Phrase, Said, any_of, day, sentences

INTENT = "MakePayment"
PAYEE, AMOUNT, AMOUNT_KIND = "Payee", "Amount", "AmountKind"
FROM_ACCOUNT, PAY_ON = "FromAccount", "PayOn"
MINIMUM, FULL_BALANCE = "minimum", "full balance"
FARTHEST_DAYS = 365

HOW_MUCH = Phrase(en="How much would you like to pay?", es="¿Cuánto quiere pagar?")
WHICH = Phrase(en="Which would you like to pay: {payees}?", es="¿Qué quiere pagar: {payees}?")
ONLY_YOURS = Phrase(
    en="I can pay only what you owe here, and the bills you have set up.",
    es="Solo puedo pagar lo que debe aquí y las facturas que tiene dadas de alta.",
)
NO_SUCH_PAYEE = Phrase(
    en="You have no {payee} with us. You can pay {payees}.",
    es="No tiene {payee} con nosotros. Puede pagar {payees}.",
)
YOU_OWE = Phrase(en="You owe {owed} on {yours}.", es="Debe {owed} de {yours}.")
THE_MINIMUM = Phrase(en="The minimum is {least}.", es="El mínimo es {least}.")
NO_AMOUNT = Phrase(en="I did not catch the amount.", es="No entendí la cantidad.")
NO_MINIMUM = Phrase(en="There is no minimum on {yours}.", es="No hay un pago mínimo para {yours}.")
NO_BALANCE = Phrase(
    en="I do not know what is left on {yours}.", es="No sé cuánto falta de {yours}."
)
FROM_WHICH = Phrase(
    en="You can pay from {sources}. Which one shall I use?",
    es="Puede pagar desde {sources}. ¿Cuál uso?",
)
WHEN = Phrase(en="On which day shall I pay?", es="¿Qué día quiere que pague?")
NO_DAY = Phrase(en="I did not catch the day.", es="No entendí el día.")
PAST = Phrase(en="{day} has passed.", es="El {day} ya pasó.")
TOO_FAR = Phrase(
    en="I can plan a payment up to a year ahead.",
    es="Puedo programar un pago hasta un año antes.",
)
CONFIRM = Phrase(
    en="Pay {amount} to {yours} from your {source}? That leaves {after}. Please say yes or no.",
    es="¿Pago {amount} a {yours} desde su {source}? Quedan {after}. Diga sí o no, por favor.",
)
CONFIRM_LATER = Phrase(
    en="Pay {amount} to {yours} from your {source} on {day}? Please say yes or no.",
    es="¿Pago {amount} a {yours} desde su {source} el {day}? Diga sí o no, por favor.",
)
PAID = Phrase(
    en="Done. I paid {amount} to your {payee}. Your reference is {reference}; your {source} now "
    "holds {after}. Is there anything else?",
    es="Listo. Pagué {amount} a su {payee}. Su referencia es {reference}; su {source} tiene ahora "
    "{after}. ¿Algo más?",
)
PLANNED = Phrase(
    en="Done. I will pay {amount} to your {payee} from your {source} on {day}. Your reference is "
    "{reference}. Is there anything else?",
    es="Listo. Pagaré {amount} a su {payee} desde su {source} el {day}. Su referencia es "
    "{reference}. ¿Algo más?",
)
PAID_BEFORE = Phrase(
    en="That payment of {amount} to your {payee} is already made; its reference is {reference}. "
    "What else can I do for you?",
    es="Ese pago de {amount} a su {payee} ya está hecho; su referencia es {reference}. "
    "¿Qué más puedo hacer por usted?",
)
PLANNED_BEFORE = Phrase(
    en="That payment of {amount} to your {payee} is already planned for {day}; its reference is "
    "{reference}. What else can I do for you?",
    es="Ese pago de {amount} a su {payee} ya está programado para el {day}; su referencia es "
    "{reference}. ¿Qué más puedo hacer por usted?",
)
REFUSED = Phrase(en="I paid nothing. {why}", es="No pagué nada. {why}")
CANCELLED = Phrase(
    en="All right, I have paid nothing. What else can I do?",
    es="De acuerdo, no pagué nada. ¿Qué más puedo hacer?",
)
_THE_MINIMUM_CHOICE = Phrase(en="The minimum, {amount}", es="El mínimo, {amount}")
_ALL_OF_IT_CHOICE = Phrase(en="All of it, {amount}", es="Todo, {amount}")

_MINIMUM_SAID = re.compile(r"\b(minimum|least|m[ií]nimo)\b", re.IGNORECASE)
_FULL_SAID = re.compile(
    r"\b((?:full|whole|entire|total|complete)(?: balance| amount)?|everything|all of it|"
    r"pay (?:it )?off|(?:saldo|monto) (?:completo|total)|todo|la totalidad|liquidar(?:la|lo)?)\b",
    re.IGNORECASE,
)
_TODAY_SAID = re.compile(r"\b(today|right now|hoy|ahora)\b", re.IGNORECASE)
_TOMORROW_SAID = re.compile(r"\b(tomorrow|mañana)\b", re.IGNORECASE)
_SOURCE_SAID = (
    (AccountKind.SAVINGS, re.compile(r"\b(?:from|desde|de)\b.*\b(?:savings|ahorros?)\b", re.I)),
    (
        AccountKind.CHECKING,
        re.compile(r"\b(?:from|desde|de)\b.*\b(?:che(?:c|que?)king|corriente|cheques)\b", re.I),
    ),
)


class SlotError(ExplainedError):
    """A slot that has to be asked for, or asked for again."""

    def __init__(self, slot: str, why: Said, choices: tuple[Choice, ...] = ()) -> None:
        super().__init__(why)
        self.slot = slot
        self.choices = choices


def with_what_was_said(dialog: Dialog, unpaid: Payment | None, today: date) -> Dialog:
    """Fill what Lex did not make out, or what answers a confirmation: "make it $50", "tomorrow".

    Words for an amount count where none is known yet, or while a confirmation waits.
    """
    slots = dict(dialog.slots)
    if unpaid or not (slots.get(AMOUNT) or slots.get(AMOUNT_KIND)):
        slots |= _stated(dialog.utterance)
    if unpaid:
        slots |= _corrected(dialog.utterance, today)
    return dialog.model_copy(update={"slots": slots})


def _corrected(utterance: str, today: date) -> dict[str, str | None]:
    """Another account or day, in answer to a confirmation."""
    found: dict[str, str | None] = {}
    for kind, said in _SOURCE_SAID:
        if said.search(utterance):
            found[FROM_ACCOUNT] = kind.value
    if _TOMORROW_SAID.search(utterance):
        found[PAY_ON] = (today + timedelta(days=1)).isoformat()
    elif _TODAY_SAID.search(utterance):
        found[PAY_ON] = None
    return found


def _stated(utterance: str) -> dict[str, str | None]:
    amount = stated_amount(utterance)
    if amount:
        return {AMOUNT: amount, AMOUNT_KIND: None}
    if _MINIMUM_SAID.search(utterance):
        return {AMOUNT: None, AMOUNT_KIND: MINIMUM}
    if _FULL_SAID.search(utterance):
        return {AMOUNT: None, AMOUNT_KIND: FULL_BALANCE}
    return {}


def next_step(
    dialog: Dialog,
    accounts: Sequence[Account],
    unpaid: Payment | None,
    new_key: Callable[[], str],
    today: date,
) -> tuple[Reply, Payment | None]:
    """What to ask next; with everything right, the confirmation and the payment it is of.

    A payment keeps its key while its body stays the same, so that a repeated question or answer
    cannot make it another payment.
    """
    try:
        proposed = _proposed(dialog, accounts, new_key, today)
    except SlotError as error:
        # Asked for an amount, the customer is not held to the name of one that did not do.
        slots = {**dialog.slots, AMOUNT_KIND: None} if error.slot == AMOUNT else dialog.slots
        asked = Reply.elicit(INTENT, slots, error.slot, error.why(dialog.language))
        return asked.model_copy(update={"choices": error.choices}), None
    if unpaid and unpaid.body_hash == proposed.body_hash:
        proposed = proposed.model_copy(update={"key": unpaid.key})
    # In figures from here on: what "minimum" means may change until the money moves.
    slots = {**dialog.slots, AMOUNT: plain_amount(proposed.amount_cents), AMOUNT_KIND: None}
    held = next(one for one in accounts if one.account_id == proposed.from_account_id)
    question = Reply.confirm(INTENT, slots, question_of(proposed, accounts))
    proposal = proposed.proposal(held.balance_cents)
    return question.model_copy(update={"proposal": proposal}), proposed


def _proposed(
    dialog: Dialog, accounts: Sequence[Account], new_key: Callable[[], str], today: date
) -> Payment:
    """Raises SlotError for what is missing or wrong."""
    target = _target(dialog, accounts)
    source = _source(dialog, accounts)
    pay_on = _pay_on(dialog, today)
    cents = _cents(dialog, target)
    try:
        return propose(new_key(), source, target, cents, pay_on=pay_on, language=dialog.language)
    except (AmountError, PaymentRefusedError) as error:
        raise SlotError(AMOUNT, sentences([error.why, HOW_MUCH])) from None


def _target(dialog: Dialog, accounts: Sequence[Account]) -> Account:
    kinds = list(AccountKind)
    payable = sorted(
        (one for one in accounts if one.is_payable), key=lambda one: kinds.index(one.kind)
    )
    payees = any_of([account.yours for account in payable])
    which = WHICH.of(payees=payees)
    named = dialog.slots.get(PAYEE)
    if named is None:
        choices = tuple(Choice(text=one.called(dialog.language), value=one.name) for one in payable)
        question = sentences([ONLY_YOURS, which]) if dialog.is_retry else which
        raise SlotError(PAYEE, question, choices)
    found = find_account(payable, named)
    if found is None:
        raise SlotError(
            PAYEE, sentences([NO_SUCH_PAYEE.of(payee=naming(named), payees=payees), which])
        )
    return found


def _source(dialog: Dialog, accounts: Sequence[Account]) -> Account:
    """The account named, else checking."""
    held = [account for account in accounts if account.is_held]
    found = find_account(held, dialog.slots.get(FROM_ACCOUNT) or AccountKind.CHECKING)
    if found is None:
        raise SlotError(FROM_ACCOUNT, FROM_WHICH.of(sources=any_of([one.yours for one in held])))
    return found


def _pay_on(dialog: Dialog, today: date) -> date | None:
    """None for today."""
    said = dialog.slots.get(PAY_ON)
    if said is None:
        return None
    try:
        on = date.fromisoformat(said)
    except ValueError:
        raise SlotError(PAY_ON, sentences([NO_DAY, WHEN])) from None
    if on < today:
        raise SlotError(PAY_ON, sentences([PAST.of(day=day(on)), WHEN]))
    if (on - today).days > FARTHEST_DAYS:
        raise SlotError(PAY_ON, sentences([TOO_FAR, WHEN]))
    return None if on == today else on


def _cents(dialog: Dialog, target: Account) -> int:
    kind, amount = dialog.slots.get(AMOUNT_KIND), dialog.slots.get(AMOUNT)
    if kind == MINIMUM:
        return _known(minimum_cents(target), NO_MINIMUM, target)
    if kind == FULL_BALANCE:
        return _known(owed_cents(target), NO_BALANCE, target)
    if amount is None:
        raise SlotError(AMOUNT, _how_much(target, dialog), _amount_choices(target, dialog))
    try:
        return parse_cents(amount)
    except AmountError as error:
        raise SlotError(AMOUNT, sentences([error.why, HOW_MUCH])) from None


def _known(cents: int | None, unknown: Phrase, target: Account) -> int:
    if cents is None:
        raise SlotError(AMOUNT, sentences([unknown.of(yours=target.yours), HOW_MUCH]))
    return cents


def owed_cents(account: Account) -> int | None:
    return -account.balance_cents if account.is_owed else None


def minimum_cents(account: Account) -> int | None:
    """What is due this month, and never more than what is owed."""
    owed = owed_cents(account)
    if owed is None or account.due_cents is None:
        return None
    return min(account.due_cents, owed)


def _how_much(target: Account, dialog: Dialog) -> Said:
    if dialog.is_retry:
        return sentences([NO_AMOUNT, NOT_AN_AMOUNT])
    owed = owed_cents(target)
    if owed is None:
        return HOW_MUCH
    return sentences([YOU_OWE.of(owed=dollars(owed), yours=target.yours), HOW_MUCH])


def _amount_choices(target: Account, dialog: Dialog) -> tuple[Choice, ...]:
    """The amounts that most want, as buttons."""
    known = (
        (_THE_MINIMUM_CHOICE, minimum_cents(target)),
        (_ALL_OF_IT_CHOICE, owed_cents(target)),
    )
    return tuple(
        Choice(text=said(dialog.language, amount=dollars(cents)), value=dollars(cents))
        for said, cents in known
        if cents
    )


def question_of(payment: Payment, accounts: Sequence[Account]) -> str:
    by_id = {one.account_id: one for one in accounts}
    source, target = by_id[payment.from_account_id], by_id[payment.to_account_id]
    amount = dollars(payment.amount_cents)
    if payment.pay_on:
        return CONFIRM_LATER(
            payment.language,
            amount=amount,
            yours=target.yours,
            source=source.called,
            day=day(payment.pay_on),
        )
    after = dollars(source.balance_cents - payment.amount_cents)
    return CONFIRM(
        payment.language, amount=amount, yours=target.yours, source=source.called, after=after
    )


def paid(receipt: Receipt, dialog: Dialog) -> Reply:
    """With the receipt of a payment made, or planned."""
    said: dict[str, str | Said] = {
        "amount": dollars(receipt.amount_cents),
        "payee": called_once(receipt.payee),
        "source": called_once(receipt.from_account),
        "reference": receipt.reference,
    }
    if receipt.pay_on:
        text = PLANNED(dialog.language, **said, day=day(receipt.pay_on))
    else:
        after = dollars(receipt.balance_after_cents or 0)
        text = PAID(dialog.language, **said, after=after)
    return Reply.close(INTENT, text, receipt=receipt)


def paid_before(receipt: Receipt, dialog: Dialog) -> Reply:
    """What a "yes" out of the blue gets after a payment: its reference, and no payment."""
    said: dict[str, str | Said] = {
        "amount": dollars(receipt.amount_cents),
        "payee": called_once(receipt.payee),
        "reference": receipt.reference,
    }
    if receipt.pay_on:
        return Reply.ask(PLANNED_BEFORE(dialog.language, **said, day=day(receipt.pay_on)))
    return Reply.ask(PAID_BEFORE(dialog.language, **said))


def refused(reason: PaymentRefusedError, dialog: Dialog) -> Reply:
    return Reply.close(INTENT, REFUSED(dialog.language, why=reason.why), failed=True)


def cancelled(dialog: Dialog) -> Reply:
    return Reply.close(INTENT, CANCELLED(dialog.language), failed=True)
