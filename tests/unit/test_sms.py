import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnilex.domain.sms import MOST_LETTERS, SEGMENTS, Keyword, fits, keyword, segments, split


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),  # each takes an escape
        ("€" * 81, 2),
        ("ñ" * 160, 1),
        ("í" * 70, 1),  # not in GSM-7
        ("í" * 71, 2),
        ("a" * 133 + "í", 2),
        ("\U0001f3e6" * 35, 1),  # two units of UCS-2 each
        ("\U0001f3e6" * 36, 2),
    ],
)
def test_segments_are_counted_as_carriers_do(text: str, count: int):
    assert segments(text) == count


def test_short_texts_stay_whole():
    assert split("Pay $5.00? Yes or no.") == ["Pay $5.00? Yes or no."]


def test_typography_does_not_halve_the_segment():
    assert split("\u201cWait\u201d \u2013 it\u2019s done\u2026") == ['"Wait" - it\'s done...']


def test_long_texts_are_cut_after_a_sentence():
    sentence = "This is one of many sentences that the bank has to say. "

    parts = split(sentence * 30)

    assert len(parts) > 1
    assert all(part.endswith(".") for part in parts)


def test_lines_are_kept_together_before_sentences():
    listed = "\n".join(f"{n} One. Two. Three. Four words here." for n in range(40))

    assert all(part[0].isdigit() and part.endswith("here.") for part in split(listed))


def test_a_word_without_end_is_cut_all_the_same():
    assert "".join(split("x" * 2000)) == "x" * 2000


@given(st.text(min_size=1, max_size=3000))
def test_every_part_fits_and_nothing_but_space_is_lost(text: str):
    parts = split(text)

    assert all(fits(part) and len(part) <= MOST_LETTERS for part in parts)
    assert all(segments(part) <= SEGMENTS for part in parts)
    said = text.translate(
        str.maketrans(dict.fromkeys("\u201c\u201d\u2018\u2019\u2013\u2014\u2026"))
    )
    kept = "".join("".join(parts).split())
    for letter in set("".join(said.split())) - set("\"'-."):
        assert kept.count(letter) == said.count(letter)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("STOP", Keyword.STOP),
        (" stop. ", Keyword.STOP),
        ("Baja", Keyword.STOP),
        ("unstop", Keyword.START),
        ("Ayuda", Keyword.HELP),
        ("yes", None),
        ("please stop", None),
        ("", None),
    ],
)
def test_carriers_words_are_words_alone(text: str, word: Keyword | None):
    assert keyword(text) is word
