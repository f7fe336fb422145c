"""An index of frequent questions: which of them mean what was asked, and how surely.

Its files have the form that Kendra takes FAQs in, ``question, answer, source`` without a header,
and are named by their language (``en_US.csv``).
"""

import csv
import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from local.kendra.errors import IndexNotFoundError, InvalidRequestError

Encode = Callable[[Sequence[str]], Any]
PAGE_SIZE, LARGEST_PAGE = 10, 100
LONGEST_QUERY = 1000
# Kendra tells its confidence in words; from which nearness, it does not say: our own choice.
GRADES = ((0.75, "VERY_HIGH"), (0.55, "HIGH"), (0.4, "MEDIUM"), (0.0, "LOW"))
LANGUAGE = "_language_code"


class Index:
    """``encode`` gives a unit vector for each sentence."""

    def __init__(self, index_id: str, folder: Path, encode: Encode) -> None:
        self._index_id = index_id
        self._encode = encode
        self._entries = [
            (file.name.split("_")[0], *row[:3])
            for file in sorted(folder.glob("??_??.csv"))
            for row in csv.reader(file.read_text(encoding="utf-8").splitlines())
        ]
        self._vectors = np.asarray(encode([question for _, question, _, _ in self._entries]))

    def query(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to ``Query``. Raises ServiceError."""
        text, page, size = self._checked(asked)
        language = _language(asked.get("AttributeFilter"))
        nearness = self._vectors @ np.asarray(self._encode([text]))[0]
        likely = [
            number
            for number in np.argsort(-nearness)
            if self._entries[number][0] == language and nearness[number] > 0
        ]
        shown = likely[(page - 1) * size : page * size]
        wanted = asked.get("QueryResultTypeFilter", "QUESTION_ANSWER") == "QUESTION_ANSWER"
        query_id = hashlib.sha256(f"{language}/{text}".encode()).hexdigest()[:32]
        items = [self._result(query_id, number, nearness[number]) for number in shown]
        return {
            "QueryId": query_id,
            "ResultItems": items if wanted else [],
            "FacetResults": [],
            "TotalNumberOfResults": len(likely) if wanted else 0,
        }

    def _checked(self, asked: Mapping[str, Any]) -> tuple[str, int, int]:
        if asked.get("IndexId") != self._index_id:
            raise IndexNotFoundError(f"Index {asked.get('IndexId')} does not exist.")
        text = str(asked.get("QueryText") or "").strip()
        if not text or len(text) > LONGEST_QUERY:
            raise InvalidRequestError(f"QueryText must have 1 to {LONGEST_QUERY} characters.")
        size, page = int(asked.get("PageSize", PAGE_SIZE)), int(asked.get("PageNumber", 1))
        if not 1 <= size <= LARGEST_PAGE or page < 1:
            raise InvalidRequestError(f"PageSize is 1 to {LARGEST_PAGE}, PageNumber 1 or more.")
        return text, page, size

    def _result(self, query_id: str, number: int, nearness: float) -> dict[str, Any]:
        language, question, answer, source = self._entries[number]
        grade = next(grade for least, grade in GRADES if nearness >= least)
        return {
            "Id": f"{query_id}-{number}",
            "Type": "QUESTION_ANSWER",
            "Format": "TEXT",
            "AdditionalAttributes": [
                _highlighted("QuestionText", question),
                _highlighted("AnswerText", answer),
            ],
            "DocumentId": hashlib.sha256(source.encode()).hexdigest()[:40],
            "DocumentTitle": {"Text": "", "Highlights": []},
            "DocumentExcerpt": {"Text": answer, "Highlights": []},
            "DocumentURI": source,
            "DocumentAttributes": [{"Key": LANGUAGE, "Value": {"StringValue": language}}],
            "ScoreAttributes": {"ScoreConfidence": grade},
            "FeedbackToken": f"{query_id}-{number}",
        }


def _highlighted(key: str, text: str) -> dict[str, Any]:
    value = {"TextWithHighlightsValue": {"Text": text, "Highlights": []}}
    return {"Key": key, "ValueType": "TEXT_WITH_HIGHLIGHTS_VALUE", "Value": value}


def _language(attribute_filter: Mapping[str, Any] | None) -> str:
    """English, as in Kendra, where no language is asked for; other filters are not known here."""
    equals = (attribute_filter or {}).get("EqualsTo")
    if attribute_filter and (not equals or equals.get("Key") != LANGUAGE):
        raise InvalidRequestError(f"Only a filter of {LANGUAGE} is known here.")
    return str(equals["Value"]["StringValue"]) if equals else "en"
