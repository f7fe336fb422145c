"""An utterance as its resolvers read it: small letters, spoken numbers as digits.

"Next Friday at half past five" reads ``next friday at half past 5``. Every span of the reading
leads back to the customer's own words.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from local.lex.nlu.languages.known import has_decimal_comma, language_of
from local.lex.nlu.number_lexicon import Lexicon
from local.lex.nlu.number_words import NumberWords

_WORDS = r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*|[^\w\s]|_"
_TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|" + _WORDS)
_COMMA_TOKEN = re.compile(
    r"(?P<grouped>\d{1,3}(?:(?: \d{3})+,\d+|(?:[.\u00a0\u202f]\d{3})+(?:,\d+)?)(?!\d))"
    r"|\d+(?:[.,]\d+)?|" + _WORDS
)
_SEPARATORS = str.maketrans({".": "", " ": "", "\u00a0": "", "\u202f": ""})


@dataclass(frozen=True)
class Token:
    text: str
    start: int
    end: int
    number: bool = False


class Reading:
    """``text`` is the reading; ``original(span)`` the customer's words for a part of it."""

    def __init__(self, utterance: str, tokens: list[Token], lexicon: Lexicon) -> None:
        self.utterance = utterance
        self.lexicon = lexicon
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


@lru_cache(maxsize=512)
def read(utterance: str, locale: str = "en") -> Reading:
    """The reading of an utterance in a locale (``es_US``) or a language (``es``)."""
    words = language_of(locale).numbers
    tokens = [
        piece
        for token in _plain_tokens(utterance, words.lexicon, has_decimal_comma(locale))
        for piece in _pieces(token, words.lexicon)
    ]
    return Reading(utterance, _with_digits(tokens, words), words.lexicon)


def _plain_tokens(utterance: str, lexicon: Lexicon, decimal_comma: bool) -> list[Token]:
    """The words and signs of an utterance in small letters, with where they stand."""
    tokens = []
    for match in (_COMMA_TOKEN if decimal_comma else _TOKEN).finditer(utterance):
        text = match.group()
        if decimal_comma and text[0].isdigit():
            text = _with_point(text, grouped=match["grouped"] is not None)
        text = unicodedata.normalize("NFKC", text).lower().replace("\u2019", "'")
        text = text if lexicon.accents else _without_accents(text)
        tokens.append(Token(text, match.start(), match.end()))
    return tokens


def _with_point(numeral: str, *, grouped: bool) -> str:
    """1.234,56 as 1234.56."""
    return (numeral.translate(_SEPARATORS) if grouped else numeral).replace(",", ".")


def _without_accents(text: str) -> str:
    return "".join(unicodedata.normalize("NFD", sign)[0] for sign in text)


def _pieces(token: Token, lexicon: Lexicon) -> list[Token]:
    pieces = lexicon.pieces(token.text)
    if len(pieces) == 1 or len(token.text) != token.end - token.start:
        return [token]
    starts = [token.start + len("".join(pieces[:at])) for at in range(len(pieces))]
    return [
        Token(piece, start, start + len(piece)) for piece, start in zip(pieces, starts, strict=True)
    ]


def _with_digits(tokens: list[Token], words: NumberWords) -> list[Token]:
    result: list[Token] = []
    at = 0
    while at < len(tokens):
        before = result[-1].text if result else ""
        spoken, after = words.parse([token.text for token in tokens[at : at + 20]], before)
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
