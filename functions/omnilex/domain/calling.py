"""A call by telephone: what the contact flow does in the bot's place, and what it is told.

The PIN is for the keypad, with the recording paused and the flow's log off. So the bot does not ask
for it while it talks: it ends its part, the flow makes ready, and the bot's next part begins with
that question. When the question is answered, that part ends too.
"""

from collections.abc import Mapping
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from omnilex.domain.customer import Customer
from omnilex.domain.dialog import Action, Dialog, Hook, Reply
from omnilex.domain.handing_over import INTENT as TRANSFER
from omnilex.domain.session import VERIFICATION, Asked, Session
from omnilex.domain.verification import PIN
from omnilex.domain.wording import Language, Phrase, sentences

PART = "call_part"  # the session attribute that the flow sets
FALLBACK = "FallbackIntent"  # closes what is not gone on with
VERIFICATION_IS = "verification"  # one of ours: what the log of a call would not tell otherwise
_LOCKED = "locked"

GREETING = Phrase(
    en="I am OmniLex, the bank's assistant.", es="Soy OmniLex, el asistente del banco."
)
KNOWN_NUMBER = Phrase(
    en="I recognize your number, so all I shall need is your PIN.",
    es="Reconozco su número, así que solo necesitaré su PIN.",
)
HOW_CAN_I_HELP = Phrase(en="How can I help you today?", es="¿En qué puedo ayudarle hoy?")
SAY_AGAIN = Phrase(en="Let us go on. What would you like to do?", es="Sigamos. ¿Qué desea hacer?")
LOCKED = Phrase(
    en="That PIN has been tried too often, so I have locked it to keep your account safe. A "
    "colleague will unlock it with you; please stay on the line.",
    es="Ese PIN se intentó demasiadas veces, así que lo bloqueé para proteger su cuenta. Una "
    "persona de nuestro equipo lo desbloqueará con usted; no cuelgue, por favor.",
)


class Part(StrEnum):
    """Which of its parts of the call the bot has."""

    TALK = "talk"
    PIN = "pin"


class Next(StrEnum):
    """What the flow does when the bot's part has ended."""

    TALK = "talk"
    PIN = "pin"
    AGENT = "agent"
    GOODBYE = "goodbye"


class Caller(BaseModel):
    """Who calls, by the number alone. ``phone_number`` is empty where it is nobody's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    phone_number: str
    prompt: str


class Briefing(BaseModel):
    """What a colleague sees as contact attributes when the call arrives."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    customer_id: str
    customer_name: str
    verified: str
    wanted: str


def part_of(attributes: Mapping[str, str]) -> Part | None:
    """None where no contact flow speaks for the customer."""
    part = attributes.get(PART)
    return Part(part) if part in set(Part) else None


def greet(phone_number: str | None, language: Language) -> Caller:
    """``phone_number`` as the line says, if it is a customer's."""
    known = [KNOWN_NUMBER] if phone_number else []
    prompt = sentences([GREETING, *known, HOW_CAN_I_HELP])(language)
    return Caller(phone_number=phone_number or "", prompt=prompt)


def ends_part(reply: Reply, dialog: Dialog) -> bool:
    """While it talks the bot leaves asking for the PIN to the flow; at the PIN, all the rest."""
    part = part_of(dialog.attributes)
    if part is None or reply.action is Action.DELEGATE:
        return False
    return asks_pin(reply) is (part is Part.TALK)


def ended() -> Reply:
    """Nothing is said: what was to be said is kept, and the flow says it."""
    return Reply(action=Action.CLOSE, intent=VERIFICATION)


def is_silent(dialog: Dialog) -> bool:
    """The caller said nothing to what was asked."""
    on_a_call = part_of(dialog.attributes) is not None
    return on_a_call and dialog.hook is Hook.DIALOG and not dialog.utterance.strip()


def marked(dialog: Dialog, reply: Reply) -> Dialog:
    """The part ends alike after a right PIN and after one too many; an attribute tells."""
    if not _locks(reply):
        return dialog
    attributes = {**dialog.attributes, VERIFICATION_IS: _LOCKED}
    return dialog.model_copy(update={"attributes": attributes})


def is_locked(attributes: Mapping[str, str]) -> bool:
    return attributes.get(VERIFICATION_IS) == _LOCKED


def asks_pin(reply: Reply) -> bool:
    return reply.action is Action.ELICIT_SLOT and reply.slot == PIN


def next_of(reply: Reply | None) -> Next:
    if reply is None:
        return Next.TALK
    if asks_pin(reply):
        return Next.PIN
    if reply.action is Action.CLOSE and reply.intent == FALLBACK:
        return Next.GOODBYE
    return Next.AGENT if _is_for_a_person(reply) else Next.TALK


def prompt_of(asked: Asked, language: Language) -> str:
    """What the flow says before it listens again."""
    reply = asked.reply
    if reply is None or reply.text is None:
        return SAY_AGAIN(language)
    if _locks(reply):
        return LOCKED(language)
    return " ".join(filter(None, (reply.aside, reply.text)))


def brief(session: Session, customer: Customer | None, asked: Asked, now_s: int) -> Briefing:
    """``customer`` is the one whose PIN was given in this call, or None."""
    verified = customer is not None and session.verified_customer(now_s) == customer.customer_id
    known = customer if verified else None
    pending = session.pending.intent if session.pending else None
    wanted = pending or asked.wanted
    return Briefing(
        customer_id=known.customer_id if known else "",
        customer_name=known.name if known else "",
        verified=str(verified).lower(),
        wanted=wanted or "",
    )


def _is_for_a_person(reply: Reply) -> bool:
    return reply.action is Action.CLOSE and (reply.intent == TRANSFER or _locks(reply))


def _locks(reply: Reply) -> bool:
    return reply.intent == VERIFICATION and reply.failed
