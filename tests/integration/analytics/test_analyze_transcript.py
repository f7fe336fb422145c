from typing import Any

import pytest

from omnilex.domain.contact import Contact, Role, SentimentLabel, Separation, Status
from omnilex.domain.failure import TranscriptUnreadableError
from omnilex.handlers.analyze_transcript import lambda_handler
from tests.integration.analytics.comprehend import Comprehend
from tests.integration.analytics.world import (
    CALL,
    CONTEXT,
    GUID,
    JOB,
    World,
    event,
    transcript,
    wav,
)

OUTPUT = f"transcriptions/{JOB}.json"


def analyze(world: World, situation: str = "speakers_told_apart") -> Contact:
    """The interim contact."""
    answer = lambda_handler(event("analyze_transcript", situation), CONTEXT)
    return Contact.model_validate(world.read(answer["interim_key"]))


@pytest.fixture
def transcribed(world: World, comprehend: Comprehend) -> World:
    world.register(wav())
    world.keep(OUTPUT, CALL)
    return world


def test_words_become_turns_of_the_two_participants(transcribed: World):
    contact = analyze(transcribed)

    assert [(turn.role, turn.text) for turn in contact.turns] == [
        (Role.AGENT, "Thank you for calling, how can I help?"),
        (Role.CUSTOMER, "This is terrible. My card is blocked."),
        (Role.AGENT, "I will unblock your card now."),
        (Role.CUSTOMER, "Wonderful, thank you."),
    ]
    assert contact.turns[1].begin_offset_ms == 5_000
    assert contact.turns[1].duration_ms == 3_400
    assert contact.speaker_names == {"AGENT": "Agent", "CUSTOMER": "Caller"}
    assert contact.separation_reason == "the agent is the one who greets and offers help"


def test_every_turn_has_a_sentiment_and_every_participant_a_trend(transcribed: World):
    contact = analyze(transcribed)

    labels = [turn.sentiment for turn in contact.turns]
    customer = contact.sentiment.CUSTOMER
    neutral, negative, positive = (
        SentimentLabel(name) for name in ("NEUTRAL", "NEGATIVE", "POSITIVE")
    )
    assert labels == [neutral, negative, neutral, positive]
    assert contact.turns[1].score == pytest.approx(-5 * (0.94 - 0.4) / 0.6)
    assert contact.turns[3].score == pytest.approx(+5 * (0.94 - 0.4) / 0.6)
    assert customer.average == pytest.approx(0)
    assert customer.quarters == pytest.approx((None, -4.5, None, 4.5))
    assert customer.trend == pytest.approx(9.0)


def test_who_talked_how_long_is_counted(transcribed: World):
    contact = analyze(transcribed)

    assert contact.talk is not None
    assert contact.duration_ms == 24_000
    assert contact.talk.AGENT.talk_time_ms == 3_900 + 2_900
    assert contact.talk.CUSTOMER.talk_time_ms == 3_400 + 1_400
    assert contact.talk.AGENT.interruptions == 0


def test_the_words_are_kept_apart_from_the_document(transcribed: World):
    contact = analyze(transcribed)

    kept = transcribed.read(f"words/{GUID}.json")
    assert contact.words_key == f"words/{GUID}.json"
    assert kept["contact_id"] == GUID
    assert kept["words"][0] == {
        "text": "Thank",
        "begin_offset_ms": 0,
        "end_offset_ms": 400,
        "confidence": 0.99,
        "turn": 0,
    }
    assert len(kept["words"]) == 24


def test_the_list_shows_that_the_contact_is_being_analysed(transcribed: World):
    analyze(transcribed)

    assert transcribed.contact().status is Status.ANALYZING
    assert transcribed.contact().turns == ()


def test_channels_are_the_participants_in_the_order_of_their_names(transcribed: World):
    transcribed.keep(OUTPUT, transcript(("ch_1", 0, "Hello there."), ("ch_0", 2, "Hello.")))

    contact = analyze(transcribed, "channels_told_apart")

    assert [turn.role for turn in contact.turns] == [Role.CUSTOMER, Role.AGENT]
    assert contact.speaker_separation is Separation.CHANNEL


def test_a_language_that_comprehend_does_not_speak_has_turns_without_sentiment(
    transcribed: World, comprehend: Comprehend
):
    contact = analyze(transcribed, "language_without_sentiment")

    assert len(contact.turns) == 4
    assert {turn.sentiment for turn in contact.turns} == {None}
    assert contact.sentiment.CUSTOMER.average is None
    assert comprehend.batches == []


def test_a_contact_of_unknown_length_ends_with_its_last_word(transcribed: World):
    contact = analyze(transcribed, "length_unknown")

    assert contact.duration_ms == 19_400


def test_a_recording_in_which_nobody_speaks_is_a_contact_without_turns(transcribed: World):
    transcribed.keep(OUTPUT, transcript())

    contact = analyze(transcribed)

    assert contact.turns == ()
    assert contact.separation_reason == "nobody speaks"
    assert contact.sentiment.AGENT.average is None


def test_turns_go_to_comprehend_at_most_25_at_a_time_and_the_same_text_once(
    transcribed: World, comprehend: Comprehend
):
    said = [(f"spk_{at % 2}", at * 4.0, f"Sentence number {at // 2}") for at in range(120)]
    transcribed.keep(OUTPUT, transcript(*said))

    contact = analyze(transcribed)

    assert len(contact.turns) == 120
    assert sorted(len(batch) for batch in comprehend.batches) == [10, 25, 25]


def test_a_turn_longer_than_comprehend_takes_is_sent_in_pieces(
    transcribed: World, comprehend: Comprehend
):
    long_turn = " ".join(["wonderful"] * 700)
    transcribed.keep(OUTPUT, transcript(("spk_0", 0, long_turn)))

    contact = analyze(transcribed)

    (batch,) = comprehend.batches
    assert [len(piece.encode()) for piece in batch] == [5_000, 1_999]
    assert contact.turns[0].sentiment is SentimentLabel.POSITIVE
    assert contact.turns[0].text == long_turn


@pytest.mark.parametrize(
    "output",
    [
        "not JSON",
        {"results": {}},
        {"results": {"items": [{"type": "pronunciation", "alternatives": []}]}},
    ],
)
def test_a_transcript_of_another_form_is_said_to_be_one(transcribed: World, output: Any):
    transcribed.keep(OUTPUT, output)

    with pytest.raises(TranscriptUnreadableError, match="cannot be read as"):
        analyze(transcribed)


def test_a_text_that_comprehend_refuses_stops_the_analysis(
    transcribed: World, comprehend: Comprehend
):
    comprehend.refuses = "card"

    with pytest.raises(RuntimeError, match="INTERNAL_SERVER_ERROR"):
        analyze(transcribed)
