"""What means nothing starts nothing; what means an intent starts it."""

import pytest

from local.lex.bot.files import read_bot
from local.lex.bots import build
from tests.local.lex.talk import REAL_BOT_NAMES, REPOSITORY, Talk, delegate, real_bot

# No word of these is a sample utterance of a bot here.
MEANINGLESS = (
    "yes|no|1111|blah|the|maybe|ok|sure|it|please|fifty|1234|qpwoeiruty|banana|xyzzy|thanks|um|"
    "nope|tomorrow|john|seattle|why|is|you|now|go|four hundred|5551234567|blah blah|fdsafdsa|"
    "who won the game last night|how tall is mount everest|I like turtles|purple"
)
MEANT = {
    "Welcome": ["good day", "hello good morning", "hiya", "hey you", "hello again"],
    "VerifyIdentity": [
        "please log me in",
        "can you verify who I am",
        "I need to sign in",
        "I want to authenticate",
        "my account is locked",
    ],
    "MakePayment": [
        "pay",
        "bill payment",
        "I need to pay my bill",
        "can you transfer two hundred dollars to my car loan",
        "send money to my visa",
        "I owe money on my car loan",
        "settle my credit card bill",
        "put fifty bucks on my visa",
    ],
}


@pytest.fixture(scope="module")
def bank():
    return build(read_bot(REPOSITORY / "template.yaml"))


@pytest.mark.parametrize("utterance", MEANINGLESS.split("|"))
def test_words_without_an_intent_stay_below_the_threshold(bank, utterance):
    ranking = bank.locales["en_US"].ranking(utterance)

    assert ranking[0][1] < 0.4


@pytest.mark.parametrize("name", REAL_BOT_NAMES)
def test_they_do_so_in_other_peoples_bots_too(name):
    understanding = build(real_bot(name)).locales["en_US"]

    sure = {text: understanding.ranking(text)[0] for text in MEANINGLESS.split("|")}

    assert {text: best for text, best in sure.items() if best[1] >= 0.4} == {}


@pytest.mark.parametrize(
    ("utterance", "name"), [(text, name) for name, texts in MEANT.items() for text in texts]
)
def test_other_words_for_an_intent_find_it(bank, utterance, name):
    best, confidence = bank.locales["en_US"].ranking(utterance)[0]

    assert best == name
    assert confidence >= 0.4


@pytest.mark.parametrize("wrong", ["yes", "blah", "ok", "the", "um", "what"])
def test_a_wrong_answer_to_a_question_is_asked_again_and_starts_nothing(bank, wrong):
    talk = Talk(bank, delegate)
    talk.say("pay my mortgage")

    talk.say(wrong)

    assert talk.action == "ElicitSlot Amount"
    assert talk.intent == "MakePayment InProgress"
    assert talk.words == ["How much would you like to pay?"]


def test_a_bare_number_answers_the_question(bank):
    talk = Talk(bank, delegate)
    talk.say("pay my mortgage")

    talk.say("1111")

    filled = {name: value for name, value in talk.slots.items() if value}
    assert filled == {"Payee": "mortgage", "Amount": "1111"}
    assert talk.action == "ConfirmIntent"
