"""The built-in slot types other than dates and times."""

import re

from local.lex.nlu.dates import find_dates
from local.lex.nlu.found import Finder, Found, Moment, matches, without_overlaps
from local.lex.nlu.number_words import HUNDRED, TEN
from local.lex.nlu.reading import Reading, normal_form, read
from local.lex.nlu.times import find_durations, find_times

MAX_ALPHANUMERIC = 30
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w])")
_CURRENCIES = {
    "$": "USD",
    "dollar": "USD",
    "dollars": "USD",
    "usd": "USD",
    "buck": "USD",
    "bucks": "USD",
    "us dollars": "USD",
    "£": "GBP",
    "pound": "GBP",
    "pounds": "GBP",
    "quid": "GBP",
    "gbp": "GBP",
    "€": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "eur": "EUR",
    "¥": "JPY",
    "yen": "JPY",
    "jpy": "JPY",
    "cad": "CAD",
    "canadian dollars": "CAD",
    "rupees": "INR",
    "₹": "INR",
    "inr": "INR",
    "won": "KRW",
    "₩": "KRW",
    "원": "KRW",
    "krw": "KRW",
    "francs": "CHF",
    "chf": "CHF",
    "aud": "AUD",
    "australian dollars": "AUD",
}
_SIGNS = "|".join(re.escape(name) for name in sorted(_CURRENCIES, key=len, reverse=True))
_CENTS = r"(?:(?: and)? (?P<c>\d\d?)(?: (?:cents?|pence|p|céntimos|centimes|cent))?\b)?"
_MONEY = [
    re.compile(rf"(?P<u>{_SIGNS}) ?(?P<n>\d+(?:\.\d+)?)(?!\w)"),
    re.compile(rf"(?<![\w.])(?P<n>\d+(?:\.\d+)?) ?(?P<u>{_SIGNS})(?!\w){_CENTS}"),
    re.compile(r"(?<![\w.])(?P<c>\d\d?) (?P<u>cents?|pence|¢)(?!\w)"),
]
_BARE_MONEY = re.compile(r"^(?P<n>\d+(?:\.\d+)?)(?:(?: and)? (?P<c>\d\d))?$")
_HOME_CURRENCY = {"en_US": "USD", "en_GB": "GBP", "es_US": "USD", "ko_KR": "KRW"}
_PERCENT = re.compile(
    r"(?<![\w.])(?P<n>-?\d+(?:\.\d+)?) ?"
    r"(?P<p>%|per ?cent|por ciento|pour cent|prozent|per cento|퍼센트)?"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SPOKEN_EMAIL = re.compile(
    r"(?P<user>\w+(?: (?:dot|\.|underscore|_|dash|-) \w+)*) at (?P<host>\w+(?: (?:dot|\.) \w+)+)",
    re.I,
)
_PHONE = re.compile(r"\+?\d[\d\s().-]{4,}\d")
_YES = {
    "en": "yes|y|yeah|yep|yup|sure|ok|okay|correct|right|that is right|thats right|thats correct|"
    "that is correct|absolutely|definitely|of course|please do|go ahead|do it|confirm|confirmed|"
    "sounds good|affirmative|exactly|fine|alright|i do|yes i do|i am|yes it is|it is|sure thing|"
    "looks good|perfect|great|that works|by all means|yes sir|uh huh|aye|i agree|send it|pay it",
    "es": "sí|si|claro|correcto|vale|de acuerdo|por supuesto|exacto|está bien|adelante|ok",
    "fr": "oui|ouais|bien sûr|d'accord|exact|exactement|c'est ça|volontiers|correct|ok",
    "de": "ja|jawohl|klar|sicher|genau|richtig|gerne|natürlich|stimmt|in ordnung|ok",
    "it": "sì|si|certo|va bene|esatto|corretto|d'accordo|certamente|ok|perfetto",
    "ko": "네|예|응|맞아요|맞습니다|좋아요|그래요|물론이죠|그럼요|맞아|좋아|네 맞아요",
}
_NO = {
    "en": "no|n|nope|nah|no way|not at all|incorrect|wrong|thats wrong|that is wrong|negative|"
    "never|dont|do not|i dont|i do not|not really|no thanks|no thank you|that is not right|"
    "thats not right|not correct|thats not correct|please dont|absolutely not|not now|not yet|"
    "id rather not|definitely not|cancel that|cancel|stop|forget it|never mind|i changed my mind",
    "es": "no|para nada|incorrecto|no gracias|de ninguna manera|nunca|cancelar",
    "fr": "non|pas du tout|incorrect|non merci|jamais|annuler",
    "de": "nein|nee|nö|falsch|auf keinen fall|nein danke|niemals|abbrechen",
    "it": "no|per niente|sbagliato|no grazie|assolutamente no|mai|annulla",
    "ko": "아니요|아니오|아니|아뇨|틀려요|싫어요|아닙니다|취소",
}
_MAYBE = {"en": "maybe|perhaps|possibly|might be|i guess|could be"}
_UNSURE = {"en": "dont know|i dont know|not sure|im not sure|no idea|i have no idea|unsure|idk"}
_POLITE = {
    "please",
    "thanks",
    "thank",
    "you",
    "it",
    "is",
    "then",
    "so",
    "well",
    "uh",
    "um",
    "oh",
    "sir",
}
_UK_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?) ?(\d[a-z]{2})\b", re.I)


