import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from omnilex.domain.session import PendingIntent, Session
from omnilex.handlers.verify_identity import lambda_handler
from tests.integration.bank.world import (
    ANA,
    CONTEXT,
    PIN,
    SESSION_ID,
    World,
    action,
    event,
    words,
)


def ask(situation: str) -> dict[str, Any]:
    return lambda_handler(event("verify_identity", situation), CONTEXT)


def guess(pin: str, session_id: str, number: str = ANA) -> dict[str, Any]:
    guessed = event("verify_identity", "wrong_pin")
    guessed["sessionId"] = session_id
    slots = guessed["sessionState"]["intent"]["slots"]
    slots["Pin"]["value"]["interpretedValue"] = pin
    slots["PhoneNumber"]["value"]["interpretedValue"] = number
    return lambda_handler(guessed, CONTEXT)


def is_locked(answer: dict[str, Any]) -> bool:
    return action(answer)["type"] == "Close" and "I have locked it" in words(answer)


def test_the_number_is_asked_for_first(world: World):
    answer = ask("asked_to_sign_in")

    assert action(answer) == {"type": "ElicitSlot", "slotToElicit": "PhoneNumber"}


def test_with_the_number_the_pin_is_asked_for(world: World):
    answer = ask("number_given")

    slots = answer["sessionState"]["intent"]["slots"]
    assert action(answer) == {"type": "ElicitSlot", "slotToElicit": "Pin"}
    assert slots["PhoneNumber"]["value"]["interpretedValue"] == "4165550142"
    assert "4-digit PIN" in words(answer)


@pytest.mark.parametrize(
    "situation", ["right_pin", "right_pin_by_customer_number", "right_pin_by_sms"]
)
def test_the_right_pin_verifies(world: World, situation: str):
    answer = ask(situation)

    now_s = int(time.time())
    assert "Thank you, Ana." in words(answer)
    assert world.session().verified_customer(now_s) == ANA
    assert world.session().verified_customer(now_s + 301) is None


def test_after_the_right_pin_the_pending_intent_goes_on(world: World):
    pending = PendingIntent(intent="MakePayment", slots={"Payee": "mortgage", "Amount": "125.5"})
    world.sessions.put(Session(session_id=SESSION_ID, pending=pending), int(time.time()))

    answer = ask("right_pin")

    intent = answer["sessionState"]["intent"]
    assert action(answer) == {"type": "Delegate"}
    assert intent["name"] == "MakePayment"
    assert intent["slots"]["Payee"]["value"]["interpretedValue"] == "mortgage"
    assert world.session().pending is None


def test_a_wrong_pin_is_refused_and_counted(world: World):
    answers = [ask("wrong_pin") for _ in range(3)]

    assert "That PIN is not right. You have 2 tries left." in words(answers[0])
    assert "You have 1 try left." in words(answers[1])
    assert is_locked(answers[2])
    assert is_locked(ask("right_pin"))
    assert world.session().customer_id is None


def test_a_wrong_pin_is_never_repeated(world: World):
    answer = guess("7391", SESSION_ID)

    assert "7391" not in str(answer)


def test_five_tries_in_all_channels_lock_the_account(world: World):
    for number, channel in enumerate(("web.1", "web.2", "sms.1", "slack.1", "voice.1")):
        guess(f"{number:04}", channel)

    answer = guess(PIN, "web.3")

    assert is_locked(answer)


def test_the_right_pin_forgets_the_wrong_ones(world: World):
    for session_id in ("web.1", "web.2"):
        guess("0000", session_id)
        guess("0001", session_id)
        guess(PIN, session_id)

    answer = guess("0000", "web.3")

    assert "You have 2 tries left." in words(answer)


def test_a_number_that_nobody_has_gets_the_same_words(world: World):
    somebodys = [ask("wrong_pin") for _ in range(3)]
    world.sessions.forget_tries(SESSION_ID, ANA)
    nobodys = [ask("number_of_nobody") for _ in range(3)]

    assert [words(one) for one in nobodys] == [words(one) for one in somebodys]


def test_sixteen_guesses_at_once_are_at_most_five_hash_checks(world: World, one_at_a_time: None):
    together = threading.Barrier(16)

    def try_it(number: int) -> bool:
        together.wait()
        return is_locked(guess(f"{number:04}", f"web.{number}"))

    with ThreadPoolExecutor(16) as threads:
        locked = list(threads.map(try_it, range(16)))

    # The fifth try is looked at, and found wrong with none left: it is answered as locked too.
    assert locked.count(False) == 4
    assert world.sessions.count_day_try(ANA, int(time.time())) is None


def test_sixteen_guesses_at_once_in_one_session_are_at_most_three(
    world: World, one_at_a_time: None
):
    together = threading.Barrier(16)

    def try_it(number: int) -> bool:
        together.wait()
        return is_locked(guess(f"{number:04}", SESSION_ID))

    with ThreadPoolExecutor(16) as threads:
        locked = list(threads.map(try_it, range(16)))

    assert locked.count(False) == 2
    assert world.sessions.count_day_try(ANA, int(time.time())) == 4


def test_another_customers_pin_drops_what_was_under_way(world: World):
    world.open_accounts("20418852", "+14165550163", "Priya Nair")
    world.verified(payment=world.payment())

    guess(PIN, SESSION_ID, number="20418852")

    assert world.session().customer_id == "20418852"
    assert world.session().payment is None


def test_no_pin_reaches_the_log(world: World, log: list[str]):
    for pin in ("7391", "7392", "7393", "7394"):
        guess(pin, SESSION_ID)

    assert log
    assert not [record for record in log if "739" in record]
