"""The Lambda hook: its event, its call."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from local.lex.dialog.turn import Turn
from local.lex.errors import BadGatewayError, DependencyFailedError

MAX_ANSWER_BYTES = 25_000

BotMember = dict[str, str]  # id, name, aliasId, aliasName, localeId, version
Invoke = Callable[[str, bytes, float], bytes]
"""Calls a function (its ARN, the event, seconds it may take); gives its answer's bytes."""


class HookError(Exception):
    """The Lambda could not be called, raised, or (``timed_out``) took too long."""

    def __init__(self, message: str, *, timed_out: bool = False) -> None:
        super().__init__(message)
        self.timed_out = timed_out


class LambdaHook:
    """The one function an alias names for a locale; None when it names none."""

    def __init__(self, invoke: Invoke, function_arn: str | None, bot: BotMember) -> None:
        self._invoke = invoke
        self.function_arn = function_arn
        self._bot = bot

    def call(
        self,
        turn: Turn,
        source: str,
        label: str | None = None,
        proposed: dict[str, Any] | None = None,
        timeout_s: float = 30.0,
    ) -> Any:
        """The Lambda's answer as JSON. Raises HookError when there is none to be had."""
        if self.function_arn is None:
            raise HookError("The bot alias names no Lambda function for this locale.")
        event = self._event(turn, source, label, proposed)
        answer = self._invoke(self.function_arn, json.dumps(event).encode(), timeout_s)
        if len(answer) > MAX_ANSWER_BYTES:
            raise BadGatewayError(
                f"Lambda response exceeds maximum size ({len(answer)} vs. {MAX_ANSWER_BYTES})"
            )
        try:
            return json.loads(answer) if answer else None
        except ValueError as error:
            raise BadGatewayError("Invalid Lambda Response: not JSON") from error

    def _event(
        self, turn: Turn, source: str, label: str | None, proposed: dict[str, Any] | None
    ) -> dict[str, Any]:
        state = deepcopy(turn.session.state())
        fulfilling = source == "FulfillmentCodeHook"
        interpretations = [
            _interpretation(one, turn, fulfilling) for one in turn.session.interpretations
        ]
        event: dict[str, Any] = {
            "messageVersion": "1.0",
            "invocationSource": source,
            "inputMode": turn.input_mode,
            "responseContentType": turn.response_content_type,
            "sessionId": turn.session.session_id,
            "inputTranscript": turn.utterance,
            "rawInputTranscript": turn.utterance,
            "bot": self._bot,
            "interpretations": interpretations,
            "requestAttributes": dict(turn.request_attributes) or None,
            "sessionState": state,
            "transcriptions": [_transcription(turn)] if turn.utterance else [],
        }
        if label:
            event["invocationLabel"] = label
        if proposed:
            event["proposedNextState"] = deepcopy(proposed)
        return event


def _interpretation(interpretation: dict[str, Any], turn: Turn, fulfilling: bool) -> dict[str, Any]:
    intent = deepcopy(interpretation["intent"])
    current = turn.session.intent
    if current and intent["name"] == current["name"]:
        intent = deepcopy(current)
    definition = turn.understanding.locale.intents.get(intent["name"])
    slots = intent.get("slots") or {}
    intent["slots"] = {name: slots.get(name) for name in (definition.slots if definition else {})}
    intent["state"] = "ReadyForFulfillment" if fulfilling else intent.get("state", "InProgress")
    intent.setdefault("confirmationState", "None")
    result: dict[str, Any] = {"intent": intent, "interpretationSource": "Lex"}
    if "nluConfidence" in interpretation:
        result["nluConfidence"] = interpretation["nluConfidence"]["score"]
    return result


def _transcription(turn: Turn) -> dict[str, Any]:
    slots = {}
    for name, slot in ((turn.session.intent or {}).get("slots") or {}).items():
        value = (slot or {}).get("value") or {}
        if value.get("originalValue") and value["originalValue"].lower() in turn.utterance.lower():
            kept = {k: value[k] for k in ("originalValue", "resolvedValues") if k in value}
            slots[name] = {"shape": "Scalar", "value": kept}
    return {
        "transcription": turn.utterance,
        "transcriptionConfidence": 1.0,
        "resolvedContext": {"intent": (turn.session.intent or {}).get("name", "")},
        "resolvedSlots": slots,
    }


def invoke_through_boto3() -> Invoke:
    """Lambda's Invoke, at the endpoint the environment names."""
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError, ReadTimeoutError

    clients: dict[float, Any] = {}

    def client(timeout_s: float) -> Any:
        if timeout_s not in clients:
            settings = Config(
                read_timeout=timeout_s, connect_timeout=5, retries={"total_max_attempts": 1}
            )
            clients[timeout_s] = boto3.client("lambda", config=settings)
        return clients[timeout_s]

    def invoke(function_arn: str, event: bytes, timeout_s: float) -> bytes:
        try:
            answer = client(timeout_s).invoke(FunctionName=function_arn, Payload=event)
        except ReadTimeoutError as error:
            raise HookError(f"{function_arn} took over {timeout_s} s", timed_out=True) from error
        except (BotoCoreError, ClientError) as error:
            raise HookError(f"Cannot invoke {function_arn}: {error}") from error
        content: bytes = answer["Payload"].read()
        if answer.get("FunctionError"):
            timed_out = b"Task timed out" in content
            raise HookError(
                f"Received error response from Lambda: {answer['FunctionError']}: "
                f"{content.decode(errors='replace')[:500]}",
                timed_out=timed_out,
            )
        return content

    return invoke


def dependency_failed(failure: HookError, turn: Turn, stage: str) -> DependencyFailedError:
    """The error for a hook that failed where the bot says nothing about failures."""
    intent = (turn.session.intent or {}).get("name", "?")
    return DependencyFailedError(f"{failure} (intent {intent}, {stage})")
