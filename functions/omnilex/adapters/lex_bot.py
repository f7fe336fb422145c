"""The bot, over Lex V2's runtime API."""

import base64
import gzip
import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import Field, TypeAdapter, ValidationError

from omnilex.domain.chat import (
    SAMPLE_RATE_HZ,
    BotBusyError,
    BotThrottledError,
    BotTurn,
    BotUnavailableError,
    Button,
    Card,
    ChatMessage,
    InputKind,
    Kind,
    NothingHeardError,
    quick_replies,
)
from omnilex.domain.payment import Proposal, Receipt
from omnilex.domain.verification import INTENT as VERIFY_IDENTITY
from omnilex.domain.verification import PIN
from omnilex.domain.wording import Language

if TYPE_CHECKING:
    from mypy_boto3_lexv2_runtime import LexRuntimeV2Client

CONFLICT_TRIES = 8
CONFLICT_WAIT_S = 0.25


_PAYLOAD: TypeAdapter[Receipt | Proposal] = TypeAdapter(
    Annotated[Receipt | Proposal, Field(discriminator="type")]
)
FALLBACK = "FallbackIntent"
LOCALES = {Language.ENGLISH: "en_US", Language.SPANISH: "es_US"}
TIME_ZONE = "x-amz-lex:time-zone"
PCM = f"audio/l16; rate={SAMPLE_RATE_HZ}; channels=1"
MP3 = "audio/mpeg"


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
        }
        self._attributes = {TIME_ZONE: time_zone}

    def say(self, session_id: str, text: str, language: Language) -> BotTurn:
        """One turn. Raises BotBusyError, BotThrottledError or BotUnavailableError."""
        response = self._patiently(
            session_id,
            lambda: self._client.recognize_text(
                **self._address,
                requestAttributes=self._attributes,
                localeId=LOCALES[language],
                sessionId=session_id,
                text=text,
            ),
        )
        return _turn(response.get("sessionState", {}), response.get("messages", []), language)

    def hear(self, session_id: str, pcm: bytes, language: Language) -> BotTurn:
        """One spoken turn, answered in words and as MP3. Raises what ``say`` does, and
        NothingHeardError for audio that Lex makes nothing of.

        ``pcm`` is 16-bit little-endian mono at 16 kHz.
        """
        response = self._patiently(
            session_id,
            lambda: self._client.recognize_utterance(
                **self._address,
                requestAttributes=_packed(self._attributes),
                localeId=LOCALES[language],
                sessionId=session_id,
                requestContentType=PCM,
                responseContentType=MP3,
                inputStream=pcm,
            ),
            {"ValidationException": NothingHeardError},
        )
        state, messages = _unpacked(response, "sessionState"), _unpacked(response, "messages")
        turn = _turn(state or {}, messages or [], language)
        speech = response["audioStream"].read()
        heard = _unpacked(response, "inputTranscript") or ""
        return turn.model_copy(update={"heard": heard, "speech": speech or None})

    def _patiently(
        self,
        session_id: str,
        ask: Callable[[], Any],
        refusals: Mapping[str, type[Exception]] = MappingProxyType({}),
    ) -> Any:
        """``refusals``: what an error of that code means here."""
        for _ in range(CONFLICT_TRIES):
            try:
                return ask()
            except BotoCoreError as error:
                raise BotUnavailableError(type(error).__name__) from None
            except self._client.exceptions.ConflictException:
                self._wait(CONFLICT_WAIT_S)
            except self._client.exceptions.ThrottlingException:
                raise BotThrottledError(session_id) from None
            except ClientError as error:
                code = error.response["Error"]["Code"]
                raise refusals.get(code, BotUnavailableError)(code) from None
        raise BotBusyError(session_id)


def _turn(state: Any, said: Any, language: Language) -> BotTurn:
    action = state.get("dialogAction", {})
    messages = tuple(shown for shown in map(_message, said) if shown)
    return BotTurn(
        messages=messages,
        wants=InputKind.PIN if action.get("slotToElicit") == PIN else InputKind.TEXT,
        ended=action.get("type") == "Close" and _is_over(state.get("intent", {})),
        quick_replies=quick_replies(action.get("type"), messages, language),
    )


def _packed(value: Any) -> str:
    """As Lex wants JSON in a header."""
    return base64.b64encode(gzip.compress(json.dumps(value).encode())).decode()


def _unpacked(response: Any, name: str) -> Any:
    packed = response.get(name)
    return json.loads(gzip.decompress(base64.b64decode(packed))) if packed else None


def _is_over(intent: Any) -> bool:
    """After too many PINs nothing that is said here helps; and after a goodbye nothing is said."""
    name, state = intent.get("name"), intent.get("state")
    return (name, state) in {(VERIFY_IDENTITY, "Failed"), (FALLBACK, "Fulfilled")}


def _message(message: Any) -> ChatMessage | None:
    """As the widget shows it; a payload it does not know is for another channel."""
    if message["contentType"] == "ImageResponseCard":
        return _card(message["imageResponseCard"])
    if message["contentType"] == "CustomPayload":
        return _payload(message["content"])
    return ChatMessage(kind=Kind.TEXT, text=message["content"])


def _card(card: Any) -> ChatMessage:
    buttons = tuple(Button(text=one["text"], value=one["value"]) for one in card.get("buttons", []))
    shown = Card(title=card["title"], subtitle=card.get("subtitle"), buttons=buttons)
    return ChatMessage(kind=Kind.CARD, card=shown)


def _payload(content: str) -> ChatMessage | None:
    try:
        shown = _PAYLOAD.validate_json(content)
    except ValidationError:
        return None
    if isinstance(shown, Receipt):
        return ChatMessage(kind=Kind.RECEIPT, receipt=shown)
    return ChatMessage(kind=Kind.PROPOSAL, proposal=shown)
