"""The bot, over Lex V2's runtime API."""

import json
import time
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from omnilex.domain.chat import (
    BotBusyError,
    BotUnavailableError,
    Button,
    Card,
    ChatMessage,
    InputKind,
    Kind,
)
from omnilex.domain.payment import Receipt

if TYPE_CHECKING:
    from mypy_boto3_lexv2_runtime import LexRuntimeV2Client

PIN_SLOT = "Pin"
CONFLICT_TRIES = 8
CONFLICT_WAIT_S = 0.25


class LexBot:
    def __init__(self, client: "LexRuntimeV2Client", bot_id: str, alias_id: str) -> None:
        self._client = client
        self._address: dict[str, Any] = {
            "botId": bot_id,
            "botAliasId": alias_id,
            "localeId": "en_US",
        }

    def say(self, session_id: str, text: str) -> tuple[tuple[ChatMessage, ...], InputKind]:
        """One turn: the bot's messages and what it wants next.

        Raises BotBusyError while another message of the session is being answered, and
        BotUnavailableError when the bot fails.
        """
        response = self._recognize(session_id, text)
        action = response.get("sessionState", {}).get("dialogAction", {})
        wants_pin = action.get("slotToElicit") == PIN_SLOT
        messages = tuple(_message(message) for message in response.get("messages", []))
        return messages, InputKind.PIN if wants_pin else InputKind.TEXT

    def _recognize(self, session_id: str, text: str) -> Any:
        # A session answers one message at a time; the second of a double click waits its turn.
        for _ in range(CONFLICT_TRIES):
            try:
                return self._client.recognize_text(**self._address, sessionId=session_id, text=text)
            except ClientError as error:
                code = error.response["Error"]["Code"]
                if code != "ConflictException":
                    raise BotUnavailableError(code) from None
            time.sleep(CONFLICT_WAIT_S)
        raise BotBusyError(session_id)


def _message(message: Any) -> ChatMessage:
    if message["contentType"] == "ImageResponseCard":
        card = message["imageResponseCard"]
        buttons = tuple(
            Button(text=one["text"], value=one["value"]) for one in card.get("buttons", [])
        )
        shown = Card(title=card["title"], subtitle=card.get("subtitle"), buttons=buttons)
        return ChatMessage(kind=Kind.CARD, card=shown)
    if message["contentType"] == "CustomPayload":
        payload = json.loads(message["content"])
        return ChatMessage(kind=Kind.RECEIPT, receipt=Receipt.model_validate(payload))
    return ChatMessage(kind=Kind.TEXT, text=message["content"])
