"""The sentences of turns."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from omnilex.domain.contact import Turn

# A full stop within a number, an address or before a small letter ends nothing.
_END = r".!?\u3002\uff01\uff1f"  # and their wide forms
_SENTENCE = re.compile(rf"[^{_END}\n]+(?:(?:[.!?](?=\w)|\.(?= [a-z]))[^{_END}\n]*)*[{_END}]*")


class Sentence(NamedTuple):
    """``begin`` counts characters of the turn's text."""

    turn: int
    begin: int
    text: str


def sentences_of(turns: Sequence[Turn]) -> Iterator[Sentence]:
    for turn in turns:
        for match in _SENTENCE.finditer(turn.text):
            text = match[0].strip()
            if text:
                yield Sentence(turn.index, match.start(), text)


def sentence_at(turn: Turn, offset: int) -> str:
    """The sentence that the character is in."""
    said = [one for one in sentences_of([turn]) if one.begin <= offset]
    return said[-1].text if said else turn.text
