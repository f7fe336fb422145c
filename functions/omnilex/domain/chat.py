"""What the chat widget asks, and what it gets for an utterance."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, model_validator

from omnilex.domain.dialog import Action
from omnilex.domain.payment import Proposal, Receipt
from omnilex.domain.wording import Language, Phrase

TURNS_A_MINUTE = 30
SAMPLE_RATE_HZ, SAMPLE_BYTES = 16_000, 2
LEAST_SPEECH_S, MOST_SPEECH_S = 0.1, 15  # Lex hears no more of an utterance

_SESSION_ID = r"^web\.[0-9a-f]{32}$"


class _Shown(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ChatRequest(_Shown):
    """``message_id`` is the browser's, of one message; sent again it gets the same answer."""

    model_config = ConfigDict(str_strip_whitespace=True)

    session_id: str | None = Field(default=None, pattern=_SESSION_ID)
    text: str | None = Field(default=None, min_length=1, max_length=1024)
    language: Language = Language.ENGLISH
    message_id: str | None = Field(default=None, pattern=r"^[0-9a-f]{32}$")


class VoiceRequest(_Shown):
    """``audio`` is base64 of 16-bit little-endian mono PCM at 16 kHz."""

    session_id: str = Field(pattern=_SESSION_ID)
    audio: Base64Bytes
    language: Language = Language.ENGLISH

    @model_validator(mode="after")
    def _lasts_as_long_as_lex_listens(self) -> Self:
        seconds = len(self.audio) / (SAMPLE_RATE_HZ * SAMPLE_BYTES)
        if not LEAST_SPEECH_S <= seconds <= MOST_SPEECH_S:
            raise ValueError(f"{seconds:.1f} s of speech")
        return self


class Feedback(StrEnum):
    UP = "up"
    DOWN = "down"


class EndRequest(_Shown):
    session_id: str = Field(pattern=_SESSION_ID)
    feedback: Feedback | None = None


class Button(_Shown):
    text: str
    value: str


class Card(_Shown):
    title: str
    subtitle: str | None = None
    buttons: tuple[Button, ...] = ()


class Kind(StrEnum):
    TEXT = "text"
    CARD = "card"
    PROPOSAL = "proposal"
    RECEIPT = "receipt"


class ChatMessage(_Shown):
    """A proposal follows the words that ask for its yes."""

    kind: Kind
    text: str | None = None
    card: Card | None = None
    proposal: Proposal | None = None
    receipt: Receipt | None = None


class InputKind(StrEnum):
    TEXT = "text"
    PIN = "pin"


class ChatInput(_Shown):
    kind: InputKind


class BotTurn(_Shown):
    """What the bot answers to one utterance.

    ``heard`` and ``speech``, MP3, are of an utterance that was spoken.
    """

    messages: tuple[ChatMessage, ...]
    wants: InputKind
    ended: bool
    quick_replies: tuple[Button, ...] = ()
    heard: str | None = None
    speech: bytes | None = None


class ChatResponse(_Shown):
    """``speech`` is base64 of MP3."""

    session_id: str
    messages: tuple[ChatMessage, ...]
    quick_replies: tuple[Button, ...] = ()
    input: ChatInput
    ended: bool
    expires_at: datetime
    heard: str | None = None
    speech: str | None = None


class MalformedRequestError(ValueError):
    """Not what the widget sends."""


class SessionExpiredError(LookupError):
    """There is no such session any more."""


class TooManyTurnsError(RuntimeError):
    """More than a person says in a minute."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"wait {retry_after_s} s")
        self.retry_after_s = retry_after_s


class SpokenPinError(PermissionError):
    """A PIN is asked for, which nobody around should hear."""


class NothingHeardError(ValueError):
    """No words in what was said aloud."""


class BotBusyError(RuntimeError):
    """The session is still answering another message."""


class BotThrottledError(RuntimeError):
    """Too many talk to the bot at once."""


class BotUnavailableError(RuntimeError):
    """The bot could not answer."""


_YES_OR_NO = (
    (Phrase(en="Yes", es="Sí"), Phrase(en="yes", es="sí")),
    (Phrase(en="No", es="No"), Phrase(en="no", es="no")),
)
_WHAT_MOST_WANT = (
    (
        Phrase(en="Make a payment", es="Hacer un pago"),
        Phrase(en="make a payment", es="hacer un pago"),
    ),
    (
        Phrase(en="My balances", es="Mis saldos"),
        Phrase(en="what are my balances", es="cuáles son mis saldos"),
    ),
    (
        Phrase(en="Open an account", es="Abrir una cuenta"),
        Phrase(en="open an account", es="abrir una cuenta"),
    ),
    (
        Phrase(en="Talk to a person", es="Hablar con una persona"),
        Phrase(en="talk to a person", es="hablar con una persona"),
    ),
)


def quick_replies(
    action: str | None, messages: tuple[ChatMessage, ...], language: Language
) -> tuple[Button, ...]:
    """What to answer with one press, unless a message brings buttons of its own."""
    if any(message.proposal or (message.card and message.card.buttons) for message in messages):
        return ()
    offered = {Action.CONFIRM: _YES_OR_NO, Action.ELICIT_INTENT: _WHAT_MOST_WANT}
    pairs = offered.get(Action(action), ()) if action in set(Action) else ()
    return tuple(Button(text=text(language), value=value(language)) for text, value in pairs)
