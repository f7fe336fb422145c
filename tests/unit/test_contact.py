from datetime import UTC, datetime

from omnilex.domain.contact import (
    CategoryMatch,
    Contact,
    EntityMention,
    Loudness,
    ParticipantSentiment,
    ParticipantTalk,
    Point,
    Role,
    Sentiment,
    Source,
    Span,
    Status,
    Talk,
    Turn,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def contact(**known: object) -> Contact:
    return Contact.model_validate(
        {
            "contact_id": "c-001",
            "status": Status.ANALYZED,
            "file_name": "c-001.wav",
            "started_at": NOON,
            "conversation_location": "America/Toronto",
            "source": Source(bucket="recordings", key="originalAudio/c-001.wav", size_bytes=9),
            **known,
        }
    )


def test_a_document_of_the_first_version_is_still_read():
    old = contact().model_dump(
        mode="json",
        include={
            "contact_id",
            "status",
            "file_name",
            "started_at",
            "conversation_location",
            "source",
        },
    )

    read = Contact.model_validate({**old, "schema_version": "1.0"})

    assert read.schema_version == "1.0"
    assert (read.entities, read.categories, read.summary, read.bot) == ((), (), (), None)


def test_the_row_names_categories_entities_tags_and_the_customers_quarters():
    entities = tuple(EntityMention(type="DATE", text=f"day {n}", count=1) for n in range(12))
    customer = ParticipantSentiment(average=-1.0, trend=2.0, quarters=(-2.0, None, None, 0.0))
    row = contact(
        entities=entities,
        categories=(CategoryMatch(name="Complaint"),),
        sentiment=Sentiment(CUSTOMER=customer),
    ).row(tags=["follow up"])

    assert row["categories"] == ["Complaint"]
    assert row["entities"] == [f"day {n}" for n in range(10)]
    assert row["tags"] == ["follow up"]
    assert row["sentiment"] == {
        "AGENT": {"average": None, "trend": None},
        "CUSTOMER": {"average": -1.0, "trend": 2.0, "quarters": [-2.0, None, None, 0.0]},
    }


def test_in_short_nothing_is_kept_that_grows_with_the_length():
    nobody = ParticipantTalk(talk_time_ms=0, longest_monologue_ms=0, interruptions=0)
    point = Point(turn=0, begin_offset_ms=0, text="terrible")
    long = contact(
        turns=(Turn(index=0, role=Role.AGENT, text="Hi.", begin_offset_ms=0, duration_ms=1),),
        loudness=Loudness(AGENT=(50.0,) * 9_000),
        entities=tuple(
            EntityMention(type="DATE", text=f"day {n}", count=1, turns=(n,)) for n in range(500)
        ),
        categories=(CategoryMatch(name="Complaint", points=(point,) * 500),),
        talk=Talk(
            AGENT=nobody,
            CUSTOMER=nobody,
            non_talk_time_ms=4_000,
            non_talk=(Span(begin_offset_ms=0, duration_ms=4_000),),
        ),
    )

    short = long.in_short()

    assert (short.turns, short.loudness, short.key_phrases) == ((), None, ())
    assert short.talk is not None
    assert (short.talk.non_talk, short.talk.non_talk_time_ms) == ((), 4_000)
    assert len(short.entities) == 100
    assert short.categories == (CategoryMatch(name="Complaint"),)
