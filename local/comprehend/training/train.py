"""Train the sentiment heads and write ``sentiment_weights.npz``.

    python -m local.comprehend.training.train

needs the test data folder ``shared/testdata`` beside the repository. Takes about three
minutes, most of it to embed 47,000 texts. Held-out texts (see ``corpora``) are left out.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from local.comprehend.sentiment import LEXICON_LANGUAGE, WEIGHTS, Floats, SentenceFeatures
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
CONTACT_CENTRE_WEIGHT = 10.0
RIDGE = 1.0
MOST_STEPS = 25
STEP_TOLERANCE = 1e-4
CHUNK = 256
EMBEDDING_COLUMNS = 512


def logistic_regression(rows: Floats, labels: Floats, weights: Floats) -> Floats:
    """Ridge logistic regression by Newton's method (IRLS); the last column is not penalised."""
    penalty = np.full(rows.shape[1], RIDGE)
    penalty[-1] = 0.0
    head = np.zeros(rows.shape[1])
    for _ in range(MOST_STEPS):
        chance = 1 / (1 + np.exp(-rows @ head))
        gradient = rows.T @ (weights * (labels - chance)) - penalty * head
        curvature = (rows * (weights * chance * (1 - chance))[:, None]).T @ rows
        step = np.linalg.solve(curvature + np.diag(penalty), gradient)
        head += step
        if np.abs(step).max() < STEP_TOLERANCE:
            break
    return head


def embed(texts: Sequence[str], features: SentenceFeatures) -> Floats:
    """Feature rows of English texts, similar lengths together because that is faster."""
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    rows: Floats | None = None
    for start in range(0, len(order), CHUNK):
        chunk = order[start : start + CHUNK]
        chunk_rows = features.rows([texts[index] for index in chunk], LEXICON_LANGUAGE)
        if rows is None:
            rows = np.empty((len(texts), chunk_rows.shape[1]))
        rows[chunk] = chunk_rows
    if rows is None:
        raise ValueError("nothing to embed")
    return rows


def train_heads(rows: Floats, texts: Sequence[LabelledText], weights: Floats) -> Floats:
    """Columns P(has positive) and P(has negative)."""
    has_positive = np.array([text.has_positive for text in texts], dtype=np.float64)
    has_negative = np.array([text.has_negative for text in texts], dtype=np.float64)
    negative_weights = weights * np.where(has_negative > 0, NEGATIVE_WEIGHT, 1.0)
    return np.column_stack(
        [
            logistic_regression(rows, has_positive, weights),
            logistic_regression(rows, has_negative, negative_weights),
        ]
    )


def train(path: Path = WEIGHTS) -> None:
    """Read the corpora, train both pairs of heads, write the weights."""
    general = [text for text in goemotions() + amazon_snippets() if not text.held_out]
    own = labelled_lines()
    texts = general + own
    weights = np.concatenate([np.ones(len(general)), np.full(len(own), CONTACT_CENTRE_WEIGHT)])
    english = embed([text.text for text in texts], SentenceFeatures())
    other = np.column_stack([english[:, :EMBEDDING_COLUMNS], english[:, -1]])
    np.savez(
        path,
        english=train_heads(english, texts, weights).astype(np.float32),
        other=train_heads(other, texts, weights).astype(np.float32),
    )
    print(f"{len(texts)} texts -> {path.name}, {path.stat().st_size} bytes")


if __name__ == "__main__":
    try:
        train()
    except CorpusMissingError as error:
        sys.exit(f"Cannot train: {error}")
