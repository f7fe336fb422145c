"""Many short texts as few long ones, and back: a service that is asked by the document is asked
less often, and tells more of a text that it sees in its context.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from omnilex.domain.sentiment import pieces

BETWEEN = "\n"


class Part(NamedTuple):
    """A text, or a piece of one, in a passage: all begins count characters."""

    begin: int
    text: int
    begin_in_text: int
    length: int


class Place(NamedTuple):
    text: int
    begin: int
    end: int


class Passage:
    def __init__(self) -> None:
        self._parts: list[Part] = []
        self._texts: list[str] = []
        self._length = 0
        self.size_bytes = 0

    @property
    def text(self) -> str:
        return BETWEEN.join(self._texts)

    def add(self, text: int, begin_in_text: int, piece: str) -> None:
        self._parts.append(Part(self._length, text, begin_in_text, len(piece)))
        self._texts.append(piece)
        self._length += len(piece) + len(BETWEEN)
        self.size_bytes += len(piece.encode()) + len(BETWEEN)

    def place(self, begin: int, end: int) -> Place | None:
        """Of characters of the passage; None where they are of two texts."""
        part = self._parts[bisect_right(self._parts, begin, key=lambda one: one.begin) - 1]
        if end > part.begin + part.length or begin >= end:
            return None
        shift = part.begin_in_text - part.begin
        return Place(part.text, begin + shift, end + shift)


def passages(texts: Sequence[str], most_bytes: int) -> list[Passage]:
    """Each of at most ``most_bytes``; a longer text is cut between words."""
    made: list[Passage] = []
    for index, text in enumerate(texts):
        begin = 0
        for piece in pieces(text, most_bytes):
            size_bytes = len(piece.encode())
            if not made or made[-1].size_bytes + size_bytes > most_bytes:
                made.append(Passage())
            made[-1].add(index, begin, piece)
            begin += len(piece)
    return made
