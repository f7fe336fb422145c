"""The search for frequent questions, with its real encoder, on questions it was not made with."""

import csv
import json
from pathlib import Path

import encode_faq
import numpy as np
import pytest
import search_faq
from encoded_wordings import EncodedWordings, write
from moto import mock_aws
from search_faq import FaqIndex

from omnilex.adapters import faq_files
from omnilex.adapters.bank_table import BankTable
from omnilex.domain.faq import CONFIDENT
from omnilex.domain.wording import Language
from tests.integration.bank.world import DYNAMODB, create_bank_table

ROOT = Path(__file__).parents[2]
ASKED = ROOT / "tests" / "data" / "faq"
WORDINGS = search_faq.HERE / "wordings.npz"
ENTRIES = {
    language.value: [entry.model_dump() for entry in faq_files.read(language)]
    for language in Language
}


@pytest.fixture(scope="module")
def encoded() -> EncodedWordings:
    return EncodedWordings(WORDINGS, search_faq.encoder)


@pytest.fixture(scope="module")
def index() -> FaqIndex:
    """As the function has it, read from the bank's table."""
    with mock_aws():
        create_bank_table()
        for language, entries in ENTRIES.items():
            rows = [{"sk": entry["source"], **entry} for entry in entries]
            BankTable(DYNAMODB.Table("bank")).replace(f"FAQ#{language}", rows)
        return search_faq.faq.read()


def asked(name: str, locale: str) -> list[dict[str, str]]:
    with (ASKED / f"{name}.csv").open(encoding="utf-8", newline="") as text:
        return [row for row in csv.DictReader(text) if row["language"] == locale]


def test_the_sample_event_is_answered(index: FaqIndex):
    sent = json.loads((ROOT / "events/search_faq/hours_asked.json").read_text())

    best, *_ = search_faq.lambda_handler(sent, None)["matches"]

    assert set(best) == {"question", "answer", "source", "score"}
    assert best["source"].endswith("branch-hours")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("name", "least"), [("everyday", 0.9), ("paraphrases", 0.8)])
def test_questions_in_other_words_are_found(
    index: FaqIndex, name: str, least: float, language: str
):
    questions = asked(name, f"{language}_US")

    found = [index.matches(row["question"], language)[0]["source"] for row in questions]

    right = sum(one == row["source"] for one, row in zip(found, questions, strict=True))
    assert right / len(questions) >= least


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_the_bank_cannot_know_gets_no_confident_answer(index: FaqIndex, language: str):
    confident = [
        row["question"]
        for row in asked("off_topic", f"{language}_US")
        if index.matches(row["question"], language)[0]["score"] >= CONFIDENT
    ]

    assert confident == []


def test_a_confident_answer_is_right(index: FaqIndex):
    sure = [
        (row["source"], match["source"])
        for name in ("everyday", "paraphrases")
        for row in asked(name, "en_US")
        if (match := index.matches(row["question"], "en")[0])["score"] >= CONFIDENT
    ]

    assert len(sure) > 150
    assert sum(wanted == got for wanted, got in sure) / len(sure) >= 0.97


def test_a_question_is_answered_in_its_language(index: FaqIndex):
    [english, *_] = index.matches("when are you open", "en")
    [spanish, *_] = index.matches("a qué hora abren", "es")

    assert english["source"] == spanish["source"]
    assert english["answer"] != spanish["answer"]


def test_as_much_of_a_question_as_a_button_carries_is_that_question(index: FaqIndex):
    for entry in ENTRIES["en"]:
        [best, *_] = index.matches(entry["question"][:50], "en")

        assert (best["source"], best["score"]) == (entry["source"], 1)


def test_an_index_of_nothing_finds_nothing(encoded: EncodedWordings):
    assert FaqIndex({"en": []}, ["hello"], encoded).matches("when are you open", "en") == []


def test_every_sentence_of_the_questions_is_encoded_beforehand(encoded: EncodedWordings):
    missing = [one for one in encode_faq.sentences(encode_faq.FAQ) if one not in encoded]

    assert missing == [], "run: make faq-vectors"


def test_what_is_encoded_beforehand_is_what_the_encoder_says(encoded: EncodedWordings):
    sentences = encode_faq.sentences(encode_faq.FAQ)[::97]

    ready, fresh = encoded.vectors(sentences), search_faq.encoder.encode(sentences)

    assert np.sum(ready * fresh, axis=1).min() > 0.998


def test_a_sentence_that_is_new_is_encoded_when_it_comes(tmp_path: Path):
    write(tmp_path / "few.npz", ["one thing", "another"], search_faq.encoder)

    encoded = EncodedWordings(tmp_path / "few.npz", search_faq.encoder)

    assert "one thing" in encoded
    assert "something new" not in encoded
    assert encoded.vectors(["something new", "one thing"]).shape == (2, 512)
