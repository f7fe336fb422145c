"""A person instead of the bot."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from omnilex.domain.dialog import Dialog, Reply
from omnilex.domain.session import Channel, Session
from omnilex.domain.verification import CALL_US
from omnilex.domain.wording import Phrase

INTENT = "TransferToAgent"

PLEASE_HOLD = Phrase(
    en="I am passing you to a colleague. Please stay on the line.",
    es="Le paso con una persona de nuestro equipo. No cuelgue, por favor.",
)
WE_CALL_YOU = Phrase(
    en="A colleague will call you at the number on your account within one business hour. If you "
    f"would rather not wait, call us at {CALL_US}.",
    es="Alguien de nuestro equipo le llamará al número de su cuenta en menos de una hora hábil. "
    f"Si prefiere no esperar, llámenos al {CALL_US}.",
)
CALL_US_NOW = Phrase(
    en=f"A person is glad to help you at {CALL_US}. If you give me your PIN first, I can have one "
    "call you.",
    es=f"En el {CALL_US} le atiende una persona con gusto. Si primero me da su PIN, puedo pedir "
    "que le llamen.",
)


class CallBack(BaseModel):
    """A customer to be called, once for each conversation that asked for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    customer_id: str
    session_id: str
    channel: Channel
    wanted: str | None
    asked_at: datetime


def call_back(session: Session, wanted: str | None, now_s: int, at: datetime) -> CallBack | None:
    """None on the phone, where the flow passes the call on, and for a customer not verified."""
    customer_id = session.verified_customer(now_s)
    if customer_id is None or session.channel is Channel.VOICE:
        return None
    return CallBack(
        customer_id=customer_id,
        session_id=session.session_id,
        channel=session.channel,
        wanted=wanted,
        asked_at=at,
    )


def transferred(session: Session, asked_for: CallBack | None, dialog: Dialog) -> Reply:
    if session.channel is Channel.VOICE:
        return Reply.close(INTENT, PLEASE_HOLD(dialog.language))
    words = WE_CALL_YOU if asked_for else CALL_US_NOW
    return Reply.close(INTENT, words(dialog.language))
