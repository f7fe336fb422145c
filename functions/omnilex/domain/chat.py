"""What the chat widget gets for an utterance."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from omnilex.domain.payment import Receipt
from omnilex.domain.wording import Language


class _Shown(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ChatRequest(_Shown):
    model_config = ConfigDict(str_strip_whitespace=True)

    session_id: str | None = Field(default=None, pattern=r"^web\.[0-9a-f]{32}$")
    text: str | None = Field(default=None, min_length=1, max_length=1024)
    language: Language = Language.ENGLISH


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
    RECEIPT = "receipt"


class ChatMessage(_Shown):
    kind: Kind
    text: str | None = None
    card: Card | None = None
    receipt: Receipt | None = None


class InputKind(StrEnum):
    TEXT = "text"
    PIN = "pin"


class ChatInput(_Shown):
    kind: InputKind


class BotTurn(_Shown):
    """What the bot answers to one utterance."""

    messages: tuple[ChatMessage, ...]
    wants: InputKind
    ended: bool


class ChatResponse(_Shown):
    session_id: str
    messages: tuple[ChatMessage, ...]
    input: ChatInput
    ended: bool
    expires_at: datetime


class MalformedRequestError(ValueError):
    """Not what the widget sends."""


class SessionExpiredError(LookupError):
    """There is no such session any more."""


class BotBusyError(RuntimeError):
    """The session is still answering another message."""


class BotThrottledError(RuntimeError):
    """Too many talk to the bot at once."""


class BotUnavailableError(RuntimeError):
    """The bot could not answer."""
