from datetime import UTC, datetime

import pytest

from omnilex.domain import sentiment
from omnilex.domain.contact import (
    Confidences,
    Contact,
    Entity,
    Role,
    SentimentLabel,
    Source,
    Status,
    Turn,
)
from omnilex.domain.peer_formulas import (
    Generation,
    duration_s,
    entity_instances,
    sentiment_of,
    talk_time_s,
    turn_score,
)

LONG = "that is a sentence of more than sixteen letters"


def turn(
    index: int,
    positive: float,
    negative: float,
    *,
    text: str = LONG,
    label: SentimentLabel | None = None,
    role: Role = Role.CUSTOMER,
) -> Turn:
    """Ten seconds long, every ten seconds; the label is the surest of the four."""
    of = {
        SentimentLabel.POSITIVE: positive,
        SentimentLabel.NEGATIVE: negative,
        SentimentLabel.NEUTRAL: 1 - positive - negative,
    }
    return Turn(
        index=index,
        role=role,
        text=text,
        begin_offset_ms=index * 10_000,
        duration_ms=10_000,
        sentiment=label or max(of, key=lambda one: of[one]),
        confidences=Confidences(
            positive=positive, negative=negative, neutral=1 - positive - negative, mixed=0
        ),
    )


def contact(*turns: Turn) -> Contact:
    return Contact(
        contact_id="c-001",
        status=Status.ANALYZED,
        file_name="c-001.wav",
        started_at=datetime(2026, 11, 23, 12, tzinfo=UTC),
        conversation_location="America/Toronto",
        source=Source(bucket="b", key="k", size_bytes=1),
        duration_ms=60_000,
        turns=turns,
    )


@pytest.mark.parametrize(
    ("positive", "negative", "first", "second", "third"),
    [
        (0.7, 0.1, (0.7 - 0.4) / 0.6, (3.5 - 2) / 3, 3.5),
        (0.1, 0.7, -(0.7 - 0.4) / 0.6, -(3.5 - 2) / 3, -3.5),
        (0.55, 0.42, -(0.42 - 0.4) / 0.6, -(2.1 - 2) / 3, -2.1),  # negative is looked at first
        (0.39, 0.39, 0.0, 0.0, 0.0),
    ],
)
def test_a_turns_score_is_that_of_each_generation(
    positive: float, negative: float, first: float, second: float, third: float
):
    one = turn(0, positive, negative)

    scores = [turn_score(one, generation) for generation in Generation]

    assert scores == pytest.approx([first, second, third])


def test_ours_takes_the_surer_of_the_two_where_theirs_takes_negative():
    one = turn(0, 0.55, 0.42)
    assert one.confidences is not None

    ours = sentiment.score(SentimentLabel.POSITIVE, one.confidences, positive=0.4, negative=0.4)

    assert ours == pytest.approx(5 * (0.55 - 0.4) / 0.6)
    assert turn_score(one, Generation.THIRD) < 0


def test_short_and_mixed_turns_are_neutral_and_a_label_alone_is_the_whole_scale():
    assert turn_score(turn(0, 0.9, 0, text="Great, yes"), Generation.FIRST) == 0
    assert turn_score(turn(0, 0.9, 0, text="Great, yes"), Generation.THIRD) == 4.5
    assert turn_score(turn(0, 0.9, 0, text="Great!"), Generation.THIRD) == 0
    assert turn_score(turn(0, 0.5, 0.5, label=SentimentLabel.MIXED), Generation.THIRD) == 0
    labelled = turn(0, 0.1, 0.8).model_copy(update={"confidences": None})
    assert turn_score(labelled, Generation.THIRD) == -5.0


def test_the_average_is_over_all_turns_and_the_change_as_each_generation_has_it():
    turns = (
        turn(0, 0.0, 0.8),
        turn(1, 0.2, 0.2),
        turn(2, 0.6, 0.0),
        turn(3, 0.2, 0.2),
        turn(4, 0.9, 0.0, role=Role.AGENT),
        turn(5, 0.8, 0.0),
    )

    first = sentiment_of(contact(*turns), Role.CUSTOMER, Generation.FIRST)
    third = sentiment_of(contact(*turns), Role.CUSTOMER, Generation.THIRD)

    assert third.average == pytest.approx((-4 + 0 + 3 + 0 + 4) / 5)
    assert third.quarters == pytest.approx((-4, 3 / 2, 0, 4))
    assert third.change == pytest.approx(8)
    assert first.average == pytest.approx((-2 / 3 + 1 / 3 + 2 / 3) / 5)
    assert first.change == pytest.approx(4 / 3)


def test_an_empty_quarter_is_zero_with_them_and_nothing_with_us():
    turns = [turn(0, 0.0, 0.8), turn(2, 0.9, 0.0, role=Role.AGENT)]
    scored = [one.model_copy(update={"score": -3.0}) for one in turns]

    theirs = sentiment_of(contact(*turns), Role.CUSTOMER, Generation.THIRD)
    ours = sentiment.of_participant(scored, Role.CUSTOMER, 30_000)

    assert theirs.quarters == (-4.0, 0.0, 0.0, 0.0)
    assert theirs.change == 4.0  # from nothing but silence
    assert ours.quarters == (-3.0, None, None, None)
    assert ours.trend is None


def test_of_nobody_everything_is_zero():
    assert sentiment_of(contact(), Role.AGENT, Generation.THIRD) == (0.0, 0.0, (0.0,) * 4)
    assert duration_s(contact()) == 0.0


def test_length_talk_time_and_entities_are_counted_as_they_do():
    entities = tuple(
        Entity(text=text, type="DATE", score=1, begin_offset=0, end_offset=1)
        for text in ("June", "May", "June")
    )
    one = turn(0, 0, 0).model_copy(update={"entities": entities})
    called = contact(one, turn(1, 0, 0, role=Role.AGENT), turn(3, 0, 0))

    assert duration_s(called) == 40.0
    assert talk_time_s(called, Role.CUSTOMER) == 20.0
    assert entity_instances(called) == {"DATE": 2}
