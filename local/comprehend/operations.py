"""Comprehend's operations: what is checked, what is asked of the engines, what is answered."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.comprehend.entities import Entity, entity_engine
from local.comprehend.errors import (
    BatchSizeLimitExceededError,
    InvalidRequestError,
    TextSizeLimitExceededError,
    UnsupportedLanguageError,
)
from local.comprehend.key_phrases import key_phrases
from local.comprehend.language import LANGUAGES, LanguageEngine
from local.comprehend.pii import PII_LANGUAGES, PiiEngine, PiiEntity
from local.comprehend.recognizers import Recognizer, Recognizers
from local.comprehend.sentiment import SentimentEngine, SentimentScore

Parameters = Mapping[str, Any]
Answer = dict[str, Any]
Operation = Callable[[Parameters], Answer]
# Texts in one language -> one answer each, without its Index.
Detector = Callable[[Sequence[str], str], list[Answer]]

TARGET_PREFIX = "Comprehend_20171127."
MOST_DOCUMENTS = 25
BATCH_DOCUMENT_BYTES = 5_000
ANY_LANGUAGE = ""
IN_SERVICE = "IN_SERVICE"


@dataclass(frozen=True)
class Detection:
    """One kind of detection, asked for a text or for a batch."""

    detect: Detector
    most_bytes: int
    languages: tuple[str, ...] = LANGUAGES

    def one(self, parameters: Parameters) -> Answer:
        text = _text(parameters)
        language = self._language(parameters)
        size_bytes = len(text.encode())
        if size_bytes > self.most_bytes:
            raise TextSizeLimitExceededError(self.most_bytes, size_bytes)
        return self.detect([text], language)[0]

    def batch(self, parameters: Parameters) -> Answer:
        texts = _texts(parameters)
        language = self._language(parameters)
        sizes_bytes = [len(text.encode()) for text in texts]
        fitting = [i for i, size in enumerate(sizes_bytes) if size <= BATCH_DOCUMENT_BYTES]
        answers = self.detect([texts[i] for i in fitting], language) if fitting else []
        return {
            "ResultList": [
                {"Index": i, **answer} for i, answer in zip(fitting, answers, strict=True)
            ],
            "ErrorList": [
                _batch_error(i, size)
                for i, size in enumerate(sizes_bytes)
                if size > BATCH_DOCUMENT_BYTES
            ],
        }

    def _language(self, parameters: Parameters) -> str:
        if not self.languages:
            return ANY_LANGUAGE
        language = parameters.get("LanguageCode")
        if language is None:
            raise InvalidRequestError(_null("languageCode"))
        if language not in self.languages:
            raise UnsupportedLanguageError(str(language), self.languages)
        return str(language)


class Comprehend:
    """The service: loads its engines once, then keeps no state.

    ``recognizers`` is the folder of custom entity lists, see ``recognizers``.
    """

    def __init__(self, recognizers: Path | None = None) -> None:
        self._sentiment = SentimentEngine()
        self._language = LanguageEngine()
        self._entities = entity_engine()
        self._pii = PiiEngine(self._entities)
        self._recognizers = Recognizers(recognizers)
        sentiment = Detection(self._detect_sentiment, most_bytes=5_000)
        language = Detection(self._detect_language, most_bytes=100_000, languages=())
        self._entity_detection = Detection(self._detect_entities, most_bytes=100_000)
        phrases = Detection(_detect_key_phrases, most_bytes=100_000)
        pii = Detection(self._detect_pii, most_bytes=100_000, languages=PII_LANGUAGES)
        pii_labels = Detection(self._label_pii, most_bytes=100_000, languages=PII_LANGUAGES)
        self.operations: dict[str, Operation] = {
            "DetectSentiment": sentiment.one,
            "BatchDetectSentiment": sentiment.batch,
            "DetectDominantLanguage": language.one,
            "BatchDetectDominantLanguage": language.batch,
            "DetectEntities": self._detect_entities_or_custom,
            "BatchDetectEntities": self._entity_detection.batch,
            "DetectKeyPhrases": phrases.one,
            "BatchDetectKeyPhrases": phrases.batch,
            "DetectPiiEntities": pii.one,
            "ContainsPiiEntities": pii_labels.one,
            "ListEndpoints": self._list_endpoints,
            "DescribeEndpoint": self._describe_endpoint,
        }

    def _detect_sentiment(self, texts: Sequence[str], language: str) -> list[Answer]:
        return [_sentiment_answer(score) for score in self._sentiment.scores(texts, language)]

    def _detect_language(self, texts: Sequence[str], _: str) -> list[Answer]:
        return [
            {
                "Languages": [
                    {"LanguageCode": found.language, "Score": found.score}
                    for found in self._language.languages(text)
                ]
            }
            for text in texts
        ]

    def _detect_entities(self, texts: Sequence[str], language: str) -> list[Answer]:
        return [_entities_answer(self._entities.entities(text, language)) for text in texts]

    def _detect_entities_or_custom(self, parameters: Parameters) -> Answer:
        arn = parameters.get("EndpointArn")
        if arn is None:
            return self._entity_detection.one(parameters)
        recognizer = self._recognizers.in_service(str(arn))
        custom = Detection(
            lambda texts, _: [_entities_answer(recognizer.entities(text)) for text in texts],
            most_bytes=self._entity_detection.most_bytes,
            languages=(),
        )
        return custom.one(parameters)

    def _detect_pii(self, texts: Sequence[str], language: str) -> list[Answer]:
        return [
            {"Entities": [_pii_answer(one) for one in self._pii.entities(text, language)]}
            for text in texts
        ]

    def _label_pii(self, texts: Sequence[str], language: str) -> list[Answer]:
        return [_labels_answer(self._pii.entities(text, language)) for text in texts]

    def _list_endpoints(self, parameters: Parameters) -> Answer:
        wanted = parameters.get("Filter") or {}
        return {
            "EndpointPropertiesList": [
                _endpoint_answer(one)
                for one in self._recognizers.all()
                if wanted.get("Status", IN_SERVICE) == IN_SERVICE
                and wanted.get("ModelArn", one.model_arn) == one.model_arn
            ]
        }

    def _describe_endpoint(self, parameters: Parameters) -> Answer:
        arn = parameters.get("EndpointArn")
        if arn is None:
            raise InvalidRequestError(_null("endpointArn"))
        return {"EndpointProperties": _endpoint_answer(self._recognizers.described(str(arn)))}


def _detect_key_phrases(texts: Sequence[str], _: str) -> list[Answer]:
    return [
        {
            "KeyPhrases": [
                {
                    "Score": phrase.score,
                    "Text": phrase.text,
                    "BeginOffset": phrase.begin,
                    "EndOffset": phrase.end,
                }
                for phrase in key_phrases(text)
            ]
        }
        for text in texts
    ]


def _sentiment_answer(score: SentimentScore) -> Answer:
    return {
        "Sentiment": score.sentiment,
        "SentimentScore": {
            "Positive": score.positive,
            "Negative": score.negative,
            "Neutral": score.neutral,
            "Mixed": score.mixed,
        },
    }


def _entities_answer(entities: Sequence[Entity]) -> Answer:
    return {"Entities": [_entity_answer(entity) for entity in entities]}


def _entity_answer(entity: Entity) -> Answer:
    return {
        "Score": entity.score,
        "Type": entity.type,
        "Text": entity.text,
        "BeginOffset": entity.begin,
        "EndOffset": entity.end,
    }


def _pii_answer(entity: PiiEntity) -> Answer:
    return {
        "Score": entity.score,
        "Type": entity.type,
        "BeginOffset": entity.begin,
        "EndOffset": entity.end,
    }


def _labels_answer(entities: Sequence[PiiEntity]) -> Answer:
    scores: dict[str, float] = {}
    for entity in entities:
        scores[entity.type] = max(entity.score, scores.get(entity.type, 0.0))
    return {"Labels": [{"Name": name, "Score": score} for name, score in scores.items()]}


def _endpoint_answer(recognizer: Recognizer) -> Answer:
    created_s = recognizer.created_at.timestamp()
    return {
        "EndpointArn": recognizer.endpoint_arn,
        "Status": IN_SERVICE,
        "ModelArn": recognizer.model_arn,
        "DesiredModelArn": recognizer.model_arn,
        "DesiredInferenceUnits": 1,
        "CurrentInferenceUnits": 1,
        "CreationTime": created_s,
        "LastModifiedTime": created_s,
    }


def _text(parameters: Parameters) -> str:
    text = parameters.get("Text")
    if text is None:
        raise InvalidRequestError(_null("text"))
    return _not_empty(text, "text")


def _texts(parameters: Parameters) -> list[str]:
    texts = parameters.get("TextList")
    if texts is None:
        raise InvalidRequestError(_null("textList"))
    if not isinstance(texts, list) or not texts:
        raise InvalidRequestError(_too_short("textList"))
    if len(texts) > MOST_DOCUMENTS:
        raise BatchSizeLimitExceededError(MOST_DOCUMENTS, len(texts))
    return [_not_empty(text, f"textList.{place}.member") for place, text in enumerate(texts, 1)]


def _not_empty(text: object, name: str) -> str:
    if not isinstance(text, str) or not text:
        raise InvalidRequestError(_too_short(name))
    return text


def _null(name: str) -> str:
    return (
        f"1 validation error detected: Value null at '{name}' failed to satisfy constraint: "
        "Member must not be null"
    )


def _too_short(name: str) -> str:
    return (
        f"1 validation error detected: Value at '{name}' failed to satisfy constraint: "
        "Member must have length greater than or equal to 1"
    )


def _batch_error(index: int, size_bytes: int) -> Answer:
    error = TextSizeLimitExceededError(BATCH_DOCUMENT_BYTES, size_bytes)
    return {"Index": index, "ErrorCode": error.batch_code, "ErrorMessage": error.message}
