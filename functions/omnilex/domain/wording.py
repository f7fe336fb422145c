"""What is said to customers, in each language the bot speaks."""

import string
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Language(StrEnum):
    ENGLISH = "en"
    SPANISH = "es"

    @classmethod
    def of_locale(cls, locale_id: str) -> "Language":
        """``es_US`` -> SPANISH; a locale that the bot does not have is English."""
        prefix = locale_id.partition("_")[0]
        return cls(prefix) if prefix in set(cls) else cls.ENGLISH


Said = Callable[[Language], str]


@dataclass(frozen=True)
class Phrase:
    """The same words in both languages, with the same ``{names}`` to be filled in.

    Called with a language, and a text or another ``Said`` for each name, it gives the words.
    """

    en: str
    es: str

    def __post_init__(self) -> None:
        if _names(self.en) != _names(self.es):
            raise ValueError(f"{self.en!r} and {self.es!r} do not have the same names.")

    def __call__(self, language: Language, **values: "str | Said") -> str:
        said = {
            name: value if isinstance(value, str) else value(language)
            for name, value in values.items()
        }
        words = self.es if language is Language.SPANISH else self.en
        return words.format(**said)

    def of(self, **values: "str | Said") -> Said:
        """The phrase with its names filled in, for whichever language is asked for."""
        return lambda language: self(language, **values)


def _names(words: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


class ExplainedError(ValueError):
    """What cannot be done, in words for the customer."""

    def __init__(self, why: Said) -> None:
        super().__init__(why(Language.ENGLISH))
        self.why = why


_MONTHS_ES = [
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
]


def day(on: date) -> Said:
    """``December 1``, ``1 de diciembre``."""
    spanish = f"{on.day} de {_MONTHS_ES[on.month - 1]}"
    return Phrase(en=f"{on:%B} {on.day}", es=spanish)


_AND = Phrase(en="{most} and {last}", es="{most} y {last}")
_OR = Phrase(en="{most} or {last}", es="{most} o {last}")


def all_of(parts: Sequence[Said]) -> Said:
    """``one, two and three``."""
    return lambda language: _joined(parts, _AND, language)


def any_of(parts: Sequence[Said]) -> Said:
    """``one, two or three``."""
    return lambda language: _joined(parts, _OR, language)


def _joined(parts: Sequence[Said], ending: Phrase, language: Language) -> str:
    *most, last = [part(language) for part in parts]
    return ending(language, most=", ".join(most), last=last) if most else last


def sentences(parts: Sequence[Said | None]) -> Said:
    """One after the other; None says nothing."""
    return lambda language: " ".join(part(language) for part in parts if part)
