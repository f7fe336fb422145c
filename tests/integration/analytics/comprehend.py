"""Comprehend as far as moto lacks it, with the limits of the real one."""

import json
import re
from collections.abc import Callable
from typing import Any

from moto.comprehend.responses import ComprehendResponse

MOST_TEXTS = 25
MOST_BYTES = 5_000
MOST_PII_BYTES = 100_000
SURE = 0.94
TELLING = {"terrible": "Negative", "wonderful": "Positive"}
OPERATIONS = (
    "batch_detect_sentiment",
    "batch_detect_entities",
    "batch_detect_key_phrases",
    "detect_pii_entities",
    "detect_dominant_language",
    "detect_entities",
    "list_endpoints",
)

Answer = dict[str, Any]


class Comprehend:
    """Some places are entities, "the last <word>" is a key phrase, e-mail addresses are PII."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.batches: list[list[str]] = []
        self.refuses: str | None = None
        self.language = ("es", 0.97)
        self.endpoints: dict[str, str] = {}
        self.custom: dict[str, str] = {}

    def answer(self, operation: str, body: Answer) -> Any:
        self.asked.append(operation)
        does: Callable[[Answer], Any] = getattr(self, operation)
        return does(body)

    def batch_detect_sentiment(self, body: Answer) -> Any:
        self.batches.append(body["TextList"])
        return self._batch(body, lambda text: {**_sentiment(text)})

    def batch_detect_entities(self, body: Answer) -> Any:
        found = r"\b(?:Denver|Seattle|June|Montreal)\b"
        return self._batch(body, lambda text: {"Entities": _found(found, text, "LOCATION")})

    def batch_detect_key_phrases(self, body: Answer) -> Any:
        return self._batch(
            body, lambda text: {"KeyPhrases": _found(r"\b[Tt]he last \w+", text, None)}
        )

    def detect_pii_entities(self, body: Answer) -> Any:
        text = body["Text"]
        if len(text.encode()) > MOST_PII_BYTES:
            return 400, {}, json.dumps({"__type": "TextSizeLimitExceededException"})
        found = _found(r"\S+@\S+", text, "EMAIL") + _found(r"\bAna\b", text, "NAME")
        return 200, {}, json.dumps({"Entities": found})

    def detect_dominant_language(self, body: Answer) -> Any:
        code, score = self.language
        found = [{"LanguageCode": code, "Score": score}, {"LanguageCode": "pt", "Score": 0.01}]
        return 200, {}, json.dumps({"Languages": found if code else []})

    def list_endpoints(self, body: Answer) -> Any:
        wanted = body["Filter"]["Status"]
        listed = [
            {"EndpointArn": _arn(name), "Status": status}
            for name, status in self.endpoints.items()
            if status == wanted
        ]
        if "NextToken" not in body and len(listed) > 1:
            answer = {"EndpointPropertiesList": listed[:1], "NextToken": "more"}
            return 200, {}, json.dumps(answer)
        return 200, {}, json.dumps({"EndpointPropertiesList": listed[len(listed) > 1 :]})

    def detect_entities(self, body: Answer) -> Any:
        assert len(body["Text"].encode()) <= MOST_BYTES
        found = [
            one
            for word, kind in self.custom.items()
            for one in _found(rf"\b{word}\b", body["Text"], kind)
        ]
        return 200, {}, json.dumps({"Entities": found})

    def _batch(self, body: Answer, judge: Callable[[str], Answer]) -> Any:
        texts = body["TextList"]
        if len(texts) > MOST_TEXTS:
            return 400, {}, json.dumps({"__type": "BatchSizeLimitExceededException"})
        refused = [
            {"Index": at, "ErrorCode": "INTERNAL_SERVER_ERROR", "ErrorMessage": "Refused."}
            for at, text in enumerate(texts)
            if len(text.encode()) > MOST_BYTES or (self.refuses and self.refuses in text)
        ]
        given = {one["Index"] for one in refused}
        judged = [{"Index": at, **judge(text)} for at, text in enumerate(texts) if at not in given]
        return 200, {}, json.dumps({"ResultList": judged, "ErrorList": refused})


def respond(comprehend: Comprehend, operation: str) -> Any:
    """A function, for moto to bind to its response class."""

    def answer(asked: ComprehendResponse) -> Any:
        return comprehend.answer(operation, json.loads(asked.body))

    return answer


def _arn(name: str) -> str:
    return f"arn:aws:comprehend:us-east-1:123456789012:entity-recognizer-endpoint/{name}"


def _sentiment(text: str) -> Answer:
    name = next((told for word, told in TELLING.items() if word in text.lower()), "Neutral")
    scores = dict.fromkeys(("Positive", "Negative", "Neutral", "Mixed"), 0.02) | {name: SURE}
    return {"Sentiment": name.upper(), "SentimentScore": scores}


def _found(pattern: str, text: str, kind: str | None) -> list[Answer]:
    return [
        {
            "Text": match[0],
            "Score": SURE,
            "BeginOffset": match.start(),
            "EndOffset": match.end(),
            **({"Type": kind} if kind else {}),
        }
        for match in re.finditer(pattern, text)
    ]
