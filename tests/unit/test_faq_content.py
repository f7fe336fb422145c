"""What the bank answers to frequent questions: complete, speakable, and true of its products."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from omnilex.domain.demo_bank import PLANS
from omnilex.domain.verification import CALL_US

ROOT = Path(__file__).parents[2]
LANGUAGES = ("en_US", "es_US")
PARAPHRASES_AT_LEAST = {"en_US": 2, "es_US": 1}
OFF_TOPIC = {"en_US": 80, "es_US": 40}
NOT_SPEAKABLE = re.compile(r"https?:|www\.|[*_#`<>|\[\]()$%&/\\\n]")


def rows(path: str) -> list[list[str]]:
    with (ROOT / path).open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file, strict=True))


def faq(language: str) -> list[list[str]]:
    return rows(f"functions/omnilex/faq/{language}.csv")


def examples(name: str, columns: list[str]) -> list[list[str]]:
    header, *data = rows(f"tests/data/faq/{name}.csv")
    assert header == columns
    return data


def paraphrases() -> list[list[str]]:
    return examples("paraphrases", ["language", "question", "source"])


def off_topic() -> list[list[str]]:
    return examples("off_topic", ["language", "question"])


def plain(question: str) -> str:
    """The words alone: what differs in case or punctuation is one question."""
    return " ".join(re.findall(r"\w+", question.lower()))


def twice(questions: list[str]) -> list[str]:
    return [asked for asked, times in Counter(map(plain, questions)).items() if times > 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_row_is_a_question_an_answer_and_an_address(language: str):
    entries = faq(language)

    assert 90 <= len(entries) <= 110
    for row in entries:
        assert len(row) == 3, row
        question, answer, source = row
        assert all(cell and cell == cell.strip() for cell in row), row
        assert question.endswith("?"), question
        assert answer.endswith("."), answer
        assert re.fullmatch(r"https://www\.example\.com/help/[a-z]+(-[a-z]+)*", source), source


def test_spanish_has_the_questions_of_english_in_their_order():
    assert [row[2] for row in faq("es_US")] == [row[2] for row in faq("en_US")]
    assert all(row[0].startswith("¿") for row in faq("es_US"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_question_answer_or_address_stands_twice(language: str):
    for column in zip(*faq(language), strict=True):
        assert twice(list(column)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_is_short_and_can_be_spoken(language: str):
    for _, answer, _ in faq(language):
        assert len(answer) <= 300, answer
        assert 1 <= len(re.findall(r"[.?!](?=\s|$)", answer)) <= 3, answer
        assert not NOT_SPEAKABLE.search(answer), answer


@pytest.mark.parametrize("language", LANGUAGES)
def test_rates_are_those_of_the_plans(language: str):
    said = {rate for _, answer, _ in faq(language) for rate in re.findall(r"\b\d+\.\d\d\b", answer)}

    offered = {f"{plan.rate_basis_points / 100:.2f}" for plan in PLANS if plan.rate_basis_points}
    assert said == offered


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_telephone_number_is_the_banks(language: str):
    said = {
        number for _, answer, _ in faq(language) for number in re.findall(r"1-\d[\d-]+\d", answer)
    }

    assert said == {CALL_US}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_is_paraphrased(language: str):
    asked = [row for row in paraphrases() if row[0] == language]
    sources = {source for _, _, source in faq(language)}

    counts = Counter(source for _, _, source in asked)
    assert set(counts) == sources
    assert min(counts.values()) >= PARAPHRASES_AT_LEAST[language]
    assert twice([*(row[1] for row in asked), *(row[0] for row in faq(language))]) == []


def test_test_questions_are_of_a_language_that_is_answered():
    assert {row[0] for row in paraphrases()} == set(LANGUAGES)
    assert Counter(row[0] for row in off_topic()) == OFF_TOPIC


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_off_topic_is_no_question_of_the_faq(language: str):
    others = [row[1] for row in off_topic() if row[0] == language]
    answerable = [row[0] for row in faq(language)]
    answerable += [row[1] for row in paraphrases() if row[0] == language]

    assert all(plain(question) for question in others)
    assert twice(others) == []
    assert not {*map(plain, others)} & {*map(plain, answerable)}
