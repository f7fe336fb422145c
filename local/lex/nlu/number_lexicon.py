"""The shape of a language's number words."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field


def _whole(word: str) -> list[str]:
    return [word]


@dataclass(frozen=True)
class Lexicon:
    """``cardinals`` are phrases, their hyphens left out; the scales stand behind them."""

    cardinals: dict[str, int]
    hundred: frozenset[str] = frozenset()
    scales: dict[str, int] = field(default_factory=dict)
    bare_scales: frozenset[str] = frozenset()  # "mille" alone is a thousand; "thousand" is not
    joiners: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    # "un", "ein": a number alone, before what is counted and among digits, else an article.
    shy: frozenset[str] = frozenset()
    counted: frozenset[str] = frozenset()
    minus: frozenset[str] = frozenset()
    no_minus_behind: frozenset[str] = frozenset()  # nor behind a number: "tres menos diez"
    point: frozenset[str] = frozenset()
    tens_behind_point: bool = False  # "dos coma veinticinco"
    ordinals: dict[str, int] = field(default_factory=dict)
    ordinal_suffixes: frozenset[str] = frozenset()
    ordinal_mark: str = "rd"
    hyphens: bool = False  # "quatre-vingt-dix"
    accents: bool = True  # False: read without them, since customers leave them out
    repeats: dict[str, int] = field(default_factory=dict)  # "double two"
    letter_zeros: frozenset[str] = frozenset()  # "five oh one"
    and_cents: str = "and"  # a pattern: "twenty dollars and fifty"
    pieces: Callable[[str], list[str]] = _whole  # a compound as words of its own


def elided(word: str, known: Collection[str]) -> list[str]:
    """ "all'una" in two, where a known word stands behind the apostrophe."""
    before, apostrophe, behind = word.rpartition("'")
    return [before + apostrophe, behind] if before and behind in known else [word]
