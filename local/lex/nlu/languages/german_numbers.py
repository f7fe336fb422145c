"""German number words; umlauts as u and o, as they are read, or as ue and oe."""

from local.lex.nlu.languages.tables import count

_ONES = count("ein zwei|zwo drei vier fünf sechs sieben acht neun", 1)
_TEENS = count("zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn", 10)
_TENS = count("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig", 20, 10)
_STEMS = count(
    "erst zweit dritt viert fünft sechst siebt|siebent acht neunt zehnt elft zwölft dreizehnt "
    "vierzehnt fünfzehnt sechzehnt siebzehnt achtzehnt neunzehnt zwanzigst",
    1,
)


def _compounds() -> dict[str, int]:
    """ "dreiundzwanzig", and in three words."""
    return {
        f"{one}{gap}und{gap}{ten}": ones + tens
        for ten, tens in _TENS.items()
        for one, ones in _ONES.items()
        for gap in ("", " ")
    }


def _below_hundred() -> dict[str, int]:
    return {"null": 0, "eins": 1} | _ONES | _TEENS | _TENS | _compounds()


def _hundreds(below: dict[str, int]) -> dict[str, int]:
    """ "hundert", "zweihundertdrei", "neunzehnhundert"; what stands apart is added up."""
    heads = {"hundert": 100} | {f"{teen}hundert": 100 * n for teen, n in _TEENS.items()}
    heads |= {f"{one}{gap}hundert": 100 * n for one, n in _ONES.items() for gap in ("", " ")}
    joined = {
        head + link + tail: hundreds + rest
        for head, hundreds in heads.items()
        for tail, rest in below.items()
        for link in ("", "und")
        if rest and " " not in head + tail
    }
    return heads | joined


def _spellings(words: dict[str, int]) -> dict[str, int]:
    result = dict(words)
    for written, read in (("ß", "ss"), ("ü", "ue"), ("ö", "oe"), ("ü", "u"), ("ö", "o")):
        result |= {word.replace(written, read): number for word, number in result.items()}
    return result


def cardinals() -> dict[str, int]:
    """Below a thousand, and the hundreds of a year."""
    below = _below_hundred()
    return _spellings(below | _hundreds(below)) | dict.fromkeys(
        ("eine", "einen", "einem", "einer"), 1
    )


def ordinals() -> dict[str, int]:
    """ "ersten" to "einunddreißigsten", in every case."""
    stems = _STEMS | {
        f"{one}und{ten}st": ones + tens
        for ten, tens in _TENS.items()
        for one, ones in _ONES.items()
        if tens < 40  # noqa: PLR2004  a month's days
    }
    stems |= {"dreißigst": 30}
    forms = {stem + end: day for stem, day in stems.items() for end in ("e", "en", "er", "es")}
    return _spellings(forms)


_CARDINALS = cardinals()


def thousands(word: str) -> list[str]:
    """ "eintausendzweihundertfünf" as ein, tausend, zweihundertfünf."""
    before, scale, behind = word.partition("tausend")
    if not scale or (before and before not in _CARDINALS):
        return [word]
    joined = behind.startswith("und") and behind.removeprefix("und") in _CARDINALS
    link, rest = ("und", behind.removeprefix("und")) if joined else ("", behind)
    if rest and rest not in _CARDINALS:
        return [word]
    return [piece for piece in (before, scale, link, rest) if piece]
