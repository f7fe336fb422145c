"""KendraSearchIntent and QnAIntent answer from a FAQ, and say nothing that is not in it."""

from pathlib import Path

import pytest

from local.lex.bots import build
from local.lex.errors import BotFormatError
from local.lex.faq import faq_answers
from local.lex.talking import Conversation
from tests.local.lex.talk import bot, intent, says, slot

FAQ = """What are your opening hours?,We are open from nine to five.,https://bank.example/hours
How do I reset my password?,Choose "forgot password" when you sign in.
"""


@pytest.fixture
def faq(tmp_path: Path) -> Path:
    file = tmp_path / "faq.csv"
    file.write_text(FAQ)
    return file


def talk(signature: str, closing: str, faq: Path) -> Conversation:
    search = intent(
        "Search",
        ParentIntentSignature=signature,
        IntentClosingSetting={"ClosingResponse": says(closing)},
    )
    greet = intent("Greet", "hello there", "good morning to you")
    return Conversation(build(bot(search, greet)), "en_US", search=faq_answers(faq))


def test_a_qna_intent_answers_a_question_in_other_words(faq: Path):
    conversation = talk("AMAZON.QnAIntent", "((x-amz-lex:qnA-search-response))", faq)

    answer = conversation.say("when do you open?")

    assert answer.texts == ["We are open from nine to five."]
    attributes = answer.document["requestAttributes"]
    assert attributes["x-amz-lex:qnA-search-response-source"] == "https://bank.example/hours"
    assert answer.intent["state"] == "Fulfilled"


def test_a_kendra_intent_answers_by_its_own_attributes(faq: Path):
    prefix = "x-amz-lex:kendra-search-response-question_answer"
    conversation = talk("AMAZON.KendraSearchIntent", f"(({prefix}-answer-1))", faq)

    answer = conversation.say("how can i change my forgotten password")

    assert answer.texts == ['Choose "forgot password" when you sign in.']


@pytest.mark.parametrize(
    ("said", "answered", "intent_name"),
    [
        ("when do you open?", "We are open from nine to five.", "Search"),
        ("how tall is mount everest", "Count?", "Order"),
    ],
)
def test_a_question_in_place_of_a_slots_value_is_answered(
    faq: Path, said: str, answered: str, intent_name: str
):
    closing = says("((x-amz-lex:qnA-search-response))")
    search = intent(
        "Search",
        ParentIntentSignature="AMAZON.QnAIntent",
        IntentClosingSetting={"ClosingResponse": closing},
    )
    order = intent("Order", "order flowers", slots=[slot("Count", "AMAZON.Number")])
    conversation = Conversation(build(bot(search, order)), "en_US", search=faq_answers(faq))
    conversation.say("order flowers")

    answer = conversation.say(said)

    assert answer.texts == [answered]
    assert answer.intent["name"] == intent_name


def test_what_the_faq_does_not_know_goes_to_the_fallback(faq: Path):
    conversation = talk("AMAZON.QnAIntent", "((x-amz-lex:qnA-search-response))", faq)

    answer = conversation.say("how tall is mount everest")

    assert answer.intent["name"] == "FallbackIntent"


def test_a_file_that_is_no_faq_is_named_with_its_line(tmp_path: Path):
    file = tmp_path / "faq.csv"
    file.write_text("one,two\nonly one\n")

    with pytest.raises(BotFormatError, match=r"faq\.csv: line 2"):
        faq_answers(file)
