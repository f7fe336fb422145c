"""Train the sentiment heads and write ``sentiment_weights.npz``.

    python -m local.comprehend.training.train

needs the test data folder ``shared/testdata`` beside the repository. Takes some five minutes
of one core: to embed 42,000 texts, then Newton's method on 2,000 columns. Held-out texts
(see ``corpora``) are left out.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from local.comprehend.sentiment import LEXICON_LANGUAGE, WEIGHTS, Floats, SentenceFeatures, words
from local.comprehend.training.corpora import (
    CorpusMissingError,
    LabelledText,
    amazon_snippets,
    goemotions,
    labelled_lines,
)

# A missed complaint costs more than a neutral turn called negative.
NEGATIVE_WEIGHT = 2.0
# 116 lines of our own trade against 42,000 of other people's.
CONTACT_CENTRE_WEIGHT = 30.0
ENGLISH_RIDGE = 5.0
OTHER_RIDGE = 1.0
VOCABULARY_WORDS = 1_500
EMBEDDING_COLUMNS = 512
MOST_STEPS = 8
STEP_TOLERANCE = 1e-3
CHUNK = 256


def logistic_regression(rows: Floats, labels: Floats, weights: Floats, ridge: float) -> Floats:
    """Ridge logistic regression by Newton's method (IRLS); the last column is not penalised."""
    penalty = np.full(rows.shape[1], ridge)
    penalty[-1] = 0.0
    head = np.zeros(rows.shape[1])
    for _ in range(MOST_STEPS):
        chance = 1 / (1 + np.exp(-(rows @ head.astype(np.float32)).astype(np.float64)))
        slope = (weights * (labels - chance)).astype(np.float32)
        scaled = rows * np.sqrt(weights * chance * (1 - chance)).astype(np.float32)[:, None]
        curvature = (scaled.T @ scaled).astype(np.float64) + np.diag(penalty)
        step = np.linalg.solve(curvature, rows.T @ slope - penalty * head)
        head += step
        if np.abs(step).max() < STEP_TOLERANCE:
            break
    return head


def vocabulary(texts: Sequence[LabelledText]) -> list[str]:
    """The words that the most texts have, in alphabetical order."""
    counts = Counter(word for text in texts for word in set(words(text.text)))
    return sorted(word for word, _ in counts.most_common(VOCABULARY_WORDS))


def embed(texts: Sequence[str], features: SentenceFeatures) -> Floats:
    """Feature rows of English texts, similar lengths together because that is faster."""
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    chunks = [order[start : start + CHUNK] for start in range(0, len(order), CHUNK)]
    rows = np.vstack(
        [features.rows([texts[index] for index in chunk], LEXICON_LANGUAGE) for chunk in chunks]
    )
    return rows[np.argsort(order)]


def train_heads(
    rows: Floats, texts: Sequence[LabelledText], weights: Floats, ridge: float
) -> Floats:
    """Columns P(has positive) and P(has negative)."""
    has_positive = np.array([text.has_positive for text in texts], dtype=np.float64)
    has_negative = np.array([text.has_negative for text in texts], dtype=np.float64)
    negative_weights = weights * np.where(has_negative > 0, NEGATIVE_WEIGHT, 1.0)
    return np.column_stack(
        [
            logistic_regression(rows, has_positive, weights, ridge),
            logistic_regression(rows, has_negative, negative_weights, ridge),
        ]
    ).astype(np.float32)


def train(path: Path = WEIGHTS) -> None:
    """Read the corpora, train both pairs of heads, write the weights."""
    general = [text for text in goemotions() + amazon_snippets() if not text.held_out]
    own = labelled_lines()
    texts = general + own
    weights = np.concatenate([np.ones(len(general)), np.full(len(own), CONTACT_CENTRE_WEIGHT)])
    known = vocabulary(texts)
    english = embed([text.text for text in texts], SentenceFeatures(known))
    other = np.column_stack([english[:, :EMBEDDING_COLUMNS], english[:, -1]])
    np.savez_compressed(
        path,
        vocabulary=np.array(known),
        english=train_heads(english, texts, weights, ENGLISH_RIDGE),
        other=train_heads(other, texts, weights, OTHER_RIDGE),
    )
    print(f"{len(texts)} texts -> {path.name}, {path.stat().st_size} bytes")


if __name__ == "__main__":
    try:
        train()
    except CorpusMissingError as error:
        sys.exit(f"Cannot train: {error}")
