"""Frequent questions that may be what was asked: from our own search, or from Amazon Kendra."""

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from omnilex.domain.faq import Match
from omnilex.domain.wording import Language

if TYPE_CHECKING:
    from mypy_boto3_kendra import KendraClient
    from mypy_boto3_lambda import LambdaClient

# Kendra grades its confidence in words.
_KENDRA_SCORES = {"VERY_HIGH": 0.95, "HIGH": 0.75, "MEDIUM": 0.45, "LOW": 0.2}


class FaqUnavailableError(RuntimeError):
    """The search could not be asked."""


class FaqSearch:
    """The function that holds the sentence encoder."""

    def __init__(self, client: "LambdaClient", function_name: str) -> None:
        self._client = client
        self._function_name = function_name

    def matches(self, question: str, language: Language) -> list[Match]:
        """The nearest questions, the best first. Raises FaqUnavailableError."""
        asked = {"question": question, "language": language.value}
        try:
            response = self._client.invoke(
                FunctionName=self._function_name, Payload=json.dumps(asked).encode()
            )
        except (BotoCoreError, ClientError) as error:
            raise FaqUnavailableError(type(error).__name__) from None
        found = json.loads(response["Payload"].read())
        if "FunctionError" in response:
            raise FaqUnavailableError(found.get("errorType", "unknown"))
        return [Match.model_validate(match) for match in found["matches"]]


class KendraFaq:
    """An existing Kendra index, its frequent questions loaded from the same files."""

    def __init__(self, client: "KendraClient", index_id: str) -> None:
        self._client = client
        self._index_id = index_id

    def matches(self, question: str, language: Language) -> list[Match]:
        """The nearest questions, the best first. Raises FaqUnavailableError."""
        try:
            result = self._client.query(
                IndexId=self._index_id,
                QueryText=question,
                QueryResultTypeFilter="QUESTION_ANSWER",
                AttributeFilter={
                    "EqualsTo": {"Key": "_language_code", "Value": {"StringValue": language.value}}
                },
            )
        except (BotoCoreError, ClientError) as error:
            raise FaqUnavailableError(type(error).__name__) from None
        return [_match(found) for found in result["ResultItems"]]


def _match(found: Any) -> Match:
    said = {
        part["Key"]: part["Value"]["TextWithHighlightsValue"]["Text"]
        for part in found["AdditionalAttributes"]
    }
    grade = found.get("ScoreAttributes", {}).get("ScoreConfidence", "LOW")
    return Match(
        question=said["QuestionText"],
        answer=said["AnswerText"],
        source=found.get("DocumentURI", ""),
        score=_KENDRA_SCORES.get(grade, 0.0),
    )