def find_numbers(reading: Reading, moment: Moment) -> list[Found]:
    """Numbers; a run of single spoken digits is one number, an amount and its cents another."""
    amount = _amount_and_cents(reading)
    if amount:
        return [Found(0, len(reading.tokens), amount)]
    digits = _digit_run(reading)
    if digits and len(reading.tokens) > 1:
        return [Found(0, len(reading.tokens), str(int(digits)))]
    return matches(reading, _NUMBER, lambda match: match.group())


def _amount_and_cents(reading: Reading) -> str | None:
    """ "A hundred and twenty five fifty" is 125.50: nobody counts on like that."""
    match reading.tokens:
        case [whole, cents] if whole.number and cents.number:
            plain = whole.text.isdigit() and cents.text.isdigit()
            if plain and int(whole.text) >= HUNDRED and TEN <= int(cents.text) < HUNDRED:
                return f"{whole.text}.{cents.text}"
    return None


def _digit_run(reading: Reading) -> str | None:
    """The digits of an answer made of digits only; "double two" and "oh" are understood."""
    result = ""
    times = 1
    for token in reading.tokens:
        if token.text in {"double", "triple"}:
            times = 2 if token.text == "double" else 3
        elif token.text.isdigit() or token.text in {"oh", "o"}:
            result += (token.text if token.text.isdigit() else "0") * times
            times = 1
        elif token.text not in {"-", ".", ",", " ", "(", ")"}:
            return None
    return result or None


def find_currencies(reading: Reading, moment: Moment) -> list[Found]:
    """ "a hundred and twenty five fifty" and "$125.50" are ``USD 125.50``."""
    home = _HOME_CURRENCY.get(moment.locale, "EUR")
    found = [one for pattern in _MONEY for one in matches(reading, pattern, _amount)]
    if not found:
        found = matches(reading, _BARE_MONEY, lambda match: _money(match, home))
    if not found:
        found = matches(reading, _NUMBER, lambda match: f"{home} {float(match.group()):.2f}")
        found = found if len(found) == 1 else []
    return without_overlaps(found)


def _amount(match: re.Match[str]) -> str | None:
    unit = match["u"]
    cents_only = unit.startswith("cent") or unit in {"pence", "¢"}
    return _money(match, "GBP" if unit == "pence" else "USD" if cents_only else _CURRENCIES[unit])


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
    trimmed = " ".join(word for word in said.split() if word not in _POLITE) or said
    for answer, phrases in (("Don't know", _UNSURE), ("Maybe", _MAYBE), ("No", _NO), ("Yes", _YES)):
        known = _phrases(phrases, language)
        if said in known or trimmed in known:
            return answer
    first = said.partition(" ")[0]
    rest = said.partition(" ")[2]
    opens = {"en": {"yes": "Yes", "yeah": "Yes", "yep": "Yes", "no": "No", "nope": "No"}}
    opening = opens.get(language, {}).get(first)
    other = _phrases(_YES, language) | _phrases(_NO, language)
    if opening and (rest in other or len(rest.split()) <= 3):  # noqa: PLR2004  "yes pay it now"
        return opening
    return None


def _phrases(table: dict[str, str], language: str) -> set[str]:
    return {normal_form(phrase) for phrase in table.get(language, table["en"]).split("|")}


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


def spoken_characters(utterance: str, language: str) -> str:
    """The utterance as characters run together: digits of spoken numbers, letters of words."""
    reading = read(utterance, language)
    return _digit_run(reading) or "".join(
        token.text if token.number else reading.original(i, i + 1)
        for i, token in enumerate(reading.tokens)
        if token.text.isalnum()
    )
