"""The number words of each language."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Lexicon:
    cardinals: Callable[[], dict[str, int]]
    hundred: frozenset[str] = frozenset()
    scales: dict[str, int] = field(default_factory=dict)
    joiners: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    minus: frozenset[str] = frozenset()
    point: frozenset[str] = frozenset()
    ordinals: dict[str, int] = field(default_factory=dict)
    ordinal_suffixes: frozenset[str] = frozenset()
    ordinal_mark: str = "rd"
    bare_scales: bool = False  # "mille" alone is a thousand; "thousand" alone is not
    joins_tens: bool = False  # "treinta y uno"


def _count(words: str, start: int = 0, step: int = 1) -> dict[str, int]:
    return {word: start + step * place for place, word in enumerate(words.split())}


_EN_ORDINALS = {
    **_count(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
        1,
    ),
    "thirtieth": 30,
}


def _english() -> dict[str, int]:
    words = _count(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen"
    )
    words |= _count("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
    return words | {"fourty": 40}


LEXICONS: dict[str, Lexicon] = {
    "en": Lexicon(
        _english,
        hundred=frozenset({"hundred"}),
        scales={"thousand": 1000, "k": 1000, "grand": 1000, "million": 10**6, "billion": 10**9},
        joiners=frozenset({"and"}),
        articles=frozenset({"a"}),
        minus=frozenset({"minus", "negative"}),
        point=frozenset({"point"}),
        ordinals=_EN_ORDINALS,
        ordinal_suffixes=frozenset({"st", "nd", "rd", "th"}),
    ),
}
