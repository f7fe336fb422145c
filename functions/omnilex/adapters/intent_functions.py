"""The functions behind the router, one an intent."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient


class IntentFunctionError(RuntimeError):
    """The function of an intent raised, or there is none."""


class IntentFunctions:
    """``names`` maps an intent to the name of its function."""

    def __init__(self, client: "LambdaClient", names: Mapping[str, str]) -> None:
        self._client = client
        self._names = names

    def answer(self, event: dict[str, Any]) -> dict[str, Any]:
        """The answer of the event's intent, and of the intent it hands over to, if it does.

        A function hands over by delegating another intent than the one it was asked for.
        Raises IntentFunctionError.
        """
        answer = self._invoke(event)
        handed_over = _handed_over(event, answer)
        return self._invoke(handed_over) if handed_over else answer

    def _invoke(self, event: dict[str, Any]) -> dict[str, Any]:
        intent = event["sessionState"]["intent"]["name"]
        name = self._names.get(intent)
        if name is None:
            raise IntentFunctionError(f"no function for intent {intent}")
        try:
            response = self._client.invoke(FunctionName=name, Payload=json.dumps(event).encode())
            payload = response["Payload"].read()
        except (BotoCoreError, ClientError) as error:
            raise IntentFunctionError(f"{name}: {_kind(error)}") from None
        if "FunctionError" in response:
            kind = json.loads(payload).get("errorType", "Unknown")
            raise IntentFunctionError(f"{name}: {kind}")
        answer: dict[str, Any] = json.loads(payload)
        return answer


def _kind(error: BotoCoreError | ClientError) -> str:
    code = error.response["Error"]["Code"] if isinstance(error, ClientError) else None
    return code or type(error).__name__


# What belongs to the intent that hands over, the PIN among it, is not the next one's to see.
_ITS_OWN = {"interpretations", "proposedNextState", "rawInputTranscript", "transcriptions"}


def _handed_over(event: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any] | None:
    state = answer["sessionState"]
    intent = state.get("intent")
    asked = event["sessionState"]["intent"]["name"]
    if state["dialogAction"]["type"] != "Delegate" or not intent or intent["name"] == asked:
        return None
    rest = {name: value for name, value in event.items() if name not in _ITS_OWN}
    return {
        **rest,
        "inputTranscript": "",
        "invocationSource": "DialogCodeHook",
        "sessionState": {**event["sessionState"], "intent": intent},
    }
