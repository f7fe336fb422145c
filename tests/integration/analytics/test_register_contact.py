import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from omnilex.adapters.contact_notes import ContactNotes
from omnilex.domain.configuration import Configuration
from omnilex.domain.contact import Form, Source, Status
from omnilex.domain.failure import (
    EmptyRecordingError,
    FileGoneError,
    TranscriptUnreadableError,
    reason_of,
)
from omnilex.domain.file_name import derived_id
from omnilex.domain.notes import Note
from omnilex.domain.registration import contact_of
from omnilex.domain.session import Channel, Session
from omnilex.handlers import fail_contact
from omnilex.handlers.register_contact import lambda_handler, sessions
from tests.integration.analytics.world import (
    CONTEXT,
    GUID,
    NOON,
    ROOT,
    S3,
    World,
    defaults,
    event,
    wav,
)

DROPPED = ROOT / "tests/data/dropped"
NAMELESS = "name_without_metadata"


def register(
    world: World,
    situation: str,
    body: bytes | None = None,
    metadata: dict[str, str] | None = None,
    **changed: str,
) -> dict[str, Any]:
    """The answer for a file that lies where the event says; ``changed`` is of its object."""
    asked = event("register_contact", situation)
    known = asked["detail"]["object"]
    known.update({name.replace("_", "-"): value for name, value in changed.items()})
    if body is not None or known["size"]:
        body = wav() if body is None else body
        known["size"] = len(body)
    bucket = asked["detail"]["bucket"]["name"]
    S3.put_object(Bucket=bucket, Key=known["key"], Body=body or b"", Metadata=metadata or {})
    return lambda_handler(asked, CONTEXT)


def test_a_dropped_recording_is_a_contact_on_the_list(world: World):
    answer = register(world, "recording_dropped")

    contact = world.contact()
    assert answer == {"contact_id": GUID, "is_new": True, "kind": "recording"}
    assert contact.status is Status.TRANSCRIBING
    assert contact.source.form is Form.RECORDING
    assert (contact.agent, contact.customer_id) == ("maria.lopez", "20417731")
    assert contact.started_at == datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
    assert contact.source.version_id == "v-0001"
    assert [step.name for step in contact.steps] == ["Registered"]
    assert world.contacts.newest(10, None)[0] == [contact]


def test_the_row_has_the_keys_that_the_list_is_sorted_by_and_a_time_to_go(world: World):
    register(world, "recording_dropped")

    (row,) = world.rows("CONTACT")
    contact = world.contact()
    assert row["pk"] == f"CONTACT#{GUID}"
    assert (row["sk"], row["gsi1pk"]) == ("CONTACT", "CONTACTS")
    assert row["gsi1sk"] == f"2026-11-23T14:30:00+00:00#{GUID}"
    assert row["status"] == "TRANSCRIBING"
    assert contact.expires_at == contact.steps[0].at + timedelta(days=365)
    assert row["expires_at"] == int(contact.expires_at.timestamp())


def test_a_recording_delivered_again_is_claimed_once(world: World):
    register(world, "recording_dropped")

    answer = register(world, "delivered_again_to_another_execution")

    assert answer == {"contact_id": GUID, "is_new": False, "kind": "recording"}
    assert len(world.rows("CLAIM")) == 1
    assert len(world.rows("CONTACT")) == 1


def test_a_step_that_is_tried_again_still_has_its_claim(world: World):
    register(world, "recording_dropped")

    assert register(world, "recording_dropped")["is_new"]


def test_another_version_of_the_file_is_the_same_contact_analysed_anew(world: World):
    register(world, "recording_dropped")

    answer = register(world, "delivered_again_to_another_execution", version_id="v-0099")

    assert answer == {"contact_id": GUID, "is_new": True, "kind": "recording"}
    assert world.contact().source.version_id == "v-0099"
    assert [step.name for step in world.contact().steps] == ["Registered", "Registered"]
    assert len(world.rows("CONTACT")) == 1


def test_notes_and_tags_of_a_contact_stay_as_long_as_it_does(world: World):
    register(world, "recording_dropped")
    remarks = ContactNotes(world.table)
    remarks.add(GUID, Note(note_id="n-1", at=NOON, author="ann", text="Call back"), NOON)
    remarks.put_tags(GUID, ["vip"], NOON)

    register(world, "delivered_again_to_another_execution", version_id="v-0099")

    rows = world.rows("CONTACT")
    later = world.contact().expires_at
    assert later is not None
    assert len(rows) == 3
    assert {row["expires_at"] for row in rows} == {int(later.timestamp())}


def test_another_version_of_a_file_without_an_id_is_the_same_contact(world: World):
    first = register(world, NAMELESS)

    second = register(world, NAMELESS, version_id="v-0099")

    assert second["is_new"]
    assert second["contact_id"] == first["contact_id"]


def test_two_files_of_one_telephony_id_are_both_kept_and_so_are_their_versions(world: World):
    register(world, "recording_dropped")

    answer = register(world, "telephony_id_of_another_file")
    again = register(world, "telephony_id_of_another_file", version_id="v-0099")

    assert answer["is_new"]
    assert answer["contact_id"].startswith(f"{GUID}-")
    assert again["contact_id"] == answer["contact_id"]
    assert world.contact(answer["contact_id"]).agent == "tom.reed"
    assert world.contact().agent == "maria.lopez"


