"""Text messages: how long they are, how they are split, and the words that carriers keep."""

import re
from enum import StrEnum

from omnilex.domain.chat import ChatMessage
from omnilex.domain.messaging import Answer
from omnilex.domain.wording import Phrase

MOST_LETTERS = 1600  # of one message, says Twilio
# Kept shorter than that: carriers put four segments together reliably, and a phone shows them well.
SEGMENTS = 4
GSM_SEGMENT, UCS2_SEGMENT = 153, 67  # of a message of several; its parts carry a header

_GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = set("^{}\\[~]|€")  # these take an escape
_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("\u201c\u201d", '"'),
        **dict.fromkeys("\u2018\u2019", "'"),
        **dict.fromkeys("\u2013\u2014", "-"),
        "\u2026": "...",
        "\u00a0": " ",
    }
)
_BREAKS = (re.compile(r"\n+"), re.compile(r"(?<=[.!?:;])\s+"), re.compile(r"\s+"))


class Keyword(StrEnum):
    STOP = "STOP"
    START = "START"
    HELP = "HELP"


# Twilio acts on these by itself, and passes them on all the same; "yes" is an answer to us.
_TWILIOS = {
    **dict.fromkeys(("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"), Keyword.STOP),
    **dict.fromkeys(("START", "UNSTOP"), Keyword.START),
    **dict.fromkeys(("HELP", "INFO"), Keyword.HELP),
}
_OURS = {
    **dict.fromkeys(("ALTO", "PARAR", "BAJA", "CANCELAR", "DETENER"), Keyword.STOP),
    **dict.fromkeys(("INICIO", "INICIAR", "ALTA"), Keyword.START),
    **dict.fromkeys(("AYUDA",), Keyword.HELP),
}
EXPLAINED = Phrase(
    en='Harbour & Vale Bank: text me what you need, for example "what is my balance" or "pay my '
    'mortgage". Text OPTIONS for more, ESPAÑOL for Spanish. STOP ends all texts from us, START '
    "begins them again. Message and data rates may apply. By phone: 1-800-555-0142.",
    es='Harbour & Vale Bank: escriba lo que necesita, por ejemplo "cuál es mi saldo" o "pagar mi '
    'hipoteca". Escriba OPCIONES para más, ENGLISH para inglés. ALTO termina todos nuestros '
    "mensajes, INICIO los reanuda. Pueden aplicarse tarifas. Por teléfono: 1-800-555-0142.",
)
STOPPED = Phrase(
    en="You will get no more texts from Harbour & Vale Bank. Text START to begin again.",
    es="No recibirá más mensajes de Harbour & Vale Bank. Escriba INICIO para reanudarlos.",
)
NOTICE = Phrase(en="HELP for help, STOP to stop.", es="AYUDA para ayuda, ALTO para terminar.")
CHOOSE = Phrase(en="Reply with a number.", es="Responda con un número.")
PIN_BY_LINK = Phrase(
    en="Please enter it on our secure page, not in a text: {link} (works once, for 10 minutes)",
    es="Introdúzcalo en nuestra página segura, no por mensaje: {link} (sirve una vez, 10 minutos)",
)
PIN_OR_TEXT = Phrase(
    en="{by_link}. If that does not work for you, you may text the PIN; then delete the message.",
    es="{by_link}. Si no le funciona, puede enviar el PIN por mensaje; luego bórrelo.",
)


def keyword(text: str) -> Keyword | None:
    """A word that is all of the message; within a sentence it means nothing."""
    word = text.strip(" .!\n").upper()
    return _TWILIOS.get(word) or _OURS.get(word)


def is_answered_by_twilio(text: str) -> bool:
    return text.strip(" .!\n").upper() in _TWILIOS


def shown(answer: Answer) -> list[str]:
    """What the bot says, as paragraphs; cards are numbered lists."""
    language, lines, number = answer.language, [], 0
    for message in answer.turn.messages:
        text, number = _shown(message, number)
        lines += [text] if text else []
    if number:
        lines.append(CHOOSE(language))
    if answer.is_first:
        lines.append(NOTICE(language))
    return lines


def _shown(message: ChatMessage, number: int) -> tuple[str, int]:
    """A receipt says nothing that the words before it do not."""
    if message.card is None:
        return message.text or "", number
    lines = [part for part in (message.card.title, message.card.subtitle) if part]
    for number, button in enumerate(message.card.buttons, number + 1):  # noqa: B020, PLR1704
        lines.append(f"{number} {button.text}")
    return "\n".join(lines), number


def split(text: str) -> list[str]:
    """Messages of four segments at most, cut where the text breathes: line, sentence, word."""
    rest = text.translate(_TYPOGRAPHY).strip()
    parts = []
    while not fits(rest):
        cut = _cut(rest)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest] if rest else parts


def fits(text: str) -> bool:
    return segments(text) <= SEGMENTS and len(text) <= MOST_LETTERS


def segments(text: str) -> int:
    """How many the carrier makes of it: one letter outside GSM-7 makes all of it UCS-2."""
    units = _gsm_units(text)
    alone, of_several = (160, GSM_SEGMENT) if units is not None else (70, UCS2_SEGMENT)
    units = len(text.encode("utf-16-le")) // 2 if units is None else units
    return 1 if units <= alone else -(-units // of_several)


def _gsm_units(text: str) -> int | None:
    """None for what GSM-7 cannot say."""
    if any(letter not in _GSM and letter not in _GSM_TWICE for letter in text):
        return None
    return len(text) + sum(letter in _GSM_TWICE for letter in text)


def _cut(text: str) -> int:
    """The last good place in what fits; a third of it at least, or a worse place is taken."""
    most = _longest_that_fits(text)
    for breaks in _BREAKS:
        places = [found.end() for found in breaks.finditer(text, 0, most + 1)]
        good = [place for place in places if most // 3 <= place <= most]
        if good:
            return good[-1]
    return most


def _longest_that_fits(text: str) -> int:
    short, long = 1, len(text)
    while short < long:
        middle = (short + long + 1) // 2
        short, long = (middle, long) if fits(text[:middle]) else (short, middle - 1)
    return short
