"""Vocabularies, filters and redaction as Transcribe applies them to what was heard."""

import pytest

from local.speech.recognizer import RecognizedWord
from local.throttle import Throttle
from local.transcribe.errors import BadRequestError, ConflictError, NotFoundError
from local.transcribe.redaction import Redactor
from local.transcribe.vocabularies import WordLists, filtered, phrases_of, with_phrases


def heard(text: str) -> list[RecognizedWord]:
    return [
        RecognizedWord(word.rstrip(".,?"), word[len(word.rstrip(".,?")) :], at, at + 0.5, 0.9)
        for at, word in enumerate(text.split())
    ]


def read(words: list[RecognizedWord]) -> str:
    return " ".join(word.text + word.punctuation for word in words)


@pytest.mark.parametrize(
    ("text", "phrase", "written"),
    [
        ("calling river bend bank.", "Riverbend Bank", "calling Riverbend Bank."),
        ("my fixed rate mort gage please", "mortgage", "my fixed rate mortgage please"),
        ("nothing of the kind", "Riverbend", "nothing of the kind"),
    ],
)
def test_what_sounds_like_a_phrase_is_written_as_it(text: str, phrase: str, written: str):
    corrected = with_phrases(heard(text), [phrase])

    assert read(corrected) == written
    begins = [word.begin_s for word in corrected]
    assert begins == sorted(begins)


@pytest.mark.parametrize(
    ("method", "written"), [("mask", "oh ***, no"), ("remove", "oh no"), ("tag", "oh Damn, no")]
)
def test_unwanted_words_are_masked_removed_or_tagged(method: str, written: str):
    words = filtered(heard("oh Damn, no"), ["damn"], method)

    assert read(words) == written
    assert [word.is_filtered for word in words].count(True) == (method == "tag")


def test_a_vocabulary_file_tells_how_a_phrase_is_written():
    table = ["Phrase\tSoundsLike\tIPA\tDisplayAs", "river-bend\t\t\tRiverbend", "new-york\t\t\t"]

    assert phrases_of(table) == ["Riverbend", "new york"]
    assert phrases_of(["Los-Angeles", "CLI"]) == ["Los Angeles", "CLI"]


def test_what_identifies_a_person_becomes_one_word():
    said = heard("My email is ana@example.com and my card is 4111 1111 1111 1111 thanks")

    redacted = Redactor().redacted([("spk_1", word) for word in said], "en-US", [])

    words = [word for _, word in redacted]
    assert read(words) == "My email is [PII] and my card is [PII] thanks"
    card = words[-2]
    assert (card.begin_s, card.end_s) == (said[8].begin_s, said[11].end_s)
    assert card.redacted_type == "CREDIT_DEBIT_NUMBER"


def test_only_the_kinds_that_are_asked_for_are_redacted():
    said = [("", word) for word in heard("Write to ana@example.com or 4111 1111 1111 1111")]

    redacted = Redactor().redacted(said, "en-US", ["EMAIL"])

    assert read([word for _, word in redacted]) == "Write to [PII] or 4111 1111 1111 1111"


def test_word_lists_are_kept_by_name():
    lists = WordLists("vocabulary", lambda uri: [uri])
    lists.create("bank-en-US", "en-US", ["Riverbend"], None)
    lists.update("bank-en-US", None, None, "s3://bucket/words.txt")

    with pytest.raises(ConflictError):
        lists.create("bank-en-US", "en-US", ["Riverbend"], None)

    assert lists.get("bank-en-US").words == ["s3://bucket/words.txt"]
    assert [one.name for one in lists.listed({"NameContains": "BANK"})[0]] == ["bank-en-US"]
    lists.delete("bank-en-US")
    with pytest.raises(NotFoundError):
        lists.get("bank-en-US")


@pytest.mark.parametrize(
    ("name", "words", "uri"),
    [
        ("no spaces", ["one"], None),
        ("both", ["one"], "s3://a/b"),
        ("none", None, None),
        ("e", [], None),
    ],
)
def test_a_word_list_that_makes_no_sense_is_refused(
    name: str, words: list[str] | None, uri: str | None
):
    with pytest.raises(BadRequestError):
        WordLists("vocabulary", lambda _: ["x"]).create(name, "en-US", words, uri)


def test_a_throttle_refuses_the_same_part_of_the_calls_in_every_run():
    refused = [[Throttle(0.3).refuses()] for _ in range(2)]
    throttle = Throttle.from_environment("transcribe", {"OMNILEX_THROTTLE": "transcribe=0.3,lex=1"})

    assert refused[0] == refused[1]
    assert 250 < sum(throttle.refuses() for _ in range(1_000)) < 350
    assert not Throttle.from_environment("comprehend", {}).refuses()
    with pytest.raises(ValueError, match="between 0 and 1"):
        Throttle(2)
