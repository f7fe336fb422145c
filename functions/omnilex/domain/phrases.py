"""Finds any of many phrases in a text, in time that does not grow with their number."""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

Value = TypeVar("Value")

# A Chinese or Japanese character is a word of its own: there are no spaces between words.
_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u9fff"
_WORD = re.compile(rf"[{_IDEOGRAPHS}]|[^\W_{_IDEOGRAPHS}]+(?:['\u2019][^\W_{_IDEOGRAPHS}]+)*")
_ANY_ENDING = "*"
MOST_BETWEEN = 3  # characters between two words of a phrase: a comma and spaces


class Token(NamedTuple):
    word: str
    begin: int
    end: int


class Found(NamedTuple, Generic[Value]):
    """``begin`` and ``end`` count characters of the text."""

    value: Value
    begin: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """Words without their case."""
    if text.isascii():  # nothing changes its length, so that all is lowered at once
        return [Token(match[0], *match.span()) for match in _WORD.finditer(text.lower())]
    return [
        Token(match[0].casefold().replace("\u2019", "'"), match.start(), match.end())
        for match in _WORD.finditer(text)
    ]


class PhraseFinder(Generic[Value]):
    """Phrases are found on word boundaries whatever their case; ``cancel*`` is any word that begins
    so.
    """

    def __init__(self, phrases: Iterable[tuple[str, Value]]) -> None:
        self._by_word: dict[str, list[tuple[list[str], Value]]] = defaultdict(list)
        self._by_beginning: dict[str, list[tuple[list[str], Value]]] = defaultdict(list)
        for phrase, value in phrases:
            words = _pattern_of(phrase)
            if not words:
                continue
            first, index = words[0], self._by_word
            if first.endswith(_ANY_ENDING):
                first, index = first[:-1], self._by_beginning
            index[first].append((words, value))
        self._lengths = sorted({len(beginning) for beginning in self._by_beginning})

    def find(self, text: str) -> list[Found[Value]]:
        """Every place of every phrase, overlapping ones too, in the order of the text."""
        tokens = tokens_of(text)
        return [
            Found(value, token.begin, tokens[at + len(words) - 1].end)
            for at, token in enumerate(tokens)
            for words, value in self._beginning_with(token.word)
            if _stands(words, tokens, at)
        ]

    def _beginning_with(self, word: str) -> list[tuple[list[str], Value]]:
        found = self._by_word.get(word, [])
        for length in self._lengths:
            found = found + self._by_beginning.get(word[:length], [])
        return found


def longest(found: Iterable[Found[Value]]) -> list[Found[Value]]:
    """Of those that overlap the longest, then the first."""
    kept: list[Found[Value]] = []
    for one in sorted(found, key=lambda one: (one.begin - one.end, one.begin)):
        if all(one.end <= other.begin or one.begin >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.begin)


def _pattern_of(phrase: str) -> list[str]:
    """The words of a phrase; one that ends in a star keeps it."""
    words = tokens_of(phrase)
    starred = {word.end for word in words if phrase[word.end : word.end + 1] == _ANY_ENDING}
    return [word.word + _ANY_ENDING * (word.end in starred) for word in words]


def _stands(words: list[str], tokens: list[Token], at: int) -> bool:
    if at + len(words) > len(tokens):
        return False
    for place, word in enumerate(words):
        token = tokens[at + place]
        if place and token.begin - tokens[at + place - 1].end > MOST_BETWEEN:
            return False
        if word != token.word and not (
            word.endswith(_ANY_ENDING) and token.word.startswith(word[:-1])
        ):
            return False
    return True
