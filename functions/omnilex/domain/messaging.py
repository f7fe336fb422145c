"""Talking by messages, SMS and Slack: what is the same for both."""

import re
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from omnilex.domain.chat import BotTurn, Button
from omnilex.domain.masking import without_stray_pin
from omnilex.domain.wording import Language, Phrase


class UnsignedRequestError(PermissionError):
    """Not from the vendor it claims to be from."""


class ChannelNotConfiguredError(LookupError):
    """The stack has no secret of this vendor."""


class MalformedMessageError(ValueError):
    """Signed by the vendor, and yet not a message."""


class VendorUnavailableError(RuntimeError):
    """The vendor did not take what we sent."""


class MessageBusyError(RuntimeError):
    """Another delivery of the same message is being answered."""


class Talk(BaseModel):
    """Of a session: its language, and what may be answered by a number or a button.

    ``turn_id`` names the bot's last answer; a button of an earlier one is stale.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Language = Language.ENGLISH
    choices: tuple[str, ...] = ()
    turn_id: str = ""


class Asks(StrEnum):
    """What the bot waits for that is not said in a message."""

    NOTHING = "NOTHING"
    NUMBER = "NUMBER"
    PIN = "PIN"


class Answer(BaseModel):
    """The bot's answer to a message, to be shown in the channel's way."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    turn: BotTurn
    language: Language
    asks: Asks = Asks.NOTHING
    turn_id: str = ""
    is_first: bool = False
    newly_linked: bool = False


BUSY = Phrase(
    en="I cannot answer just now. Please try again in a minute; nothing is done twice.",
    es="No puedo responder en este momento. Intente de nuevo en un minuto; nada se hace dos veces.",
)
PIN_NOT_READ = Phrase(
    en="For your safety I have not read that: messages are kept by others. Please delete it.",
    es="Por su seguridad no lo he leído: otros guardan los mensajes. Bórrelo, por favor.",
)
STALE = Phrase(
    en="That button was for an earlier question, so I did nothing. We are here: {asked}",
    es="Ese botón era de una pregunta anterior, así que no hice nada. Estamos aquí: {asked}",
)
STALE_ALONE = Phrase(
    en="That button was for an earlier question, so I did nothing. What would you like to do?",
    es="Ese botón era de una pregunta anterior, así que no hice nada. ¿Qué desea hacer?",
)
UNLINKED = Phrase(
    en="Done: I no longer know who you are here. When you want something of your accounts, I will "
    "ask for your number and PIN again.",
    es="Listo: ya no sé quién es usted aquí. Cuando quiera algo de sus cuentas, le pediré otra vez "
    "su número y su PIN.",
)
NOT_LINKED = Phrase(
    en="You are not linked to an account here.", es="Aquí no está vinculado a ninguna cuenta."
)
IN_YOUR_LANGUAGE = Phrase(
    en="In English from here on. What would you like to do?",
    es="Seguimos en español. ¿Qué desea hacer?",
)

_SWITCHES = {
    **dict.fromkeys(("english", "in english", "ingles", "en ingles"), Language.ENGLISH),
    **dict.fromkeys(("spanish", "español", "espanol", "en español"), Language.SPANISH),
}
_SPANISH = re.compile(
    r"[¿¡ñ]|\b(hola|buen[oa]s|quiero|quisiera|deseo|pagar|pago|pague|saldo|cuenta|cuentas|hipoteca|"
    r"tarjeta|ayuda|gracias|cuánto|cuanto|cuál|cual|cuándo|cuando|dónde|donde|abrir|necesito|"
    r"por favor|mi|mis|puedo|hablar|persona)\b",
    re.IGNORECASE,
)
_SPANISH_WORDS = 2
_UNLINK = {
    *("unlink", "unlink me", "unlink my account", "forget me"),
    *("desvincular", "desvincularme", "desvincular mi cuenta", "olvídame", "olvidame"),
}


def switched_to(text: str) -> Language | None:
    """The language that the customer asks for by its name alone."""
    return _SWITCHES.get(_plain(text))


def language_of(text: str) -> Language:
    """A guess for a conversation's first message: short ones need but one Spanish word."""
    found = len(_SPANISH.findall(text))
    needed = 1 if len(text.split()) <= _SPANISH_WORDS else _SPANISH_WORDS
    return Language.SPANISH if found >= needed else Language.ENGLISH


def asks_to_unlink(text: str) -> bool:
    return _plain(text) in _UNLINK


def gives_pin(text: str) -> bool:
    """Of what is said while a PIN is asked for."""
    return without_stray_pin(text) != text


def chosen(text: str, choices: tuple[str, ...]) -> str:
    """What the number of a choice stands for; anything else as it is."""
    number = _plain(text).rstrip(".)")
    if number.isascii() and number.isdigit() and 1 <= int(number) <= len(choices):
        return choices[int(number) - 1]
    return text


def buttons_of(turn: BotTurn) -> tuple[Button, ...]:
    """Those of the turn's cards, one after the other, as they are numbered."""
    return tuple(
        button for message in turn.messages if message.card for button in message.card.buttons
    )


def _plain(text: str) -> str:
    return " ".join(text.strip(" .!¡¿?\"'").lower().split())
