"""What a flow reaches outside of Connect: functions, and the bot through Lex's runtime."""

import base64
import gzip
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from local.connect.steps import Heard, Keyed, Silent, Spoke
from local.speech.choice import has_whisper

HUSHED_S = 0.3  # what is sent to Lex where nobody spoke
TEXT = "text/plain; charset=utf-8"
LEX_PLATFORM = {"x-amz-lex:channels:platform": "Connect"}
MAX_ANSWER_BYTES = 32 * 1024


class ServiceFailedError(RuntimeError):
    """A function or the bot did not answer; its block takes the error branch."""


Invoke = Callable[[str, dict[str, Any], float], Any]
"""Calls a function (its ARN, the event, seconds it may take); gives its answer."""


@dataclass(frozen=True)
class BotTurn:
    """``transcript`` is what the bot heard. ``waits_for``: the intent and the slot it asks for."""

    texts: tuple[str, ...]
    transcript: str
    intent: str | None
    slots: dict[str, str | None] = field(default_factory=dict)
    attributes: dict[str, str] = field(default_factory=dict)
    has_ended: bool = False
    waits_for: tuple[str, str] = ("*", "*")
    confidence: float | None = None


class Bot:
    """One alias and locale of a bot, in the session of a contact, through a boto3 client."""

    def __init__(self, client: Any, alias_arn: str, locale: str, session_id: str) -> None:
        bot_id, alias_id = alias_arn.rsplit(":bot-alias/", 1)[-1].split("/")
        self._client = client
        self._place = {
            "botId": bot_id,
            "botAliasId": alias_id,
            "localeId": locale,
            "sessionId": session_id,
        }

    def waits_for(self) -> tuple[str, str]:
        """The intent and the slot that the session waits for; stars where it waits for none."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            state = self._client.get_session(**self._place)["sessionState"]
        except (BotoCoreError, ClientError):
            return "*", "*"
        return _waits_for(state)

    def hear(self, heard: Heard, attributes: Mapping[str, str] | None) -> BotTurn:
        """One turn. Raises ServiceFailedError."""
        from botocore.exceptions import BotoCoreError, ClientError

        content_type, body = _as_sent(heard, is_heard_here(self._place["localeId"]))
        state = (
            {"sessionState": _packed({"sessionAttributes": dict(attributes)})} if attributes else {}
        )
        try:
            answer = self._client.recognize_utterance(
                **self._place,
                **state,
                requestAttributes=_packed(LEX_PLATFORM),
                requestContentType=content_type,
                responseContentType=TEXT,
                inputStream=body,
            )
        except (BotoCoreError, ClientError) as error:
            raise ServiceFailedError(f"Lex: {error}") from error
        return _to_turn(answer)


def is_heard_here(language_code: str) -> bool:
    """Whether a recognizer of this machine knows the language."""
    return language_code.startswith("en") or has_whisper()


def _as_sent(heard: Heard, is_heard: bool) -> tuple[str, bytes]:
    """What nobody here could hear goes as it was written."""
    if isinstance(heard, Spoke) and heard.text and not is_heard:
        return TEXT, heard.text.encode()
    if isinstance(heard, Keyed):
        return f"{TEXT}; input-mode=DTMF", heard.pressed.encode()
    if isinstance(heard, Silent):
        return "audio/l16; rate=8000; channels=1", bytes(int(HUSHED_S * 8_000) * 2)
    return f"audio/l16; rate={heard.rate_hz}; channels=1", heard.pcm.astype("<i2").tobytes()


def _to_turn(answer: dict[str, Any]) -> BotTurn:
    state = _unpacked(answer.get("sessionState")) or {}
    intent = state.get("intent") or {}
    action = (state.get("dialogAction") or {}).get("type")
    interpretations = _unpacked(answer.get("interpretations")) or [{}]
    return BotTurn(
        texts=tuple(_texts(_unpacked(answer.get("messages")) or [])),
        transcript=_unpacked(answer.get("inputTranscript")) or "",
        intent=intent.get("name"),
        slots={name: _value(slot) for name, slot in (intent.get("slots") or {}).items()},
        attributes=state.get("sessionAttributes") or {},
        has_ended=action == "Close" or intent.get("state") in {"Fulfilled", "Failed"},
        waits_for=_waits_for(state),
        confidence=((interpretations or [{}])[0].get("nluConfidence") or {}).get("score"),
    )


def _texts(messages: list[dict[str, Any]]) -> list[str]:
    """What a voice says: no cards and no payloads."""
    spoken = {"PlainText", "SSML"}
    return [
        one["content"] for one in messages if one["contentType"] in spoken and one.get("content")
    ]


def _value(slot: dict[str, Any] | None) -> str | None:
    value = (slot or {}).get("value") or {}
    return value.get("interpretedValue")


def _waits_for(state: dict[str, Any]) -> tuple[str, str]:
    action, intent = state.get("dialogAction") or {}, state.get("intent") or {}
    if action.get("type") != "ElicitSlot":
        return "*", "*"
    return intent.get("name") or "*", action.get("slotToElicit") or "*"


def _packed(value: Any) -> str:
    return base64.b64encode(gzip.compress(json.dumps(value).encode())).decode()


def _unpacked(value: str | None) -> Any:
    return json.loads(gzip.decompress(base64.b64decode(value))) if value else None


def invoke_through_boto3(client_for: Callable[[float], Any]) -> Invoke:
    """Lambda's Invoke; ``client_for`` makes a client that waits for some seconds."""
    from botocore.exceptions import BotoCoreError, ClientError

    def invoke(function_arn: str, event: dict[str, Any], timeout_s: float) -> Any:
        try:
            answer = client_for(timeout_s).invoke(
                FunctionName=function_arn, Payload=json.dumps(event).encode()
            )
            content = answer["Payload"].read()
        except (BotoCoreError, ClientError) as error:
            raise ServiceFailedError(f"{function_arn}: {error}") from error
        if answer.get("FunctionError"):
            said = content.decode(errors="replace")[:300]
            raise ServiceFailedError(f"{function_arn} failed: {said}")
        if len(content) > MAX_ANSWER_BYTES:
            raise ServiceFailedError(f"{function_arn} answered with more than 32 KB.")
        return json.loads(content or b"null")

    return invoke
