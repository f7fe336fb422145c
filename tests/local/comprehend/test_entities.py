import time
from itertools import pairwise

import pytest

from local.comprehend.entities import RuleEntityEngine

engine = RuleEntityEngine()


def entities(text, language="en"):
    return [(entity.type.value, entity.text) for entity in engine.entities(text, language)]


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Hi, my name is Sarah Collins and I have a question.", "Sarah Collins"),
        ("my name is john smith and i have a question", "john smith"),
        ("This is Priyanka speaking, how can I help?", "Priyanka"),
        ("Thank you, Mr. O'Brien.", "O'Brien"),
        ("I spoke with Marisol about it.", "Marisol"),
        ("The card belongs to Peter Parker.", "Peter Parker"),
        ("Me llamo Carmen Ortega.", "Carmen Ortega"),
    ],
)
def test_people_are_known_by_what_leads_up_to_their_names(text, person):
    assert ("PERSON", person) in entities(text)


@pytest.mark.parametrize(
    "text",
    [
        "This is not right.",
        "Thanks, I will wait.",
        "Hi There",
        "I'm calling about a fee.",
        "Okay.",
        "it's stuck with me",
        "I'm unhappy with it",
    ],
)
def test_ordinary_words_after_a_cue_are_no_names(text):
    assert entities(text) == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("It was on 12/03/2024.", "12/03/2024"),
        ("I was born on the fourth of March nineteen eighty two.", None),
        ("It was March 4th, 2019.", "March 4th, 2019"),
        ("I paid last Tuesday.", "last Tuesday"),
        ("I called two weeks ago.", "two weeks ago"),
        ("Call me tomorrow morning.", "tomorrow morning"),
        ("We open at 9:30 a.m.", "9:30 a.m."),
        ("It goes back to 2017, since 2017 that is.", "2017"),
    ],
)
def test_dates_and_times_are_found_written_and_spoken(text, date):
    expected = date or "the fourth of March nineteen eighty two"

    assert ("DATE", expected) in entities(text)


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("It was $1,250.75 in all.", "$1,250.75"),
        ("I sent two hundred and fifty dollars.", "two hundred and fifty dollars"),
        ("That is 95 dollars.", "95 dollars"),
        ("The rate is 4.25%.", "4.25%"),
        ("The rate is four point two percent.", "four point two percent"),
        ("I waited forty five minutes.", "forty five minutes"),
        ("You charged me three times.", "three times"),
    ],
)
def test_amounts_are_quantities(text, quantity):
    assert ("QUANTITY", quantity) in entities(text)


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("I bank with Maple Leaf Bank.", "ORGANIZATION", "Maple Leaf Bank"),
        ("It came from Bank of America.", "ORGANIZATION", "Bank of America"),
        ("I have an account at Wells Fargo.", "ORGANIZATION", "Wells Fargo"),
        ("I moved to Salt Lake City.", "LOCATION", "Salt Lake City"),
        ("i live in toronto", "LOCATION", "toronto"),
        ("I live at 123 Main Street.", "LOCATION", "123 Main Street"),
        ("I want a savings account.", "COMMERCIAL_ITEM", "savings account"),
        ("Call me on 416-555-0199.", "OTHER", "416-555-0199"),
        ("Write to ana@example.com.", "OTHER", "ana@example.com"),
        ("See www.example.com/help.", "OTHER", "www.example.com/help"),
        ("The account number is 44719283.", "OTHER", "44719283"),
        ("My card is ************4471.", "OTHER", "************4471"),
        ("My PIN is four four seven one.", "OTHER", "four four seven one"),
    ],
)
def test_other_types_come_from_patterns_and_lists(text, kind, found):
    assert (kind, found) in entities(text)


def test_an_ordinary_word_is_no_firm_because_a_firm_is_called_so():
    assert entities("Don't chase me, and the sec you hear back, call.") == []


def test_offsets_count_code_points():
    text = "😀 é I am in Paris."

    (paris,) = engine.entities(text, "en")

    assert (paris.begin, paris.end) == (12, 17)
    assert text[paris.begin : paris.end] == paris.text == "Paris"


def test_entities_come_in_order_and_never_overlap():
    text = (
        "My name is Ana Bell from Maple Bank, I paid $20 on Tuesday, May 4th, 2021 in Toronto, "
        "my number is 416-555-0199 and my account 44719283."
    )

    found = engine.entities(text, "en")

    assert len(found) == 7
    assert all(a.end <= b.begin for a, b in pairwise(found))
    assert all(0 < one.score <= 1 for one in found)


@pytest.mark.parametrize(
    "piece", ["a", "1", "A-", "x ", "**-", "two hundred and ", "my name is ", "a@", "A B & "]
)
def test_hostile_repetition_takes_no_longer_than_its_length(piece):
    text = piece * (20_000 // len(piece))

    started = time.perf_counter()
    engine.entities(text, "en")

    assert time.perf_counter() - started < 2
