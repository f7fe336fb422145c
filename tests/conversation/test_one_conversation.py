"""What is begun on one channel is known on the next, after the PIN, and to nobody else."""

import pytest

from local.lex.talking import Conversation
from tests.conversation.conftest import Talk
from tests.integration.bank.world import ANA, World

PRIYA, PRIYAS_PIN, ANAS_PIN = "20418852", "7306", "4821"
WEB, PHONE = f"web.{'a' * 32}", f"voice.{'b' * 32}"


def verified(conversation: Conversation, number: str = ANA, pin: str = ANAS_PIN) -> str:
    """What the bot says to the right PIN."""
    for text in ("hello", number):
        conversation.say(text)
    return said(conversation, pin)


def said(conversation: Conversation, text: str) -> str:
    return " ".join(conversation.say(text).texts)


@pytest.fixture
def web(talk: Talk) -> Conversation:
    """A chat in which Ana was about to pay her mortgage."""
    chat = talk(session_id=WEB)
    verified(chat)
    assert "Pay $50.00 to your mortgage" in said(chat, "pay 50 to my mortgage")
    return chat


def test_a_payment_begun_on_the_web_is_made_by_phone(world: World, web: Conversation, talk: Talk):
    phone = talk(session_id=PHONE)

    offer = verified(phone)
    question = said(phone, "yes")
    before = world.paid_cents()
    receipt = said(phone, "yes")

    assert "You were about to pay $50.00 to your mortgage. Shall we go on?" in offer
    assert question.startswith("Pay $50.00 to your mortgage from your checking account?")
    assert before == []
    assert receipt.startswith("Done. I paid $50.00")
    assert world.paid_cents() == [50_00]


def test_neither_yes_nor_no_is_asked_again_and_who_it_is_is_not(
    world: World, web: Conversation, talk: Talk
):
    phone = talk(session_id=PHONE)
    verified(phone)

    again = said(phone, "colourless green ideas")
    question = said(phone, "yes")

    assert "I did not understand that. You were about to pay $50.00 to your mortgage." in again
    assert question.startswith("Pay $50.00 to your mortgage from your checking account?")


def test_in_spanish_too(world: World, web: Conversation, talk: Talk):
    phone = talk("es_US", PHONE)
    for text in ("hola", ANA):
        phone.say(text)

    offer = said(phone, ANAS_PIN)
    question = said(phone, "sí")
    receipt = said(phone, "sí")

    assert "Estaba por pagar $50.00 a su hipoteca. ¿Seguimos?" in offer
    assert question.startswith("¿Pago $50.00 a su hipoteca")
    assert receipt.startswith("Listo. Pagué $50.00")
    assert world.paid_cents() == [50_00]


@pytest.mark.parametrize("locale", ["en_US", "es_US"])
def test_yes_on_both_channels_pays_once(world: World, web: Conversation, talk: Talk, locale: str):
    yes = "yes" if locale == "en_US" else "sí"
    phone = talk(locale, PHONE)
    phone.say("hello" if locale == "en_US" else "hola")
    for text in (ANA, ANAS_PIN, yes):
        phone.say(text)

    by_web = said(web, "yes")
    by_phone = said(phone, yes)

    assert "$50.00" in by_web
    assert "$50.00" in by_phone
    assert world.paid_cents() == [50_00]
    assert world.balances_agree()


def test_what_was_paid_meanwhile_is_not_paid_again(world: World, web: Conversation, talk: Talk):
    phone = talk(session_id=PHONE)
    verified(phone)
    web.say("yes")

    answer = said(phone, "yes")

    assert answer.startswith("Done. I paid $50.00")
    assert world.paid_cents() == [50_00]


def test_what_was_done_is_known_too(web: Conversation, talk: Talk):
    receipt = said(web, "yes")
    reference = receipt.split("reference is ")[1].split(";")[0]

    offer = verified(talk(session_id=PHONE))

    assert f"Your payment of $50.00 to your mortgage is made; its reference is {reference}" in offer
    assert "about to" not in offer


def test_no_lets_it_go_everywhere(world: World, web: Conversation, talk: Talk):
    phone = talk(session_id=PHONE)
    verified(phone)

    answer = said(phone, "no")
    later = verified(talk(session_id=f"sms.{'c' * 32}"))

    assert answer.startswith("All right, I have let that go. You can pay")
    assert "about to" not in later
    assert world.paid_cents() == []


def test_something_else_instead_is_done(world: World, web: Conversation, talk: Talk):
    phone = talk(session_id=PHONE)
    verified(phone)

    assert "Pay $20.00 to your credit card" in said(phone, "pay 20 to my credit card")
    assert said(phone, "yes").startswith("Done. I paid $20.00")
    assert world.paid_cents() == [20_00]


def test_who_comes_with_a_wish_is_served_it_first(web: Conversation, talk: Talk):
    phone = talk(session_id=PHONE)
    for text in ("what is my balance", ANA):
        phone.say(text)

    assert said(phone, ANAS_PIN).startswith("You have ")


def test_an_account_begun_is_gone_on_with_and_confirmed_anew(world: World, talk: Talk):
    chat = talk(session_id=WEB)
    verified(chat)
    chat.say("open a savings account")
    phone = talk(session_id=PHONE)

    offer = verified(phone)
    question = said(phone, "yes")
    before = world.bank.pending_accounts(ANA)
    done = said(phone, "yes")

    assert "You were about to open a Harbour Savings. Shall we go on?" in offer
    assert "Shall I open it for you?" in question
    assert before == []
    assert done.startswith("Done: I have asked for your Harbour Savings.")
    assert len(world.bank.pending_accounts(ANA)) == 1


def test_a_payment_without_an_amount_goes_on_with_the_amount(talk: Talk):
    chat = talk(session_id=WEB)
    verified(chat)
    chat.say("pay my hydro bill")
    phone = talk(session_id=PHONE)

    offer = verified(phone)
    question = said(phone, "yes")

    assert "You were about to pay your Lakeshore Hydro bill. Shall we go on?" in offer
    assert "How much" in question


def test_starting_over_leaves_nothing_to_go_on_with(web: Conversation, talk: Talk):
    web.say("start over")

    assert "about to" not in verified(talk(session_id=PHONE))


def test_before_the_pin_nothing_is_heard_of_it(web: Conversation, talk: Talk):
    phone = talk(session_id=PHONE)

    heard = [said(phone, text) for text in ("hello", ANA, "1357", "what did you say", "yes")]

    assert not [text for text in heard if "50" in text or "mortgage?" in text or "about to" in text]


def test_another_customer_hears_nothing_of_it(world: World, web: Conversation, talk: Talk):
    phone = talk(session_id=PHONE)

    welcome = verified(phone, PRIYA, PRIYAS_PIN)
    answer = said(phone, "yes")

    assert welcome.startswith("Thank you, Priya. You can pay")
    assert "Pay $50.00" not in answer
    assert world.paid_cents() == []


def test_the_pin_given_on_the_web_is_none_given_by_phone(web: Conversation, talk: Talk):
    phone = talk(session_id=PHONE)

    assert "phone number" in said(phone, "what is my balance")


def test_the_same_session_is_not_told_of_itself(web: Conversation):
    again = " ".join(web.say(text).texts[-1] for text in ("log me in", ANA, ANAS_PIN))

    assert "You were about to" not in again
