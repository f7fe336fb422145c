"""The languages whose numbers, dates and times are read in words."""

from dataclasses import dataclass

from local.lex.nlu.date_words import DateWords
from local.lex.nlu.languages import english, french, german, italian, korean, spanish
from local.lex.nlu.languages.korean_numbers import KoreanNumbers
from local.lex.nlu.number_words import NumberWords
from local.lex.nlu.time_words import TimeWords


@dataclass(frozen=True)
class Language:
    numbers: NumberWords
    dates: DateWords
    times: TimeWords


_LANGUAGES = {
    "en": Language(NumberWords(english.NUMBERS), english.DATES, english.TIMES),
    "de": Language(NumberWords(german.NUMBERS), german.DATES, german.TIMES),
    "es": Language(NumberWords(spanish.NUMBERS), spanish.DATES, spanish.TIMES),
    "fr": Language(NumberWords(french.NUMBERS), french.DATES, french.TIMES),
    "it": Language(NumberWords(italian.NUMBERS), italian.DATES, italian.TIMES),
    "ko": Language(KoreanNumbers(korean.NUMBERS), korean.DATES, korean.TIMES),
}
_COMMA_LANGUAGES = frozenset({"fr", "de", "it"})


def language_of(locale: str) -> Language:
    """The language of a locale (``es_US``, or ``es`` alone); English where it is not known."""
    return _LANGUAGES.get(locale.partition("_")[0], _LANGUAGES["en"])


def has_decimal_comma(locale: str) -> bool:
    """Whether a locale writes 1.234,56; es_US and es_419 write 1,234.56."""
    return locale == "es_ES" or locale.partition("_")[0] in _COMMA_LANGUAGES