def test_a_name_that_says_nothing_still_makes_a_contact(world: World):
    answer = register(world, NAMELESS)

    contact = world.contact(answer["contact_id"])
    assert contact.file_name == "voicemail 3 (copy).wav"
    assert (contact.agent, contact.customer_id) == (None, None)
    assert contact.started_at == contact.steps[0].at


def test_what_the_name_does_not_say_the_metadata_of_the_object_do(world: World):
    told = {
        "guid": "c-042",
        "agent": "tom.reed",
        "customer": "20417750",
        "date-time": "2026-11-20T09:15:00",
    }

    answer = register(world, NAMELESS, metadata=told)

    contact = world.contact("c-042")
    assert answer["contact_id"] == "c-042"
    assert (contact.agent, contact.customer_id) == ("tom.reed", "20417750")
    assert contact.started_at == datetime(2026, 11, 20, 14, 15, tzinfo=UTC)


def test_the_patterns_of_names_are_the_administrators():
    configured = Configuration.model_validate(
        {
            **defaults(),
            "FilenameAgentRegex": r"^([a-z]+)\+([a-z]+)",
            "FilenameCustomerRegex": r"\+c(\d+)",
            "FilenameDateTimeRegex": r"(\d{2})(\d{2})(\d{4}) at (\d{2})h(\d{2})",
            "FilenameDateTimeFields": "%d %m %Y %H %M",
        }
    )
    key = "originalAudio/a/b/eva+moss+c77 23112026 at 08h05 100%.wav"

    contact = contact_of(Source(bucket="b", key=key, size_bytes=9), configured, NOON)

    assert (contact.agent, contact.customer_id) == ("eva moss", "77")
    assert contact.started_at == datetime(2026, 11, 23, 13, 5, tzinfo=UTC)
    assert contact.contact_id == derived_id("b", key)


@pytest.mark.parametrize("pattern", ["_AGENT_(.*", "_AGENT_.*"])
def test_a_pattern_that_takes_nothing_is_refused_by_name(pattern: str):
    with pytest.raises(ValidationError, match="FilenameAgentRegex"):
        Configuration.model_validate({**defaults(), "FilenameAgentRegex": pattern})


def test_an_empty_recording_is_on_the_list_before_it_fails(world: World):
    with pytest.raises(EmptyRecordingError, match="The file is empty"):
        register(world, "empty_recording")

    assert len(world.rows("CONTACT")) == 1


def test_a_file_that_was_removed_meanwhile_says_so(world: World):
    with pytest.raises(FileGoneError, match="was gone before it could be read"):
        lambda_handler(event("register_contact", "recording_dropped"), CONTEXT)


def test_a_folder_is_no_recording(world: World):
    answer = register(world, "folder_marker")

    assert answer["is_new"] is False
    assert world.rows("CONTACT") == world.rows("CLAIM") == []


@pytest.mark.parametrize(
    ("file", "form", "contact_id", "way"),
    [
        ("transcribe_speakers.json", Form.TRANSCRIBE, None, ("CALL", "phone")),
        ("transcribe_channels.json", Form.TRANSCRIBE, None, ("CALL", "phone")),
        ("call_analytics.json", Form.CALL_ANALYTICS, None, ("CALL", "phone")),
        (
            "contact_lens_call.json",
            Form.CONTACT_LENS,
            "7c0de001-0000-4000-8000-000000000001",
            ("CALL", "phone"),
        ),
        (
            "contact_lens_chat.json",
            Form.CONTACT_LENS,
            "7c0de003-0000-4000-8000-000000000003",
            ("CHAT", "web"),
        ),
        (
            "connect_chat.json",
            Form.CONNECT_CHAT,
            "7c0de002-0000-4000-8000-000000000002",
            ("CHAT", "web"),
        ),
        ("chat_log.json", Form.CHAT_LOG, "web.5f2d8c0e4b7a4c1f9e6d3a2b1c0f9e8d", ("CHAT", "web")),
        ("lex_log.jsonl", Form.LEX_LOG, "sms.0c1d2e3f", ("CHAT", "sms")),
    ],
)
def test_a_document_is_told_by_its_content_whatever_its_name(
    world: World, file: str, form: Form, contact_id: str | None, way: tuple[str, str]
):
    answer = register(world, NAMELESS, (DROPPED / file).read_bytes())

    contact = world.contact(answer["contact_id"])
    assert answer["kind"] == "transcript"
    assert contact.source.form is form
    assert contact_id in {None, contact.contact_id}
    assert (contact.channel, contact.medium) == way
    assert contact.status is Status.ANALYZING


