"""An utterance as its resolvers read it: small letters, spoken numbers as digits.

"Next Friday at half past five" reads ``next friday at half past 5``. Every span of the reading
leads back to the customer's own words.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from local.lex.nlu.number_words import NUMBER_WORDS, NumberWords

_TOKEN = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[^\W\d_]+(?:['\u2019][^\W\d_]+)*|[^\w\s]|_",
    re.UNICODE,
)


@dataclass(frozen=True)
class Token:
    text: str
    start: int
    end: int
    number: bool = False


class Reading:
    """``text`` is the reading; ``original(span)`` the customer's words for a part of it."""

    def __init__(self, utterance: str, tokens: list[Token]) -> None:
        self.utterance = utterance
        self.tokens = tokens
        self._starts: list[int] = []
        parts: list[str] = []
        length = 0
        for token in tokens:
            self._starts.append(length)
            parts.append(token.text)
            length += len(token.text) + 1
        self.text = " ".join(parts)

    def token_span(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that the characters from ``start`` to ``end`` of the reading touch."""
        touched = [
            index
            for index, token in enumerate(self.tokens)
            if self._starts[index] < end and self._starts[index] + len(token.text) > start
        ]
        return (touched[0], touched[-1] + 1) if touched else (0, 0)

    def original(self, first: int, after: int) -> str:
        """The customer's own words for the tokens from ``first`` up to ``after``."""
        if first >= after:
            return ""
        return self.utterance[self.tokens[first].start : self.tokens[after - 1].end]


def plain_tokens(utterance: str) -> list[Token]:
    """The words and signs of an utterance in small letters, with where they stand."""
    return [
        Token(
            unicodedata.normalize("NFKC", match.group()).lower().replace("\u2019", "'"),
            match.start(),
            match.end(),
        )
        for match in _TOKEN.finditer(utterance)
    ]


@lru_cache(maxsize=512)
def read(utterance: str, language: str = "en") -> Reading:
    """The reading of an utterance in a language (``en``, ``es``, ...)."""
    words = NUMBER_WORDS.get(language, NUMBER_WORDS["en"])
    return Reading(utterance, _with_digits(plain_tokens(utterance), words))


def _with_digits(tokens: list[Token], words: NumberWords) -> list[Token]:
    result: list[Token] = []
    at = 0
    while at < len(tokens):
        spoken, after = words.parse([token.text for token in tokens[at : at + 20]])
        if after:
            result.append(Token(spoken, tokens[at].start, tokens[at + after - 1].end, number=True))
            at += after
            continue
        result.append(tokens[at])
        at += 1
    return result


@lru_cache(maxsize=4096)
def normal_words(text: str) -> tuple[str, ...]:
    """The words of a text for comparison: no case, accents, apostrophes or punctuation."""
    stripped = unicodedata.normalize("NFKD", text.lower().replace("'", "").replace("\u2019", ""))
    letters = "".join(sign for sign in stripped if not unicodedata.combining(sign))
    return tuple(re.findall(r"\w+", unicodedata.normalize("NFKC", letters)))


def words(listed: str) -> frozenset[str]:
    """The words of a written list, by the spaces between them."""
    return frozenset(listed.split())


def normal_form(text: str) -> str:
    """``normal_words`` as one string."""
    return " ".join(normal_words(text))
