"""Slack: where a conversation is held, and the jobs between who receives and who answers."""

import hmac
import json
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from omnilex.domain.messaging import Answer
from omnilex.domain.wording import Phrase


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Place(_Frozen):
    """A person's direct messages with the bot; each thread is a conversation of its own."""

    team: str
    user: str
    channel: str
    thread_ts: str | None = None

    @property
    def identity(self) -> str:
        return f"{self.team}:{self.user}"

    def session_id(self, key: str) -> str:
        """The same for the same place; it tells nobody whose."""
        told = f"{self.identity}:{self.channel}:{self.thread_ts or ''}"
        return f"slack.{hmac.digest(key.encode(), told.encode(), 'sha256').hex()[:32]}"


class Said(_Frozen):
    """The customer wrote ``text``, or pressed a button of the turn ``turn_id``."""

    kind: Literal["said"] = "said"
    message_id: str
    place: Place
    text: str
    turn_id: str | None = None


class Answered(_Frozen):
    """What came of a PIN given in the modal is to be told in the conversation."""

    kind: Literal["answered"] = "answered"
    message_id: str
    place: Place
    answer: Answer


class Elsewhere(_Frozen):
    """The bot was called where others read along."""

    kind: Literal["elsewhere"] = "elsewhere"
    message_id: str
    place: Place


Job = Annotated[Said | Answered | Elsewhere, Field(discriminator="kind")]
JOB: TypeAdapter[Job] = TypeAdapter(Job)


class PressedButton(_Frozen):
    value: str
    turn_id: str


def sealed(session_id: str, turn_id: str, value: str, key: str) -> str:
    """A button's value as it goes to Slack and comes back: bound to its session and turn."""
    return json.dumps([turn_id, value, _seal(session_id, turn_id, value, key)])


def unsealed(session_id: str, sealed_value: str, key: str) -> PressedButton | None:
    """None for what we did not put onto a button of this conversation."""
    try:
        turn_id, value, seal = json.loads(sealed_value)
    except (ValueError, TypeError):
        return None
    if not all(isinstance(one, str) for one in (turn_id, value, seal)):
        return None
    if not hmac.compare_digest(seal.encode(), _seal(session_id, turn_id, value, key).encode()):
        return None
    return PressedButton(value=value, turn_id=turn_id)


def _seal(session_id: str, turn_id: str, value: str, key: str) -> str:
    told = json.dumps([session_id, turn_id, value]).encode()
    return hmac.digest(key.encode(), told, "sha256").hex()[:32]


ELSEWHERE = Phrase(
    en="Let us talk where nobody reads along: please send me a direct message.",
    es="Hablemos donde nadie más lea: envíeme un mensaje directo, por favor.",
)
LINKED = Phrase(
    en='I will know you here from now on and ask only for your PIN. Write "unlink" to undo that.',
    es="Desde ahora le reconozco aquí y solo le pediré su PIN. Para deshacerlo, escriba "
    '"desvincular".',
)
ENTER_PIN = Phrase(en="Enter PIN", es="Introducir PIN")
SIGN_IN = Phrase(en="Sign in", es="Identificarme")
MODAL_SEND = Phrase(en="Send", es="Enviar")
MODAL_CLOSE = Phrase(en="Cancel", es="Cancelar")
PIN_LABEL = Phrase(en="4-digit PIN", es="PIN de 4 dígitos")
PIN_HINT = Phrase(
    en="Checked by the bank at once; it is never posted as a message. You may be seen typing it.",
    es="El banco lo comprueba al momento; nunca se publica como mensaje. Que nadie le vea.",
)
NUMBER_LABEL = Phrase(en="Phone or customer number", es="Número de teléfono o de cliente")
NUMBER_HINT = Phrase(
    en="Once: afterwards I know you here.", es="Solo esta vez: después le reconozco aquí."
)
FOUR_DIGITS = Phrase(en="A PIN is four digits.", es="Un PIN son cuatro dígitos.")
A_NUMBER = Phrase(
    en="Your phone number with area code, or your 8-digit customer number.",
    es="Su número de teléfono con código de área, o su número de cliente de 8 dígitos.",
)
NOT_CHECKED = Phrase(
    en="I could not check your PIN just now. Please try again in a moment.",
    es="No pude comprobar su PIN en este momento. Intente de nuevo enseguida.",
)
PIN_NOT_NEEDED = Phrase(
    en='I need no PIN any more. Close this and carry on; write "repeat" for my last question.',
    es='Ya no necesito su PIN. Cierre esto y siga; escriba "repite" para ver mi última pregunta.',
)
RECEIPT = Phrase(en="Receipt", es="Recibo")
PLANNED = Phrase(en="Planned payment", es="Pago programado")
AMOUNT = Phrase(en="Amount", es="Importe")
PAYEE = Phrase(en="To", es="A")
FROM = Phrase(en="From", es="Desde")
REFERENCE = Phrase(en="Reference", es="Referencia")
