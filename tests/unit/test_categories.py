import json
from typing import Any

import pytest

from omnilex.domain.categories import RuleSetError, find, parse
from omnilex.domain.contact import HighlightKind, Role, SentimentLabel, Turn

MINUTE_MS = 60_000


def turn(
    index: int, text: str, *, role: Role = Role.CUSTOMER, at_s: int = 0, felt: str = "NEUTRAL"
) -> Turn:
    return Turn(
        index=index,
        role=role,
        text=text,
        begin_offset_ms=at_s * 1_000,
        duration_ms=2_000,
        sentiment=SentimentLabel(felt),
    )


def names(turns: list[Turn], *rules: dict[str, Any], match: str = "any") -> list[str]:
    """The categories of a one-minute contact by the one category with these rules."""
    category = {"name": "Found", "match": match, "rules": list(rules)}
    found, _ = find(parse(json.dumps({"categories": [category]})), turns, MINUTE_MS, "CALL")
    return [one.name for one in found]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("I want to cancel my card.", True),
        ("Cancel, my card!", True),
        ("CANCELLING", False),
        ("I cancelled everything", True),
        ("it was uncancel my card", False),
        ("cancel. Please. My card", False),
    ],
)
def test_phrases_stand_on_word_boundaries_whatever_case_and_punctuation(text: str, is_found: bool):
    found = names([turn(0, text)], {"phrases": ["cancel my card", "cancelled*"]})

    assert bool(found) is is_found


def test_a_phrase_is_found_in_a_language_without_spaces():
    assert names([turn(0, "カードを止めてください")], {"phrases": ["止めて"]})


def test_who_speaks_and_how_they_feel_narrow_a_rule():
    angry = turn(0, "again", felt="NEGATIVE")
    calm = turn(0, "again")
    agent = turn(0, "again", role=Role.AGENT, felt="NEGATIVE")
    rule = {"phrases": ["again"], "speaker": "CUSTOMER", "sentiment": "NEGATIVE"}

    assert names([angry], rule)
    assert not names([calm], rule)
    assert not names([agent], rule)


@pytest.mark.parametrize(
    ("within", "at_s", "is_found"),
    [
        ({"first_s": 30}, 29, True),
        ({"first_s": 30}, 30, False),
        ({"last_s": 30}, 30, True),
        ({"last_s": 30}, 29, False),
        ({"from_s": 10, "until_s": 20}, 10, True),
        ({"from_s": 10, "until_s": 20}, 20, False),
        ({"from_s": 10}, 59, True),
        ({"until_s": 10}, 9, True),
    ],
)
def test_the_time_in_the_contact_narrows_a_rule(
    within: dict[str, float], at_s: int, is_found: bool
):
    found = names([turn(0, "hello", at_s=at_s)], {"phrases": ["hello"], "within": within})

    assert bool(found) is is_found


def test_an_absent_phrase_is_a_category_without_a_point():
    rules = parse(
        json.dumps(
            {
                "categories": [
                    {
                        "name": "No greeting",
                        "rules": [{"phrases": ["hello"], "speaker": "AGENT", "absent": True}],
                    }
                ]
            }
        )
    )

    (missing,), _ = find(rules, [turn(0, "Yes?", role=Role.AGENT)], MINUTE_MS, "CALL")
    present, _ = find(rules, [turn(0, "Hello.", role=Role.AGENT)], MINUTE_MS, "CALL")

    nobody, _ = find(rules, [turn(0, "Yes?")], MINUTE_MS, "CALL")

    assert missing.points == ()
    assert present == nobody == ()


def test_a_category_of_calls_is_not_one_of_chats():
    rules = parse(
        '{"categories": [{"name": "C", "channel": "CALL", "rules": [{"phrases": ["hello"]}]}]}'
    )
    turns = [turn(0, "Hello.")]

    assert [one.name for one in find(rules, turns, MINUTE_MS, "CALL")[0]] == ["C"]
    assert find(rules, turns, MINUTE_MS, "CHAT")[0] == ()


def test_all_rules_must_hold_where_the_category_says_so():
    one, other = {"phrases": ["card"]}, {"phrases": ["stolen"]}
    both = [turn(0, "my card"), turn(1, "was stolen")]

    assert names(both, one, other, match="all")
    assert not names(both[:1], one, other, match="all")
    assert names(both[:1], one, other)


def test_a_point_says_where_and_in_which_words():
    turns = [turn(0, "Hello."), turn(1, "This is, well, Not Acceptable.", at_s=12)]
    rules = parse('{"categories": [{"name": "C", "rules": [{"phrases": ["not acceptable"]}]}]}')

    (match,), _ = find(rules, turns, MINUTE_MS, "CALL")

    (point,) = match.points
    assert (point.turn, point.begin_offset_ms, point.text) == (1, 12_000, "Not Acceptable")


def test_highlights_are_the_sentences_that_a_rule_finds_once_each():
    rules = parse(
        json.dumps(
            {
                "highlights": [
                    {
                        "kind": "ACTION_ITEM",
                        "speaker": "AGENT",
                        "phrases": ["I will send", "letter"],
                    },
                    {"kind": "ISSUE", "phrases": ["I need"]},
                ]
            }
        )
    )
    turns = [
        turn(0, "Hi. I need a new card, e.g. a black one! Thanks."),
        turn(1, "Sure. I will send a letter. Bye.", role=Role.AGENT),
    ]

    _, highlights = find(rules, turns, MINUTE_MS, "CALL")

    assert [(one.kind, one.turn, one.text) for one in highlights] == [
        (HighlightKind.ISSUE, 0, "I need a new card, e.g. a black one!"),
        (HighlightKind.ACTION_ITEM, 1, "I will send a letter."),
    ]


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("no JSON", "the document: Invalid JSON"),
        ({"version": 2}, "version: Input should be 1"),
        ({"categories": [{"name": "A"}]}, r"categories.0.rules: Field required"),
        ({"categories": [{"name": "A", "rules": [{}]}]}, "a rule needs phrases, or a sentiment"),
        (
            {"categories": [{"name": "A", "rules": [{"phrases": ["?!"]}]}]},
            r"the phrase '\?!' has no word in it",
        ),
        (
            {"categories": [{"name": "A", "rules": [{"phrases": ["a"], "within": {}}]}]},
            "say first_s, or last_s, or from_s with until_s",
        ),
        (
            {
                "categories": [
                    {
                        "name": "A",
                        "rules": [{"phrases": ["a"], "within": {"from_s": 5, "until_s": 5}}],
                    }
                ]
            },
            "from_s must be less than until_s",
        ),
        (
            {
                "categories": [
                    {"name": "A", "rules": [{"phrases": ["a"]}]},
                    {"name": "a", "rules": [{"phrases": ["b"]}]},
                ]
            },
            "two categories are named 'a'",
        ),
        ({"highlights": [{"kind": "ISSUE", "sentiment": "NEGATIVE"}]}, "a highlight needs phrases"),
        ({"speakers": []}, "speakers: Extra inputs are not permitted"),
        ({"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}, "and 2 more"),
    ],
)
def test_a_rule_set_at_fault_is_refused_with_where_and_what(document: Any, said: str):
    text = document if isinstance(document, str) else json.dumps(document)

    with pytest.raises(RuleSetError, match=said):
        parse(text)
