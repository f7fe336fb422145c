from datetime import UTC, datetime
from typing import Any

import pytest

from omnilex.domain.contact import Status
from omnilex.domain.failure import EmptyRecordingError
from omnilex.handlers.register_contact import lambda_handler
from tests.integration.analytics.world import CONTEXT, GUID, World, event


def register(situation: str) -> dict[str, Any]:
    return lambda_handler(event("register_contact", situation), CONTEXT)


def test_a_dropped_recording_is_a_contact_on_the_list(world: World):
    answer = register("recording_dropped")

    contact = world.contact()
    assert answer == {"contact_id": GUID, "is_new": True}
    assert contact.status is Status.TRANSCRIBING
    assert (contact.agent, contact.customer_id) == ("maria.lopez", "20417731")
    assert contact.started_at == datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
    assert contact.source.version_id == "v-0001"
    assert [step.name for step in contact.steps] == ["Registered"]
    assert world.contacts.newest(10, None)[0] == [contact]


def test_the_row_has_the_keys_that_the_list_is_sorted_by(world: World):
    register("recording_dropped")

    (row,) = world.rows("CONTACT")
    assert row.keys() == {"pk", "sk", "gsi1pk", "gsi1sk", "source_id", "status", "contact"}
    assert (row["pk"], row["sk"], row["gsi1pk"]) == (f"CONTACT#{GUID}", "CONTACT", "CONTACTS")
    assert row["gsi1sk"] == f"2026-11-23T14:30:00+00:00#{GUID}"
    assert row["status"] == "TRANSCRIBING"


def test_a_recording_delivered_again_is_claimed_once(world: World):
    register("recording_dropped")

    answer = register("delivered_again_to_another_execution")

    assert answer == {"contact_id": GUID, "is_new": False}
    assert len(world.rows("CLAIM")) == 1
    assert len(world.rows("CONTACT")) == 1


def test_a_step_that_is_tried_again_still_has_its_claim(world: World):
    register("recording_dropped")

    assert register("recording_dropped") == {"contact_id": GUID, "is_new": True}


def test_another_version_of_the_file_is_analysed_anew(world: World):
    register("recording_dropped")
    replaced = event("register_contact", "delivered_again_to_another_execution")
    replaced["detail"]["object"]["version-id"] = "v-0099"

    answer = lambda_handler(replaced, CONTEXT)

    assert answer == {"contact_id": GUID, "is_new": True}
    assert world.contact().source.version_id == "v-0099"


def test_two_files_of_one_telephony_id_are_both_kept(world: World):
    register("recording_dropped")

    answer = register("telephony_id_of_another_file")

    assert answer["is_new"]
    assert answer["contact_id"].startswith(f"{GUID}-")
    assert world.contact(answer["contact_id"]).agent == "tom.reed"
    assert world.contact().agent == "maria.lopez"


def test_a_name_that_says_nothing_still_makes_a_contact(world: World):
    answer = register("name_without_metadata")

    contact = world.contact(answer["contact_id"])
    assert contact.file_name == "voicemail 3 (copy).wav"
    assert (contact.agent, contact.customer_id) == (None, None)
    assert contact.started_at == contact.steps[0].at


def test_an_empty_recording_is_on_the_list_before_it_fails(world: World):
    with pytest.raises(EmptyRecordingError, match="The file is empty"):
        register("empty_recording")

    assert len(world.rows("CONTACT")) == 1


def test_a_folder_is_no_recording(world: World):
    answer = register("folder_marker")

    assert answer["is_new"] is False
    assert world.rows("CONTACT") == world.rows("CLAIM") == []
