from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from omnilex.domain.contact import Contact, Source, Status
from omnilex.domain.insights import Contribution, Figures, Tally, contribution_of

DAY = date(2026, 11, 23)


def contribution(**changes: object) -> Contribution:
    return Contribution(day=DAY, channel="CALL").model_copy(update=changes)


def test_what_was_added_is_taken_back_without_a_trace():
    figures = Figures()
    kept = contribution(agent="Ann", average=1_500, trend=-250, entities=("fee",))
    gone = contribution(
        agent="Bob", categories=("Complaint",), average=333, is_bot=True, unanswered=("why",)
    )
    figures.add(kept)
    alone = figures.model_copy(deep=True)

    figures.add(gone)
    figures.add(gone, sign=-1)

    assert figures == alone


def test_averages_are_of_the_contacts_that_have_one():
    tally = Tally()
    for average in (1_000, 2_000, None):
        tally.add(contribution(average=average), 1)

    assert tally.told() == {"contacts": 3, "average": 1.5, "trend": None}


def test_days_are_merged_name_by_name():
    first, second = Figures(), Figures()
    first.add(contribution(agent="Ann", entities=("fee",), is_bot=True, is_contained=True))
    second.add(contribution(agent="Ann", entities=("fee", "card"), has_failed=True))

    first.merge(second)

    assert first.by_agent["Ann"].contacts == 2
    assert first.entities == {"fee": 2, "card": 1}
    assert (first.bot_contacts, first.contained, first.failed) == (1, 1, 1)


def test_a_contact_counts_under_every_set_of_filters_that_finds_it():
    scopes = contribution(agent="Ann", categories=("Complaint",)).scopes()

    assert len(scopes) == len(set(scopes)) == 8
    assert {"||", "CALL||", "|ann|", "||complaint", "CALL|ann|complaint"} <= set(scopes)


def test_the_day_of_a_contact_is_the_banks():
    late = Contact(
        contact_id="c-1",
        status=Status.FAILED,
        file_name="call.wav",
        started_at=datetime(2026, 11, 24, 2, tzinfo=UTC),
        conversation_location="America/Toronto",
        source=Source(bucket="recordings", key="originalAudio/call.wav", size_bytes=1),
    )

    counted = contribution_of(late, ZoneInfo("America/Toronto"))

    assert counted.day == DAY
    assert counted.has_failed
