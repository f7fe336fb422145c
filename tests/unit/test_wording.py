import importlib
import pkgutil
from collections.abc import Iterator
from datetime import date

import pytest

import omnilex.domain
from omnilex.domain.wording import Language, Phrase, all_of, any_of, day, sentences

EN, ES = Language.ENGLISH, Language.SPANISH
ONE, TWO, THREE = (Phrase(en=en, es=es) for en, es in (("one", "uno"), ("two", "dos"), ("3", "3")))


def every_phrase() -> Iterator[tuple[str, Phrase]]:
    for module in pkgutil.iter_modules(omnilex.domain.__path__):
        found = importlib.import_module(f"omnilex.domain.{module.name}")
        for name, value in vars(found).items():
            if isinstance(value, Phrase):
                yield f"{module.name}.{name}", value


def test_a_phrase_speaks_the_language_asked_for():
    hello = Phrase(en="Hello, {name}.", es="Hola, {name}.")

    assert (hello(EN, name="Ana"), hello(ES, name="Ana")) == ("Hello, Ana.", "Hola, Ana.")


def test_what_fills_a_phrase_is_said_in_its_language():
    pay = Phrase(en="Pay {what}.", es="Pague {what}.")

    assert pay.of(what=all_of([ONE, TWO]))(ES) == "Pague uno y dos."


def test_braces_in_what_a_customer_said_are_only_words():
    assert Phrase(en="No {named}.", es="Sin {named}.")(EN, named="{0}{x}") == "No {0}{x}."


def test_the_languages_of_a_phrase_name_the_same():
    with pytest.raises(ValueError, match="do not have the same names"):
        Phrase(en="{one}", es="{two}")


def test_lists_read_as_people_write_them():
    assert any_of([ONE])(EN) == "one"
    assert any_of([ONE, TWO, THREE])(EN) == "one, two or 3"
    assert all_of([ONE, TWO, THREE])(ES) == "uno, dos y 3"


def test_days_are_written_as_each_language_does():
    assert (day(date(2026, 12, 1))(EN), day(date(2026, 12, 1))(ES)) == (
        "December 1",
        "1 de diciembre",
    )


def test_what_is_not_said_leaves_no_gap():
    assert sentences([ONE, None, TWO])(EN) == "one two"


@pytest.mark.parametrize(
    ("locale", "language"), [("es_US", ES), ("es_ES", ES), ("en_US", EN), ("fr_FR", EN), ("", EN)]
)
def test_a_locale_has_a_language(locale: str, language: Language):
    assert Language.of_locale(locale) is language


@pytest.mark.parametrize(("name", "phrase"), list(every_phrase()))
def test_every_phrase_is_translated(name: str, phrase: Phrase):
    assert phrase.en.strip()
    assert phrase.es.strip()
    assert phrase.en != phrase.es or phrase.en.startswith("{"), name
