"""Categories, issues, outcomes and action items of a call, as Call Analytics writes them."""

from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator

from local.speech.recognizer import RecognizedWord
from local.transcribe.call_categories import Categories, found
from local.transcribe.call_findings import findings
from local.transcribe.call_turns import Turn
from local.transcribe.errors import BadRequestError, ConflictError, NotFoundError

WORD_S = 0.5


def turn(role: str, begin_s: float, text: str, sentiment: str = "NEUTRAL") -> Turn:
    """A word each half second."""
    words = []
    for at, word in enumerate(text.split()):
        bare, from_s = word.rstrip(".,?"), begin_s + at * WORD_S
        words.append(RecognizedWord(bare, word[len(bare) :], from_s, from_s + WORD_S, 0.9))
    return Turn(role, 0 if role == "AGENT" else 1, tuple(words), sentiment)


CALL = [
    turn("AGENT", 0, "Welcome to the bank. How can I help?", "POSITIVE"),
    turn("CUSTOMER", 5, "I want to speak to a manager.", "NEGATIVE"),
    turn("AGENT", 7, "I am so sorry, let me see.", "NEGATIVE"),
    turn("CUSTOMER", 20, "Thank you, that is better.", "POSITIVE"),
]
END_MS = 22_500


def places(*rules: dict[str, Any], call: list[Turn] | None = None) -> list[tuple[int, int]] | None:
    """Where a category of these rules matches the call; None where it does not."""
    categories = Categories()
    categories.create({"CategoryName": "asked", "Rules": list(rules)})
    return found(categories.of_recordings(), CALL if call is None else call).get("asked")


def said(*targets: str, **more: Any) -> dict[str, Any]:
    return {"TranscriptFilter": {"TranscriptFilterType": "EXACT", "Targets": [*targets], **more}}


def felt(sentiment: str, **more: Any) -> dict[str, Any]:
    return {"SentimentFilter": {"Sentiments": [sentiment], **more}}


def test_a_phrase_is_found_word_for_word_whatever_its_case_and_marks():
    assert places(said("Speak to a Manager")) == [(6_500, 8_500)]
    assert places(said("speak to the manager")) is None
    assert places(said("peak to a manager")) is None


def test_one_target_is_enough_and_each_place_is_named():
    assert places(said("nobody", "let me see", "welcome")) == [(0, 500), (9_000, 10_500)]


def test_a_phrase_is_of_who_said_it():
    assert places(said("manager", ParticipantRole="AGENT")) is None
    assert places(said("manager", ParticipantRole="CUSTOMER")) == [(8_000, 8_500)]


@pytest.mark.parametrize(
    ("times", "is_in"),
    [
        ({"AbsoluteTimeRange": {"First": 7_000}}, True),
        ({"AbsoluteTimeRange": {"First": 5_000}}, False),
        ({"AbsoluteTimeRange": {"Last": 16_000}}, True),
        ({"AbsoluteTimeRange": {"Last": 10_000}}, False),
        ({"AbsoluteTimeRange": {"StartTime": 5_000, "EndTime": 9_000}}, True),
        ({"AbsoluteTimeRange": {"StartTime": 9_000, "EndTime": 20_000}}, False),
        ({"RelativeTimeRange": {"First": 40}}, True),
        ({"RelativeTimeRange": {"Last": 50}}, False),
        ({"RelativeTimeRange": {"StartPercentage": 20, "EndPercentage": 40}}, True),
    ],
)
def test_a_phrase_is_looked_for_in_the_time_that_is_asked_for(times: dict[str, Any], is_in: bool):
    assert (places(said("speak to a manager", **times)) is not None) is is_in


def test_absence_matches_the_whole_call():
    assert places(said("anything else", Negate=True)) == []
    assert places(said("welcome", Negate=True)) is None


def test_half_of_the_turns_make_a_sentiment():
    assert places(felt("NEGATIVE", ParticipantRole="CUSTOMER")) == [(5_000, 8_500)]
    last = {"RelativeTimeRange": {"Last": 20}}
    assert places(felt("POSITIVE", **last)) == [(20_000, END_MS)]
    assert places(felt("POSITIVE", ParticipantRole="AGENT", **last)) is None
    third = [*CALL, turn("CUSTOMER", 30, "Goodbye.")]
    assert places(felt("NEGATIVE", ParticipantRole="CUSTOMER"), call=third) is None


def test_silence_counts_from_its_threshold():
    assert places({"NonTalkTimeFilter": {"Threshold": 5_000}}) == [(10_500, 20_000)]
    assert places({"NonTalkTimeFilter": {"Threshold": 15_000}}) is None
    assert places({"NonTalkTimeFilter": {"Threshold": 15_000, "Negate": True}}) == []


