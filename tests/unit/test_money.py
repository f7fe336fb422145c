import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnilex.domain.money import AmountError, dollars, parse_cents, stated_amount


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("125.50", 125_50),
        ("125.5", 125_50),
        ("$125.50", 125_50),
        ("$ 9", 9_00),
        ("CAD 125", 125_00),
        ("1,234.50", 1_234_50),
        ("20 dollars", 20_00),
        (".5", 50),
        ("0", 0),
        ("-15", -15_00),
        ("-$15", -15_00),
    ],
)
def test_an_amount_is_read_in_cents(text: str, cents: int):
    assert parse_cents(text) == cents


@pytest.mark.parametrize("text", ["", "a lot", "12.345", "1.2.3", "--5", "$", "1e9", "٣"])
def test_what_is_no_amount_is_refused(text: str):
    with pytest.raises(AmountError):
        parse_cents(text)


@given(st.integers(min_value=-(10**12), max_value=10**12))
def test_what_is_written_reads_back(cents: int):
    assert parse_cents(dollars(cents)) == cents


def test_dollars_group_thousands():
    assert dollars(284_116_40) == "$284,116.40"
    assert dollars(-5) == "-$0.05"


@pytest.mark.parametrize(
    ("utterance", "amount"),
    [
        ("$125.50", "$125.50"),
        ("pay $125.50 to my mortgage", "$125.50"),
        ("make it $50", "$50"),
        ("no, make it 50", "50"),
        ("125.50 dollars please", "125.50 dollars"),
        ("sorry, 40", "40"),
    ],
)
def test_an_amount_that_is_all_that_is_said_is_heard(utterance: str, amount: str):
    assert stated_amount(utterance) == amount


@pytest.mark.parametrize(
    "utterance",
    ["", "yes", "quite a lot", "pay my card ending in 4242", "$5 or $6", "call me at 416 555 0142"],
)
def test_a_number_among_other_words_is_no_amount(utterance: str):
    assert stated_amount(utterance) is None
