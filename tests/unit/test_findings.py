"""Entities, key phrases, passages, summary and bot figures of a contact."""

from omnilex.domain.analysis import bot_figures
from omnilex.domain.contact import Entity, Role, SummarySentence, Turn
from omnilex.domain.entities import EntityList, key_phrases, mentions, together
from omnilex.domain.passages import passages
from omnilex.domain.summary import of_contact
from omnilex.domain.transcript import BotNotes, loudness_of, turn_at


def turn(index: int, text: str, role: Role = Role.CUSTOMER, *entities: Entity) -> Turn:
    return Turn(
        index=index,
        role=role,
        text=text,
        begin_offset_ms=index * 10_000,
        duration_ms=8_000,
        entities=entities,
    )


def entity(text: str, kind: str, begin: int = 0, score: float = 0.9) -> Entity:
    return Entity(
        text=text, type=kind, score=score, begin_offset=begin, end_offset=begin + len(text)
    )


def test_the_entity_list_finds_whole_words_of_any_case_and_the_longest():
    listed = EntityList(
        [("Ford", "MAKE"), ("door", "PART"), ("door lock", "PART"), ("401(k)", "X")]
    )

    found = listed.entities("I can't afford outdoors. FORD, a Door Lock and my 401(k) plan.")

    assert [(one.text, one.type, one.score) for one in found] == [
        ("FORD", "MAKE", 1.0),
        ("Door Lock", "PART", 1.0),
        ("401(k", "X", 1.0),
    ]
    assert found[0].begin_offset == 25


def test_own_entities_stand_before_standard_ones_and_unsure_ones_fall_out():
    own = [entity("Riverbend", "BRANCH", 3)]
    standard = [
        entity("Riverbend Bank", "ORGANIZATION", 3),
        entity("June", "DATE", 30, 0.6),
        entity("May", "DATE", 40, 0.4),
    ]

    kept = together(own, standard, threshold=0.5)

    assert [(one.text, one.type) for one in kept] == [("Riverbend", "BRANCH"), ("June", "DATE")]


def test_a_thing_named_three_times_is_one_mention_with_its_turns():
    turns = [
        turn(0, "Denver", Role.CUSTOMER, entity("Denver", "LOCATION"), entity("June", "DATE")),
        turn(1, "denver", Role.AGENT, entity("denver", "LOCATION"), entity("Denver", "LOCATION")),
    ]

    first, second = mentions(turns)

    assert (first.type, first.text, first.count, first.turns) == ("LOCATION", "Denver", 3, (0, 1))
    assert (second.text, second.count) == ("June", 1)


def test_key_phrases_lose_their_articles_and_are_counted():
    found = key_phrases([["the late fee", "it"], ["A late fee", "my savings account", "12"]])

    assert [(one.text, one.count, one.turns) for one in found] == [
        ("late fee", 2, (0, 1)),
        ("savings account", 1, (1,)),
    ]


def test_passages_hold_many_texts_and_find_the_way_back():
    texts = ["Hello Ana.", "I live in Denver.", "é" * 30]

    made = passages(texts, most_bytes=40)

    first, *_ = made
    begin = first.text.index("Denver")
    assert first.text == "Hello Ana.\nI live in Denver."
    assert all(len(one.text.encode()) <= 40 for one in made)
    assert "".join(one.text for one in made[1:]) == texts[2]
    assert first.place(begin, begin + 6) == (1, 10, 16)
    assert first.place(6, 14) is None  # from one text into the next
    last = made[-1]
    assert last.place(0, 3) == (2, 30 - len(last.text), 33 - len(last.text))


def test_the_summary_is_three_to_five_sentences_of_the_contact_in_their_order():
    turns = [
        turn(0, "Thank you for calling, how can I help?", Role.AGENT),
        turn(1, "I was charged twice for the mortgage payment of June."),
        turn(2, "Okay."),
        turn(3, "The second mortgage payment was charged by mistake.", Role.AGENT),
        turn(4, "The second mortgage payment was charged by mistake."),
        turn(5, "I have refunded the second payment to the mortgage account.", Role.AGENT),
        turn(6, "My cat is called Felix and likes tuna a lot."),
        turn(7, "Lovely weather over there this week, is it not?"),
    ]

    summary = of_contact(turns, ())

    assert len(summary) == 3
    assert [one.turn for one in summary] == [1, 3, 5]
    assert summary[0] == SummarySentence(turn=1, text=turns[1].text)


def test_a_contact_in_which_little_is_said_has_a_short_summary():
    assert of_contact([], ()) == ()
    assert [one.text for one in of_contact([turn(0, "Hello."), turn(1, "Bye.")], ())] == [
        "Hello.",
        "Bye.",
    ]


def test_a_chat_is_contained_until_somebody_else_is_needed():
    bot, agent = turn(0, "Hi.", Role.BOT), turn(1, "Hi.", Role.AGENT)

    assert bot_figures(None, [bot]) is None
    alone = bot_figures(BotNotes(intents=("Welcome",)), [bot])
    handed_over = bot_figures(BotNotes(transferred=True), [bot])
    joined = bot_figures(BotNotes(), [bot, agent])

    assert alone is not None
    assert (alone.contained, alone.transferred) == (True, False)
    assert handed_over is not None
    assert not handed_over.contained
    assert joined is not None
    assert joined.transferred


def test_loudness_by_turn_becomes_loudness_by_second():
    loud = loudness_of(
        [
            (Role.AGENT, 300, [60.0, 61.0]),
            (Role.CUSTOMER, 3_100, [70.0]),
            (Role.AGENT, 3_500, [62.0]),
            (Role.BOT, 5_000, [50.0]),
        ]
    )

    assert loud is not None
    assert loud.AGENT == (60.0, 61.0, None, 62.0)
    assert loud.CUSTOMER == (None, None, None, 70.0)
    assert loudness_of([(Role.AGENT, 0, [])]) is None


def test_a_time_belongs_to_the_turn_that_is_spoken_or_was_last():
    turns = [turn(0, "a"), turn(1, "b")]

    assert [turn_at(turns, ms) for ms in (0, 8_000, 9_000, 12_000, 99_000)] == [0, 0, 0, 1, 1]
