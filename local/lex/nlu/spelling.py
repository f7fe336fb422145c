"""Answers that are spelled: letter by letter, or by words ("b as in boy")."""

import re

from local.lex.nlu.reading import read

BY_LETTER, BY_WORD = "SpellByLetter", "SpellByWord"
_TIMES = {"double": 2, "triple": 3}
_SIGNS = {"dot": ".", "point": ".", "at": "@", "underscore": "_", "dash": "-", "hyphen": "-"}
_LIKE = ("as", "like", "for")  # b as in boy, b like boy, b for boy
_FILLERS = {"space", "it's", "its", "is", "spelled", "spelt", "capital", "then", "and"}


def spelled(utterance: str, style: str, language: str = "en") -> str:
    """The word that an utterance spells: ``b o b`` -> bob, ``double t as in tango`` -> tt."""
    tokens = [token.text for token in read(utterance, language).tokens]
    signs: list[str] = []
    at, times = 0, 1
    while at < len(tokens):
        token = tokens[at]
        at += 1
        if token in _TIMES:
            times = _TIMES[token]
            continue
        sign = _sign(token, style)
        if sign is None:
            continue
        signs.append(sign * times)
        times = 1
        at = _after_likeness(tokens, at) if style == BY_WORD else at
    return "".join(signs)


def _sign(token: str, style: str) -> str | None:
    """What one word of the spelling stands for; None for a word that only carries it."""
    if token in _FILLERS or not re.search(r"\w", token):
        return None
    if token in _SIGNS:
        return _SIGNS[token]
    if len(token) == 1 or token.isdigit():
        return token
    # "Victor" alone stands for v; letter by letter, a whole word is just said in between.
    return token[0] if style == BY_WORD else token


def _after_likeness(tokens: list[str], at: int) -> int:
    """Past ``as in boy``, ``like boy`` or ``for boy``."""
    if at < len(tokens) - 1 and tokens[at] in _LIKE:
        at += 2 if tokens[at + 1 : at + 2] == ["in"] else 1
        return at + 1
    return at
