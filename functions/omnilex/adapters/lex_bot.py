"""The bot, over Lex V2's runtime API."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import ValidationError

from omnilex.domain.chat import (
    BotBusyError,
    BotThrottledError,
    BotTurn,
    BotUnavailableError,
    Button,
    Card,
    ChatMessage,
    InputKind,
    Kind,
)
from omnilex.domain.payment import Receipt
from omnilex.domain.verification import INTENT as VERIFY_IDENTITY
from omnilex.domain.verification import PIN
from omnilex.domain.wording import Language

if TYPE_CHECKING:
    from mypy_boto3_lexv2_runtime import LexRuntimeV2Client

CONFLICT_TRIES = 8
CONFLICT_WAIT_S = 0.25


LOCALES = {Language.ENGLISH: "en_US", Language.SPANISH: "es_US"}
TIME_ZONE = "x-amz-lex:time-zone"


class LexBot:
    """``time_zone`` is the one that dates are meant in.

    ``wait`` takes seconds; a message waits with it for its session to answer the one before.
    """

    def __init__(
        self,
        client: "LexRuntimeV2Client",
        bot_id: str,
        alias_id: str,
        time_zone: str,
        wait: Callable[[float], None],
    ) -> None:
        self._client = client
        self._wait = wait
        self._address: dict[str, Any] = {
            "botId": bot_id,
            "botAliasId": alias_id,
            "requestAttributes": {TIME_ZONE: time_zone},
        }

    def say(self, session_id: str, text: str, language: Language) -> BotTurn:
        """One turn. Raises BotBusyError, BotThrottledError or BotUnavailableError."""
        response = self._recognize(session_id, text, LOCALES[language])
        state = response.get("sessionState", {})
        action = state.get("dialogAction", {})
        messages = (_message(message) for message in response.get("messages", []))
        return BotTurn(
            messages=tuple(message for message in messages if message),
            wants=InputKind.PIN if action.get("slotToElicit") == PIN else InputKind.TEXT,
            ended=_is_locked(state.get("intent", {}), action),
        )

    def _recognize(self, session_id: str, text: str, locale: str) -> Any:
        for _ in range(CONFLICT_TRIES):
            try:
                return self._client.recognize_text(
                    **self._address, localeId=locale, sessionId=session_id, text=text
                )
            except BotoCoreError as error:
                raise BotUnavailableError(type(error).__name__) from None
            except self._client.exceptions.ConflictException:
                self._wait(CONFLICT_WAIT_S)
            except self._client.exceptions.ThrottlingException:
                raise BotThrottledError(session_id) from None
            except ClientError as error:
                raise BotUnavailableError(error.response["Error"]["Code"]) from None
        raise BotBusyError(session_id)


def _is_locked(intent: Any, action: Any) -> bool:
    """After too many PINs nothing that is said here helps."""
    closed = action.get("type") == "Close" and intent.get("state") == "Failed"
    return bool(closed and intent.get("name") == VERIFY_IDENTITY)


def _message(message: Any) -> ChatMessage | None:
    """As the widget shows it; a payload that is no receipt is for another channel."""
    if message["contentType"] == "ImageResponseCard":
        return _card(message["imageResponseCard"])
    if message["contentType"] == "CustomPayload":
        return _receipt(message["content"])
    return ChatMessage(kind=Kind.TEXT, text=message["content"])


def _card(card: Any) -> ChatMessage:
    buttons = tuple(Button(text=one["text"], value=one["value"]) for one in card.get("buttons", []))
    shown = Card(title=card["title"], subtitle=card.get("subtitle"), buttons=buttons)
    return ChatMessage(kind=Kind.CARD, card=shown)


def _receipt(payload: str) -> ChatMessage | None:
    try:
        return ChatMessage(kind=Kind.RECEIPT, receipt=Receipt.model_validate_json(payload))
    except ValidationError:
        return None