def test_an_interruption_is_by_who_cut_in():
    by_agent: dict[str, Any] = {"InterruptionFilter": {"ParticipantRole": "AGENT"}}
    by_customer: dict[str, Any] = {"InterruptionFilter": {"ParticipantRole": "CUSTOMER"}}
    assert places(by_agent) == [(7_000, 8_500)]
    assert places(by_customer) is None
    assert places({"InterruptionFilter": {"Threshold": 10_000}}) is None


def test_every_rule_must_hold():
    assert places(said("manager"), felt("NEGATIVE", ParticipantRole="CUSTOMER")) == [
        (5_000, 8_500),
        (8_000, 8_500),
    ]
    assert places(said("manager"), said("mortgage")) is None


def test_categories_of_live_calls_are_not_looked_for_in_recordings():
    categories = Categories()
    rules = [said("welcome")]
    categories.create({"CategoryName": "live", "Rules": rules, "InputType": "REAL_TIME"})

    assert categories.of_recordings() == ()


def test_a_category_is_made_changed_listed_and_deleted():
    categories = Categories()
    made = categories.create({"CategoryName": "one", "Rules": [said("welcome")]})
    categories.create({"CategoryName": "two", "Rules": [said("welcome")]})

    changed = categories.update({"CategoryName": "one", "Rules": [said("hello")]})

    assert changed.created_at == made.created_at
    assert categories.get("one").rules == (said("hello"),)
    first, token = categories.listed({"MaxResults": 1})
    second, end = categories.listed({"MaxResults": 1, "NextToken": token})
    assert ([*first, *second], end) == ([changed, categories.get("two")], None)
    with pytest.raises(ConflictError):
        categories.create({"CategoryName": "one", "Rules": [said("welcome")]})
    categories.delete("one")
    with pytest.raises(NotFoundError):
        categories.get("one")


def test_a_category_is_described_in_the_shape_of_the_service():
    tags = [{"Key": "team", "Value": "cards"}]
    made = Categories().create({"CategoryName": "one", "Rules": [said("welcome")], "Tags": tags})

    model = botocore.session.get_session().get_service_model("transcribe")
    shape = model.shape_for("CategoryProperties")
    assert ParamValidator().validate(made.described(), shape).generate_report() == ""
    assert set(made.described()) == set(shape.members)


@pytest.mark.parametrize(
    "wrong",
    [
        {"CategoryName": "two words"},
        {"Rules": []},
        {"Rules": [said("welcome")] * 21},
        {"Rules": [{**said("welcome"), **felt("NEGATIVE")}]},
        {"Rules": [felt("ANGRY")]},
        {"Rules": [said("welcome", ParticipantRole="BOT")]},
        {"Rules": [said("welcome", AbsoluteTimeRange={"StartTime": 5})]},
        {"Rules": [said("welcome", AbsoluteTimeRange={"First": 5, "Last": 5})]},
        {
            "Rules": [
                said("welcome", AbsoluteTimeRange={"First": 5}, RelativeTimeRange={"First": 5})
            ]
        },
        {"InputType": "LATER"},
    ],
)
def test_a_category_that_makes_no_sense_is_refused(wrong: dict[str, Any]):
    with pytest.raises(BadRequestError):
        Categories().create({"CategoryName": "one", "Rules": [said("welcome")], **wrong})


def cut(spoken: Turn) -> dict[str, list[str]]:
    """What was found, as the words that its offsets cut out."""
    return {
        kind: [
            spoken.content[one["CharacterOffsets"]["Begin"] : one["CharacterOffsets"]["End"]]
            for one in several
        ]
        for kind, several in findings(spoken).items()
    }


@pytest.mark.parametrize(
    ("role", "text", "expected"),
    [
        (
            "CUSTOMER",
            "Hello there. My card was declined at the shop.",
            {"IssuesDetected": ["My card was declined at the shop."]},
        ),
        (
            "CUSTOMER",
            "I'm calling about my mortgage.",
            {"IssuesDetected": ["I'm calling about my mortgage."]},
        ),
        (
            "AGENT",
            "I have removed the block. I will send you a letter tomorrow.",
            {
                "OutcomesDetected": ["I have removed the block."],
                "ActionItemsDetected": ["I will send you a letter tomorrow."],
            },
        ),
        ("AGENT", "Would you like me to send a new card?", {}),
        ("AGENT", "My card was declined yesterday too.", {}),
        ("CUSTOMER", "I have paid on time. I will call my wife.", {}),
        ("CUSTOMER", "Thank you, you have been very kind.", {}),
    ],
)
def test_a_sentence_tells_why_what_was_done_and_what_will_be(
    role: str, text: str, expected: dict[str, list[str]]
):
    assert cut(turn(role, 0, text)) == expected