def test_a_chat_says_itself_who_and_when(world: World):
    chat = register(world, NAMELESS, (DROPPED / "connect_chat.json").read_bytes())
    log = register(
        world,
        NAMELESS,
        (DROPPED / "chat_log.json").read_bytes(),
        key="originalAudio/chat.json",
    )

    with_agent, with_bot = world.contact(chat["contact_id"]), world.contact(log["contact_id"])
    assert with_agent.agent == "Priya"
    assert with_agent.started_at == datetime(2026, 11, 23, 15, tzinfo=UTC)
    assert with_bot.customer_id == "20417731"
    assert with_bot.started_at == datetime(2026, 11, 23, 16, 0, 0, 250_000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"results": ', "cut short or damaged"),
        (b'{"text": "hello"}', "of no form that can be analysed"),
        (b"[1, 2, 3]", "of no form that can be analysed"),
        (b"[]", "of no form that can be analysed"),
        (b'{"a": "\xff\xfe"}', "cut short or damaged"),
        (b"[" * 100_000, "cut short or damaged"),
        (b'{"results": {"items": [{"type": "song"}]}}', "looks like a transcribe file"),
        (b'{"format": "omnilex-chat-log", "version": 9}', "looks like a chat-log file"),
        (b'{"events": [{"message": "no entry"}]}', "of no form that can be analysed"),
    ],
    ids=range(9),
)
def test_a_document_that_cannot_be_read_is_on_the_list_and_says_why(
    world: World, body: bytes, said: str
):
    with pytest.raises(TranscriptUnreadableError, match=said) as refused:
        register(world, NAMELESS, body)

    assert len(world.rows("CONTACT")) == 1
    told = json.dumps({"errorMessage": str(refused.value)})
    assert reason_of("TranscriptUnreadableError", told) == str(refused.value)


def test_a_log_of_several_sessions_is_refused(world: World):
    entries = [json.loads(line) for line in (DROPPED / "lex_log.jsonl").read_text().splitlines()]
    entries[0]["sessionId"] = "sms.somebody-else"

    with pytest.raises(TranscriptUnreadableError, match="the turns of 2 sessions"):
        register(world, NAMELESS, json.dumps(entries).encode())


def test_a_transcript_too_large_to_be_held_is_refused_unread(
    world: World,
):
    asked = event("register_contact", NAMELESS)
    asked["detail"]["object"]["size"] = 50_000_001
    S3.put_object(
        Bucket=asked["detail"]["bucket"]["name"],
        Key=asked["detail"]["object"]["key"],
        Body=b'{"results": {}}',
    )

    with pytest.raises(TranscriptUnreadableError, match="larger than 50 MB"):
        lambda_handler(asked, CONTEXT)


def test_a_chat_that_fails_after_it_was_listed_is_one_contact(world: World):
    answer = register(world, NAMELESS, (DROPPED / "chat_log.json").read_bytes())
    asked = event("register_contact", NAMELESS)
    asked["detail"]["object"]["size"] = Path(DROPPED / "chat_log.json").stat().st_size

    failed = fail_contact.lambda_handler(
        {"detail": asked["detail"], "error": {"Error": "States.Timeout", "Cause": ""}}, CONTEXT
    )

    assert failed["contact_id"] == answer["contact_id"]
    assert len(world.rows("CONTACT")) == 1


def dropped_by_connect(world: World, part: str = "ivr/") -> dict[str, Any]:
    """A call's recording where Connect puts it; what came of it."""
    situation = event("register_contact", "call_through_connect")
    place = situation["detail"]
    place["object"]["key"] = place["object"]["key"].replace("ivr/", part)
    S3.put_object(Bucket=place["bucket"]["name"], Key=place["object"]["key"], Body=wav(channels=2))
    answer: dict[str, Any] = lambda_handler(situation, CONTEXT)
    return answer


def test_a_call_through_connect_is_the_customers_whose_pin_was_given_in_it(world: World):
    contact_id = "5ca32fbd-8f92-46af-92a5-6b0f970f0efe"
    now_s = int(time.time())
    sessions.begin(contact_id, Channel.VOICE, "+14165550142", now_s)
    sessions.put(Session(session_id=contact_id).with_customer("20417731", now_s), now_s)

    answer = dropped_by_connect(world)

    contact = world.contacts.get(contact_id)
    assert answer["contact_id"] == contact_id
    assert contact.customer_id == "20417731"
    assert (contact.channel, contact.medium) == ("CALL", "phone")
    assert contact.started_at == datetime(2026, 11, 23, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize("first", ["ivr/", ""])
def test_the_colleagues_part_of_a_call_is_a_contact_of_its_own(world: World, first: str):
    contact_id = "5ca32fbd-8f92-46af-92a5-6b0f970f0efe"
    now_s = int(time.time())
    sessions.put(Session(session_id=contact_id).with_customer("20417731", now_s), now_s)

    answers = [dropped_by_connect(world, part) for part in (first, "" if first else "ivr/")]

    ids = {contact_id, f"{contact_id}-agent"}
    assert {answer["contact_id"] for answer in answers} == ids
    assert {world.contacts.get(one).customer_id for one in ids} == {"20417731"}


def test_a_call_without_a_pin_is_nobodys(world: World):
    answer = dropped_by_connect(world)

    assert world.contacts.get(answer["contact_id"]).customer_id is None
