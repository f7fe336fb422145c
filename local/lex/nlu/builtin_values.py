"""The built-in slot types other than dates and times."""

import re
from functools import lru_cache, partial

from local.lex.nlu.dates import find_dates
from local.lex.nlu.found import Finder, Found, Moment, matches, without_overlaps
from local.lex.nlu.number_words import HUNDRED, TEN
from local.lex.nlu.reading import Reading, normal_form, read
from local.lex.nlu.times import find_durations, find_times
from local.lex.nlu.yes_no_words import (
    MAYBE,
    NO,
    OPENINGS,
    POLITE,
    UNSURE,
    UNSURE_OPENINGS,
    YES,
)

MAX_ALPHANUMERIC = 30
MAX_MORE_WORDS = 3  # "yes pay it now"
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w])")
_CURRENCIES = {
    name: code
    for code, names in {
        "USD": "$|dollar|dollars|usd|buck|bucks|us dollars|dolar|dolares|dollaro|dollari|달러",
        "GBP": "£|pound|pounds|quid|gbp|libra|libras|livre|livres|pfund|sterlina|sterline|파운드",
        "EUR": "€|euro|euros|eur|유로",
        "JPY": "¥|yen|yenes|jpy|엔",
        "MXN": "peso|pesos|mxn",
        "CAD": "cad|canadian dollars",
        "INR": "rupees|₹|inr",
        "KRW": "won|₩|원|krw",
        "CHF": "francs|chf|franc|franken|franco|franchi|francos",
        "AUD": "aud|australian dollars",
    }.items()
    for name in names.split("|")
}
_SIGNS = "|".join(re.escape(name) for name in sorted(_CURRENCIES, key=len, reverse=True))
_CENT_WORDS = "centavos?|centimos?|centimes?|centesim[oi]|센트"
_CENTS_OF = dict.fromkeys(("es_ES", "fr_FR", "de_DE", "de_AT", "it_IT"), "EUR") | {"fr_CA": "CAD"}
_HOME_CURRENCY = {
    "en_US": "USD",
    "en_GB": "GBP",
    "es_US": "USD",
    "es_419": "USD",
    "fr_CA": "CAD",
    "ko_KR": "KRW",
}
_PERCENT = re.compile(
    r"(?<![\w.])(?P<n>-?\d+(?:\.\d+)?) ?"
    r"(?P<p>%|per ?(?:cento?|100)|por (?:ciento|100)|pour ?(?:cent|100)|prozent|퍼센트|프로)?"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SPOKEN_EMAIL = re.compile(
    r"(?P<user>\w+(?: (?:dot|\.|underscore|_|dash|-) \w+)*) at (?P<host>\w+(?: (?:dot|\.) \w+)+)",
    re.I,
)
_PHONE = re.compile(r"\+?\d[\d\s().-]{4,}\d")
_UK_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?) ?(\d[a-z]{2})\b", re.I)


def find_numbers(reading: Reading, moment: Moment) -> list[Found]:
    """Numbers; a run of single spoken digits is one number, an amount and its cents another."""
    amount = _amount_and_cents(reading)
    if amount:
        return [Found(0, len(reading.tokens), amount)]
    digits = _digit_run(reading)
    if digits and len(reading.tokens) > 1:
        return [Found(0, len(reading.tokens), str(int(digits)))]
    named, _ = _money_patterns(reading.lexicon.and_cents)
    with_cents = [one for pattern in named for one in matches(reading, pattern, _with_cents)]
    return with_cents or matches(reading, _NUMBER, lambda match: match.group())


def _with_cents(match: re.Match[str]) -> str | None:
    """ "125 dollars and 50 cents" is one number, 125.50."""
    groups = match.groupdict()
    if not groups.get("n") or not groups.get("c") or "." in groups["n"]:
        return None
    return f"{groups['n']}.{int(groups['c']):02d}"


def _amount_and_cents(reading: Reading) -> str | None:
    """ "A hundred and twenty five fifty" is 125.50: nobody counts on like that."""
    match reading.tokens:
        case [whole, *between, cents] if whole.number and cents.number:
            said = " ".join(token.text for token in between)
            joined = not said or (said == "con" and said in reading.lexicon.and_cents)
            plain = joined and whole.text.isdigit() and cents.text.isdigit()
            if plain and int(whole.text) >= HUNDRED and TEN <= int(cents.text) < HUNDRED:
                return f"{whole.text}.{cents.text}"
    return None


