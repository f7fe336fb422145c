from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from omnilex.adapters.faq_search import FaqUnavailableError, KendraFaq
from omnilex.domain.wording import Language

INDEX = "00000000-0000-4000-8000-000000000005"


def found(grade: str) -> dict[str, Any]:
    """A result as Kendra gives it for a question of a FAQ file."""

    def text(key: str, words: str) -> dict[str, Any]:
        highlighted = {"Text": words, "Highlights": []}
        return {
            "Key": key,
            "ValueType": "TEXT_WITH_HIGHLIGHTS_VALUE",
            "Value": {"TextWithHighlightsValue": highlighted},
        }

    return {
        "Id": "1",
        "Type": "QUESTION_ANSWER",
        "AdditionalAttributes": [
            text("QuestionText", "When are you open?"),
            text("AnswerText", "From 9 to 5."),
        ],
        "DocumentURI": "https://www.example.com/help/hours",
        "ScoreAttributes": {"ScoreConfidence": grade},
    }


def test_an_index_is_asked_for_its_questions_in_the_customers_language():
    client = boto3.client("kendra", region_name="us-east-1")
    with Stubber(client) as kendra:
        kendra.add_response(
            "query",
            {"QueryId": "q", "ResultItems": [found("VERY_HIGH"), found("MEDIUM")]},
            {
                "IndexId": INDEX,
                "QueryText": "hours?",
                "QueryResultTypeFilter": "QUESTION_ANSWER",
                "AttributeFilter": {
                    "EqualsTo": {"Key": "_language_code", "Value": {"StringValue": "es"}}
                },
            },
        )
        matches = KendraFaq(client, INDEX).matches("hours?", Language.SPANISH)

    assert [one.score for one in matches] == [0.95, 0.45]
    assert matches[0].answer == "From 9 to 5."
    assert matches[0].source == "https://www.example.com/help/hours"


def test_an_index_that_does_not_answer_is_unavailable():
    client = boto3.client("kendra", region_name="us-east-1")
    with Stubber(client) as kendra:
        kendra.add_client_error("query", "ThrottlingException")
        with pytest.raises(FaqUnavailableError):
            KendraFaq(client, INDEX).matches("hours?", Language.ENGLISH)
