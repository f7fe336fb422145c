import pytest

from omnilex.domain.messaging import asks_to_unlink, chosen, gives_pin, language_of, switched_to
from omnilex.domain.wording import Language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("hola", Language.SPANISH),
        ("quiero pagar mi hipoteca", Language.SPANISH),
        ("¿Cuál es mi saldo?", Language.SPANISH),
        ("hello", Language.ENGLISH),
        ("pay 50 to my mortgage", Language.ENGLISH),
        ("I live on Calle Mi Casa in a big city", Language.ENGLISH),
    ],
)
def test_the_first_message_tells_the_language(text: str, language: Language):
    assert language_of(text) is language


def test_a_language_is_switched_by_its_name_alone():
    assert switched_to(" Español! ") is Language.SPANISH
    assert switched_to("English.") is Language.ENGLISH
    assert switched_to("do you speak english") is None


def test_a_number_chooses_and_an_amount_does_not():
    choices = ("mortgage", "car loan")

    assert [chosen(text, choices) for text in ("1", " 2. ", "2)")] == [
        "mortgage",
        "car loan",
        "car loan",
    ]
    assert [chosen(text, choices) for text in ("0", "3", "1500", "one", "")] == [
        *("0", "3", "1500", "one", "")
    ]


def test_a_pin_is_known_by_its_four_digits():
    assert gives_pin("4821") and gives_pin("my pin is 4821")
    assert not gives_pin("416 555 0142") and not gives_pin("pay 50")


def test_unlinking_is_asked_for_in_either_language():
    assert asks_to_unlink("Unlink") and asks_to_unlink("desvincular")
    assert not asks_to_unlink("how do I unlink")
