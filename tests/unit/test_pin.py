import pytest

from omnilex.domain.pin import (
    Cost,
    PinFormatError,
    PinHash,
    Tries,
    WeakPinError,
    check_new_pin,
    hash_pin,
    is_right,
    nobodys,
    wait_after_s,
)

CHEAP, DEAR = Cost(n=2, r=8, p=1), Cost(n=4, r=8, p=1)


def kept(pin: str, *, salt: bytes = b"salt", pepper: bytes = b"pepper") -> PinHash:
    return hash_pin(pin, salt=salt, pepper=pepper, cost=CHEAP)


def test_the_pin_that_was_kept_is_right_and_no_other():
    pin_hash = kept("0042")

    assert is_right("0042", pin_hash, b"pepper")
    assert not is_right("0043", pin_hash, b"pepper")


@pytest.mark.parametrize("pin", ["", "42", "00421", "four"])
def test_a_guess_of_another_form_is_only_wrong(pin: str):
    assert not is_right(pin, kept("0042"), b"pepper")


def test_a_copy_of_the_table_without_the_pepper_verifies_nothing():
    assert not is_right("0042", kept("0042"), b"another pepper")


def test_the_same_pin_is_kept_differently_for_each_customer():
    assert kept("0042", salt=b"one").digest != kept("0042", salt=b"two").digest


def test_each_row_is_checked_at_the_cost_it_was_made_with():
    dear = hash_pin("0042", salt=b"salt", pepper=b"pepper", cost=DEAR)

    assert dear.digest != kept("0042").digest
    assert is_right("0042", dear, b"pepper")


def test_a_pin_to_keep_is_four_digits():
    for pin in ("", "42", "00421", "12a4", "٤٤٤٤"):
        with pytest.raises(PinFormatError):
            kept(pin)


def test_nobody_has_no_pin_and_costs_what_a_customers_costs():
    nobody = nobodys(DEAR)

    assert (nobody.n, nobody.r, nobody.p) == (DEAR.n, DEAR.r, DEAR.p)
    assert not is_right("0000", nobody, b"pepper")


def test_a_hash_that_costs_less_than_today_is_weaker():
    assert kept("0042").is_weaker_than(DEAR)
    assert not kept("0042").is_weaker_than(CHEAP)


def test_the_wait_doubles_with_each_wrong_try():
    assert [wait_after_s(tries) for tries in (1, 2, 3, 4)] == [1, 2, 4, 8]


@pytest.mark.parametrize(
    ("in_session", "in_day", "left"), [(1, 1, 2), (1, 4, 1), (3, 3, 0), (2, 5, 0), (1, 9, 0)]
)
def test_what_is_left_is_the_less_of_session_and_day(in_session: int, in_day: int, left: int):
    assert Tries(in_session, in_day).left == left


@pytest.mark.parametrize(
    "pin",
    [
        "0000",
        "1111",
        "1212",
        "1122",
        "1234",
        "4321",
        "6789",
        "2580",
        "0852",
        "1984",
        "2024",
        "2512",
    ],
)
def test_a_pin_that_a_thief_tries_first_is_refused(pin: str):
    with pytest.raises(WeakPinError, match="A PIN"):
        check_new_pin(pin)


@pytest.mark.parametrize("pin", ["4821", "7306", "9153", "2680", "7093"])
def test_an_ordinary_pin_is_taken(pin: str):
    check_new_pin(pin)


@pytest.mark.parametrize("pin", ["", "482", "48211", "abcd", "\u0664\u0668\u0662\u0661"])
def test_a_new_pin_is_four_digits(pin: str):
    with pytest.raises(PinFormatError):
        check_new_pin(pin)
