from datetime import UTC, datetime

import pytest

from omnilex.domain import bitmap
from omnilex.domain.contact import BotFigures, Contact, EntityMention, Role, Source, Status, Turn
from omnilex.domain.search import (
    Column,
    duration_key,
    projection_of,
    score_key,
    text_key,
    text_terms,
    words,
)


def contact(**changes: object) -> Contact:
    said = Turn(index=0, role=Role.CUSTOMER, text="My card", begin_offset_ms=0, duration_ms=900)
    return Contact(
        contact_id="c-1",
        status=Status.ANALYZED,
        file_name="call.wav",
        started_at=datetime(2026, 11, 23, 12, tzinfo=UTC),
        conversation_location="America/Toronto",
        source=Source(bucket="recordings", key="originalAudio/call.wav", size_bytes=1),
        turns=(said,),
    ).model_copy(update=changes)


def test_words_are_told_apart_without_case_and_accents():
    assert words("¿Dónde está MI tarjeta? I'm LÁZARO's") == [
        *("donde", "esta", "mi", "tarjeta", "i'm", "lazaro's")
    ]


def test_a_phrase_in_quotes_asks_for_each_two_words_that_stand_together():
    assert text_terms('fee "card is blocked" "app"') == {
        *("word:fee", "word:app", "pair:card is", "pair:is blocked")
    }


def test_a_contact_is_found_by_what_it_is_and_by_what_was_said():
    found = projection_of(
        contact(
            agent="Zoë",
            feedback="up",
            entities=(EntityMention(type="ORGANIZATION", text="Lakeshore Hydro", count=1),),
            bot=BotFigures(contained=True, intents=("MakePayment",), misses=("where am I",)),
        ),
        ["Late fee"],
    )

    assert found.terms == {
        *("every", "channel:call", "medium:phone", "status:analyzed", "agent:zoe"),
        *("entity:lakeshore hydro", "tag:late fee", "contained:true", "transferred:false"),
        *("pin_failed:false", "feedback:up"),
        *("intent:makepayment", "unanswered:where am i", "word:my", "word:card", "pair:my card"),
    }


def test_a_column_without_a_value_has_no_key():
    keys = projection_of(contact(), ()).keys

    assert set(keys) == {Column.STARTED_AT, Column.CHANNEL, Column.STATUS, Column.FILE_NAME}


@pytest.mark.parametrize(
    "ordered",
    [
        [score_key(value) for value in (-10.0, -4.99, -0.0001, 0.0, 0.5, 5.0, 10.0)],
        [duration_key(value) for value in (0, 999, 1_000, 3_600_000)],
        [text_key(value) for value in ("anna", "Bob", "Zoë")],
    ],
)
def test_keys_sort_as_their_values_do(ordered: list[str]):
    assert ordered == sorted(ordered)
    assert len(set(ordered)) == len(ordered)


def test_a_bitmap_comes_back_whole_from_its_pieces():
    numbers = [0, 7, 8_191, 8_192, 99_999]
    pieces: dict[int, int] = {}
    for number in numbers:
        place, bit = bitmap.piece_of(number)
        pieces[place] = pieces.get(place, 0) | 1 << bit

    joined = bitmap.joined(
        (place, bitmap.unpacked(bitmap.packed(piece))) for place, piece in pieces.items()
    )

    assert joined == bitmap.of(numbers)
    assert list(bitmap.members(joined)) == numbers


@pytest.mark.parametrize("numbers", [[], [0], [7, 8, 300, 70_000, 99_999_999], list(range(900))])
def test_a_set_of_few_comes_back_from_its_gaps(numbers: list[int]):
    assert bitmap.unpacked_gaps(bitmap.packed_gaps(numbers)) == numbers