def _digit_run(reading: Reading) -> str | None:
    """The digits of an answer made of digits only; "double two" and "oh" are understood."""
    result = ""
    times = 1
    for token in reading.tokens:
        if token.text in reading.lexicon.repeats:
            times = reading.lexicon.repeats[token.text]
        elif token.text.isdigit() or token.text in reading.lexicon.letter_zeros:
            result += (token.text if token.text.isdigit() else "0") * times
            times = 1
        elif token.text not in {"-", ".", ",", " ", "(", ")"}:
            return None
    return result or None


@lru_cache(maxsize=16)
def _money_patterns(and_cents: str) -> tuple[list[re.Pattern[str]], list[re.Pattern[str]]]:
    """Amounts with their currency, and without; "and" stands before the cents."""
    cents = rf"(?:(?: (?:{and_cents}))? (?P<c>\d\d?)(?: (?:cents?|pence|p|{_CENT_WORDS}))?\b)?"
    amount = r"(?P<n>\d+(?:\.\d+)?)"
    named = [
        rf"(?P<u>{_SIGNS}) ?{amount}(?!\w)",
        rf"(?<![\w.]){amount} ?(?:(?:de|di) |d')?(?P<u>{_SIGNS})(?!\w){cents}",
        rf"(?<![\w.])(?P<c>\d\d?) (?P<u>cents?|pence|¢|{_CENT_WORDS})(?!\w)",
    ]
    bare = [rf"^{amount}(?:(?: (?:{and_cents}))? (?P<c>\d\d))?$"]
    if "con" in and_cents:  # in a sentence, "y" may count two things, "con" does not
        bare.append(r"(?<![\w.])(?P<n>\d+) con (?P<c>\d\d)(?![\w.])")
    return [re.compile(one) for one in named], [re.compile(one) for one in bare]


def find_currencies(reading: Reading, moment: Moment) -> list[Found]:
    """ "a hundred and twenty five fifty" and "$125.50" are ``USD 125.50``."""
    home = _HOME_CURRENCY.get(moment.locale, "EUR")
    amount = partial(_amount, cents=_CENTS_OF.get(moment.locale, "USD"))
    named, bare = _money_patterns(reading.lexicon.and_cents)
    found = [one for pattern in named for one in matches(reading, pattern, amount)]
    if not found:
        found = [
            one
            for pattern in bare
            for one in matches(reading, pattern, lambda match: _money(match, home))
        ]
    if not found:
        found = matches(reading, _NUMBER, lambda match: f"{home} {float(match.group()):.2f}")
        found = found if len(found) == 1 else []
    return without_overlaps(found)


def _amount(match: re.Match[str], cents: str) -> str | None:
    unit = match["u"]
    if unit in _CURRENCIES:
        return _money(match, _CURRENCIES[unit])
    return _money(match, "GBP" if unit == "pence" else cents)


def _money(match: re.Match[str], currency: str) -> str:
    groups = match.groupdict()
    amount = float(groups.get("n") or 0) + int(groups.get("c") or 0) / 100
    return f"{currency} {amount:.2f}"


def find_percentages(reading: Reading, moment: Moment) -> list[Found]:
    """ "25 percent" is ``25%``; without the word the bare number."""
    return matches(reading, _PERCENT, lambda match: match["n"] + ("%" if match["p"] else ""))


def find_emails(reading: Reading, moment: Moment) -> list[Found]:
    """Written and spoken ("jane dot doe at example dot com") addresses."""
    said = reading.utterance
    match = _EMAIL.search(said)
    if match:
        return [_where(reading, match.start(), match.end(), match.group().lower())]
    spoken = _SPOKEN_EMAIL.search(said)
    if not spoken:
        return []
    words = {"dot": ".", "underscore": "_", "dash": "-", "at": "@"}
    address = "".join(words.get(word.lower(), word.lower()) for word in spoken.group().split())
    return [_where(reading, spoken.start(), spoken.end(), address)]


def _where(reading: Reading, start: int, end: int, value: str) -> Found:
    touched = [
        i for i, token in enumerate(reading.tokens) if token.start < end and token.end > start
    ]
    return Found(touched[0], touched[-1] + 1, value) if touched else Found(0, 0, value)


def find_phones(reading: Reading, moment: Moment) -> list[Found]:
    """Digits only, a leading plus kept."""
    digits = _digit_run(reading)
    if digits and len(digits) >= 3:  # noqa: PLR2004  911 is the shortest
        plus = "+" if reading.utterance.strip().startswith("+") else ""
        return [Found(0, len(reading.tokens), plus + digits)]
    match = _PHONE.search(reading.utterance)
    if not match:
        return []
    plus = "+" if match.group().startswith("+") else ""
    return [_where(reading, match.start(), match.end(), plus + re.sub(r"\D", "", match.group()))]


