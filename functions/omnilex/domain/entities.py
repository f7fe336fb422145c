"""Entities and key phrases of turns, and of the whole contact."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from omnilex.domain.contact import Entity, EntityMention, KeyPhrase, Turn
from omnilex.domain.phrases import PhraseFinder, longest

MOST_PHRASES = 50
LEAST_LETTERS = 3
LISTED = 1.0  # how sure a list is of what it names
_BEGINNING = re.compile(
    r"^(?:(?:the|an?|my|your|our|his|her|their|this|that|these|those|some|any|all|"
    r"el|la|los|las|un|una|mi|su|le|les|une?)\s+)+",
    re.IGNORECASE,
)


class EntityList:
    """Items and what they are, as an administrator lists them in a file."""

    def __init__(self, types: Iterable[tuple[str, str]]) -> None:
        self._finder = PhraseFinder(types)

    def entities(self, text: str) -> list[Entity]:
        """Found on word boundaries, whatever the case; the longest where two overlap."""
        return [
            Entity(
                text=text[found.begin : found.end],
                type=found.value,
                score=LISTED,
                begin_offset=found.begin,
                end_offset=found.end,
            )
            for found in longest(self._finder.find(text))
        ]


def together(first: Sequence[Entity], others: Sequence[Entity], threshold: float) -> list[Entity]:
    """Those that are sure enough; where two overlap, the one of the ``first``."""
    kept: list[Entity] = []
    for one in (*first, *others):
        if one.score >= threshold and not any(_overlap(one, other) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.begin_offset)


def mentions(turns: Sequence[Turn]) -> tuple[EntityMention, ...]:
    """Each thing once, however it is written, the most often named first."""
    spellings: dict[tuple[str, str], Counter[str]] = {}
    places: dict[tuple[str, str], list[int]] = {}
    for turn in turns:
        for entity in turn.entities:
            key = (entity.type, entity.text.casefold())
            spellings.setdefault(key, Counter())[entity.text] += 1
            places.setdefault(key, []).append(turn.index)
    listed = [
        EntityMention(
            type=key[0],
            text=spelled.most_common(1)[0][0],
            count=spelled.total(),
            turns=tuple(dict.fromkeys(places[key])),
        )
        for key, spelled in spellings.items()
    ]
    return tuple(sorted(listed, key=lambda one: (-one.count, one.turns[0])))


def key_phrases(found: Sequence[Sequence[str]]) -> tuple[KeyPhrase, ...]:
    """Of each turn's phrases, without articles: the most often said first, then the longer ones."""
    counts: Counter[str] = Counter()
    places: dict[str, list[int]] = {}
    for turn, phrases in enumerate(found):
        for phrase in phrases:
            bare = _BEGINNING.sub("", phrase.strip()).casefold()
            if len(bare) < LEAST_LETTERS or bare.isdigit():
                continue
            counts[bare] += 1
            places.setdefault(bare, []).append(turn)
    ranked = sorted(counts.items(), key=lambda one: (-one[1], -len(one[0].split()), one[0]))
    return tuple(
        KeyPhrase(text=text, count=count, turns=tuple(dict.fromkeys(places[text])))
        for text, count in ranked[:MOST_PHRASES]
    )


def _overlap(one: Entity, other: Entity) -> bool:
    return one.begin_offset < other.end_offset and other.begin_offset < one.end_offset
