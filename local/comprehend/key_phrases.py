"""Key phrases: runs of words that carry meaning, with the determiner before them.

A stand-in for Comprehend's noun phrases, made without a part-of-speech model: phrases end
at punctuation and at function words and common verbs (``lists/phrase_breaks.txt``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from local.comprehend.gazetteers import PHRASE_BREAKS

TOKEN = re.compile(r"[^\W_](?:[\w'\u2019&.,-]*\w)?%?|[$€£]\d[\d.,]*\b|\S")
DETERMINERS = frozenset(
    {"a", "an", "the", "this", "that", "these", "those"}
    | {"my", "your", "his", "her", "its", "our", "their"}
)
LONGEST_WORDS = 6
SCORE_WITH_DETERMINER = 0.95
SCORE_BARE = 0.85


@dataclass(frozen=True)
class KeyPhrase:
    """A span of code points, ``end`` exclusive."""

    text: str
    begin: int
    end: int
    score: float


def key_phrases(text: str) -> list[KeyPhrase]:
    """The phrases of a text in order."""
    return [_phrase(text, run) for run in _runs(text)]


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    determiner: list[re.Match[str]] = []
    run: list[re.Match[str]] = []
    for token in TOKEN.finditer(text):
        word = token.group().lower()
        if _carries_meaning(word) and len(run) < LONGEST_WORDS:
            run.append(token)
            continue
        if run:
            yield [*determiner, *run]
        determiner = [token] if word in DETERMINERS else []
        run = []
    if run:
        yield [*determiner, *run]


def _carries_meaning(word: str) -> bool:
    is_word = any(character.isalnum() for character in word)
    return is_word and word not in PHRASE_BREAKS and word not in DETERMINERS


def _phrase(text: str, run: list[re.Match[str]]) -> KeyPhrase:
    begin, end = run[0].start(), run[-1].end()
    with_determiner = run[0].group().lower() in DETERMINERS
    score = SCORE_WITH_DETERMINER if with_determiner else SCORE_BARE
    return KeyPhrase(text[begin:end], begin, end, score)