def find_confirmations(reading: Reading, moment: Moment) -> list[Found]:
    """Yes, No, Maybe or Don't know, when the whole answer says so."""
    answer = confirmation(reading.utterance, moment.language)
    return [Found(0, len(reading.tokens), answer)] if answer else []


def confirmation(utterance: str, language: str) -> str | None:
    """Yes, No, Maybe, Don't know or None."""
    said = normal_form(utterance)
    trimmed = " ".join(_polite(language).sub(" ", said).split()) or said
    for answer, phrases in (("Don't know", UNSURE), ("Maybe", MAYBE), ("No", NO), ("Yes", YES)):
        known = _known(phrases, language)
        if said in known or trimmed in known:
            return answer
    return _opening(said, language)


def _opening(said: str, language: str) -> str | None:
    unsure = _normal(UNSURE_OPENINGS.get(language, ""))
    if any(said.startswith(f"{phrase} ") for phrase in unsure if phrase):
        return "Don't know"
    first, _, rest = said.partition(" ")
    other = _known(YES, language) | _known(NO, language)
    if rest not in other and len(rest.split()) > MAX_MORE_WORDS:
        return None
    for answer, openings in OPENINGS.get(language, {}).items():
        if first in _normal(openings):
            return answer
    return None


def _known(table: dict[str, str], language: str) -> frozenset[str]:
    return _normal(table.get(language, table["en"]))


@lru_cache(maxsize=64)
def _normal(listed: str) -> frozenset[str]:
    return frozenset(normal_form(phrase) for phrase in listed.split("|"))


@lru_cache(maxsize=16)
def _polite(language: str) -> re.Pattern[str]:
    listed = _normal(POLITE.get(language, POLITE["en"]))
    return re.compile(rf"\b(?:{'|'.join(sorted(listed, key=len, reverse=True))})\b")


def find_alphanumerics(reading: Reading, moment: Moment) -> list[Found]:
    """A whole answer of letters and digits, spoken digits and letters run together."""
    digits = _digit_run(reading)
    if digits:
        return [Found(0, len(reading.tokens), digits)]
    if len(reading.tokens) == 1 and reading.tokens[0].text == reading.utterance.strip().lower():
        return [Found(0, 1, reading.utterance.strip(), certain=reading.tokens[0].number)]
    run = re.sub(r"[\s.,-]", "", reading.utterance)
    mixed = bool(re.search(r"\d", run))
    short = all(len(token.text) == 1 for token in reading.tokens)
    if run.isalnum() and len(run) <= MAX_ALPHANUMERIC:
        return [Found(0, len(reading.tokens), run, certain=mixed or short)]
    words = [i for i, token in enumerate(reading.tokens) if any(c.isdigit() for c in token.text)]
    return [Found(i, i + 1, reading.original(i, i + 1)) for i in words[:1]]


def find_postcodes(reading: Reading, moment: Moment) -> list[Found]:
    """UK postal codes, in capitals with their gap."""
    match = _UK_POSTCODE.search(reading.utterance)
    if not match:
        return []
    return [_where(reading, *match.span(), f"{match[1]} {match[2]}".upper())]


def find_free_form(reading: Reading, moment: Moment) -> list[Found]:
    """The whole utterance."""
    return [Found(0, len(reading.tokens), reading.utterance)]


FINDERS: dict[str, Finder] = {
    "AMAZON.Number": find_numbers,
    "AMAZON.Date": find_dates,
    "AMAZON.Time": find_times,
    "AMAZON.Duration": find_durations,
    "AMAZON.PhoneNumber": find_phones,
    "AMAZON.EmailAddress": find_emails,
    "AMAZON.AlphaNumeric": find_alphanumerics,
    "AMAZON.UKPostalCode": find_postcodes,
    "AMAZON.Percentage": find_percentages,
    "AMAZON.Currency": find_currencies,
    "AMAZON.Confirmation": find_confirmations,
    "AMAZON.FreeFormInput": find_free_form,
}


def spoken_characters(utterance: str, locale: str) -> str:
    """The utterance as characters run together: digits of spoken numbers, letters of words."""
    reading = read(utterance, locale)
    return _digit_run(reading) or "".join(
        token.text if token.number else reading.original(i, i + 1)
        for i, token in enumerate(reading.tokens)
        if token.text.isalnum()
    )
