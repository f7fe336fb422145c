"""Italian number words, without accents, as they are read."""

from local.lex.nlu.languages.tables import count

_TO_19 = count(
    "zero un|uno|una|un' due tre quattro cinque sei sette otto nove dieci undici dodici tredici "
    "quattordici quindici sedici diciassette diciotto diciannove"
)
_TENS = count("venti trenta quaranta cinquanta sessanta settanta ottanta novanta", 20, 10)
_VOWELS = "aeiou"


def _joined(before: str, behind: str) -> list[str]:
    """ "ventotto" and "ventiotto", "centottanta" and "centoottanta"."""
    clash = before[-1] in _VOWELS and behind[0] in "uo"
    return [before + behind, *([before[:-1] + behind] if clash else [])]


def _below_hundred() -> dict[str, int]:
    words = _TO_19 | _TENS
    for ten, tens in _TENS.items():
        for unit, ones in _TO_19.items():
            if 0 < ones < 10 and not unit.endswith("'"):  # noqa: PLR2004  the ones
                words |= dict.fromkeys([*_joined(ten, unit), f"{ten} {unit}"], tens + ones)
    return words


def _cardinals() -> dict[str, int]:
    below = _below_hundred()
    heads = {"cento": 100} | {
        f"{unit}{gap}cento": 100 * ones
        for unit, ones in _TO_19.items()
        for gap in ("", " ")
        if 1 < ones < 10  # noqa: PLR2004  the ones
    }
    joined = {
        word: hundreds + rest
        for head, hundreds in heads.items()
        for tail, rest in below.items()
        if rest and " " not in head + tail and not tail.endswith("'")
        for word in _joined(head, tail)
    }
    return below | heads | joined


CARDINALS = _cardinals()


def thousands(word: str) -> list[str]:
    """ "duemilatrecento" as due, mila, trecento; "milleduecento" as mille, duecento."""
    for scale in ("mille", "mila"):
        before, found, behind = word.partition(scale)
        known = (before in CARDINALS) if scale == "mila" else not before
        if found and known and (not behind or behind in CARDINALS):
            return [piece for piece in (before, scale, behind) if piece]
    return [word]
