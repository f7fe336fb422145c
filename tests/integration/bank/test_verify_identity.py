import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from omnilex.domain.pin import Cost, hash_pin
from omnilex.domain.session import Channel, PendingIntent, Session
from omnilex.handlers.verify_identity import lambda_handler
from tests.integration.bank.world import (
    ANA,
    CHEAP,
    CONTEXT,
    PEPPER,
    PIN,
    SESSION_ID,
    World,
    action,
    cheap_hash,
    day_try,
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
    "situation", ["right_pin", "right_pin_by_customer_number", "right_pin_on_the_telephone"]
)
def test_the_right_pin_verifies(world: World, situation: str):
    answer = ask(situation)

    now_s = int(time.time())
    session = world.sessions.get(event("verify_identity", situation)["sessionId"], now_s)
    assert "Thank you, Ana." in words(answer)
    assert session.verified_customer(now_s) == ANA
    assert session.verified_customer(now_s + 301) is None


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


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The time that the function sees; append to it, and it goes on."""
    seconds = [time.time()]
    monkeypatch.setattr(time, "time", lambda: sum(seconds))
    yield seconds


def test_five_tries_in_all_channels_lock_the_account(world: World, clock: list[float]):
    for number, channel in enumerate(("web.1", "web.2", "sms.1", "slack.1", "voice.1")):
        guess(f"{number:04}", channel)
        clock.append(20)

    answer = guess(PIN, "web.3")

    assert is_locked(answer)


def test_after_a_wrong_pin_another_session_waits_and_is_not_counted(
    world: World, clock: list[float]
):
    guess("0000", "web.1")

    told = guess(PIN, "web.2")
    clock.append(1)

    assert "Please wait 1 second" in words(told)
    assert action(told)["slotToElicit"] == "Pin"
    assert "Thank you, Ana." in words(guess(PIN, "web.2"))


def test_each_wrong_pin_doubles_the_wait(world: World, clock: list[float]):
    for number in range(3):
        guess("0000", f"web.{number}")
        clock.append(0 if number == 2 else 20)

    assert "Please wait 4 seconds" in words(guess(PIN, "web.9"))


def test_who_has_just_mistyped_does_not_wait(world: World):
    guess("0000", SESSION_ID)

    assert "Thank you, Ana." in words(guess(PIN, SESSION_ID))


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.VOICE])
def test_guesses_elsewhere_do_not_stop_the_owner_on_the_registered_number(
    world: World, channel: Channel, clock: list[float]
):
    for number in range(6):
        guess(f"{number:04}", f"web.{number}")
        clock.append(20)
    world.sessions.begin(f"{channel}.1", channel, "+14165550142", int(time.time()))

    locked, owners = guess(PIN, "web.9"), guess(PIN, f"{channel}.1")

    assert is_locked(locked)
    assert "Thank you, Ana." in words(owners)


def test_the_owners_own_tries_are_three(world: World, clock: list[float]):
    for number in range(4):
        session_id = f"sms.{number}"
        world.sessions.begin(session_id, Channel.SMS, "+14165550142", int(time.time()))
        guess("0000", session_id)
        clock.append(20)
    world.sessions.begin("sms.9", Channel.SMS, "+14165550142", int(time.time()))

    assert is_locked(guess(PIN, "sms.9"))
    assert "Thank you, Ana." in words(guess(PIN, "web.1"))


def test_another_number_has_no_owners_tries(world: World, clock: list[float]):
    for number in range(6):
        guess(f"{number:04}", f"web.{number}")
        clock.append(20)
    world.sessions.begin("sms.1", Channel.SMS, "+16135550100", int(time.time()))

    assert is_locked(guess(PIN, "sms.1"))


def test_a_source_tries_twenty_times_an_hour_at_whatever_accounts(world: World, clock: list[float]):
    for number in range(20):
        world.sessions.begin(f"sms.{number}", Channel.SMS, "+16135550100", int(time.time()))
        guess("0000", f"sms.{number}", number=f"2041{number:04}")
    world.sessions.begin("sms.x", Channel.SMS, "+16135550100", int(time.time()))

    locked = guess(PIN, "sms.x")
    clock.append(3601)

    assert is_locked(locked)
    assert "Thank you, Ana." in words(guess(PIN, "sms.x"))


def test_a_source_has_its_right_pins_back_and_not_its_wrong_ones(world: World, clock: list[float]):
    for number in range(25):
        world.sessions.begin(f"sms.{number}", Channel.SMS, "+16135550100", int(time.time()))
        right = guess(PIN, f"sms.{number}")
    for number in range(25, 45):
        world.sessions.begin(f"sms.{number}", Channel.SMS, "+16135550100", int(time.time()))
        guess("0000", f"sms.{number}", number=f"2041{number:04}")
    world.sessions.begin("sms.x", Channel.SMS, "+16135550100", int(time.time()))

    assert "Thank you, Ana." in words(right)
    assert is_locked(guess(PIN, "sms.x"))


def test_a_hash_that_costs_too_little_is_made_anew_at_sign_in(world: World):
    weak = hash_pin(PIN, salt=b"old", pepper=PEPPER, cost=Cost(n=2, r=1, p=1))
    world.bank.keep_pin_hash(world.bank.get_customer(ANA), weak)

    guess("0000", SESSION_ID)
    still = world.bank.get_customer(ANA).pin_hash
    guess(PIN, SESSION_ID)
    anew = world.bank.get_customer(ANA).pin_hash

    assert still == weak
    assert (anew.n, anew.r, anew.p) == (CHEAP.n, CHEAP.r, CHEAP.p)
    assert "Thank you, Ana." in words(guess(PIN, "web.2"))


def test_a_customer_who_has_changed_meanwhile_is_left_as_is(world: World):
    before = world.bank.get_customer(ANA)
    world.bank.keep_pin_hash(before, cheap_hash("7391"))

    world.bank.keep_pin_hash(before, cheap_hash("7392"))

    assert world.bank.get_customer(ANA).pin_hash == cheap_hash("7391")


def test_wrong_pins_are_counted_by_day(world: World):
    for pin in ("0000", "0001", PIN):
        guess(pin, SESSION_ID)

    [row] = world.items("WRONGPINS")
    assert (row["sk"], row["wrong_pins"]) == (ANA, 2)
    assert row["pk"] == f"WRONGPINS#{row['gsi1sk']}"


def test_the_right_pin_forgets_the_wrong_ones(world: World):
    for session_id in ("web.1", "web.2"):
        guess("0000", session_id)
        guess("0001", session_id)
        guess(PIN, session_id)

    answer = guess("0000", "web.3")

    assert "You have 2 tries left." in words(answer)


def test_a_number_that_nobody_has_gets_the_same_words(world: World):
    somebodys = [ask("wrong_pin") for _ in range(3)]
    world.attempts.forget(Session(session_id=SESSION_ID), ANA)
    nobodys = [ask("number_of_nobody") for _ in range(3)]

    assert [words(one) for one in nobodys] == [words(one) for one in somebodys]


def test_sixteen_guesses_at_once_are_at_most_five_hash_checks(world: World, one_at_a_time: None):
    together = threading.Barrier(16)

    def try_it(number: int) -> str:
        together.wait()
        return words(guess(f"{number:04}", f"web.{number}"))

    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(try_it, range(16)))

    # The fifth is found wrong with none left, and answered as locked. One that comes after
    # another's answer may have been told to wait, and is not counted.
    wrong = sum("not right" in answer for answer in answers)
    told_to_wait = sum("Please wait" in answer for answer in answers)
    assert 1 <= wrong <= 4
    assert wrong == 4 or told_to_wait > 0


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
    assert day_try(world, int(time.time())) == 4


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
