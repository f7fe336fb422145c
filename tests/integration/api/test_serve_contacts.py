from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from omnilex.domain.contact import BotFigures, EntityMention, Role, Status
from omnilex.handlers.serve_contacts import lambda_handler
from tests.integration.analytics.world import CONTEXT, NOON, event, wav
from tests.integration.api.world import AGENT, OTHERS, OWN, Desk, ask, contact_ids

FOR_ANY_KEY = "AWS4-HMAC-SHA256"  # the one signature to which S3 gives what KMS has encrypted


def found(**query: str) -> list[str]:
    answer = ask("GET", "/contacts", query=query)
    assert answer.status == 200, answer.text
    return contact_ids(answer)


def test_without_contacts_the_list_is_empty(desk: Desk):
    answer = ask("GET", "/contacts")

    assert answer.body == {
        "contacts": [],
        "next_cursor": None,
        "total": 0,
        "total_is_exact": True,
    }
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_parts_of_a_call_name_each_other(desk: Desk):
    call_id = "5ca32fbd-8f92-46af-92a5-6b0f970f0efe"
    one, _ = desk.two()
    for contact_id, part in ((call_id, "ivr/"), (f"{call_id}-agent", "")):
        key = f"originalAudio/CallRecordings/{part}2026/11/23/{call_id}_20261123T14:30_UTC.wav"
        source = one.source.model_copy(update={"key": key})
        desk.put(one.model_copy(update={"contact_id": contact_id, "source": source}))

    bots = ask("GET", f"/contacts/{call_id}").body["other_part"]
    agents = ask("GET", f"/contacts/{call_id}-agent").body["other_part"]

    assert (bots["contact_id"], agents["contact_id"]) == (f"{call_id}-agent", call_id)
    assert ask("GET", f"/contacts/{OWN}").body["other_part"] is None


def test_contacts_are_listed_the_newest_first_page_by_page(desk: Desk):
    desk.two()

    first = ask("GET", "/contacts", query={"limit": "1"}).body
    second = ask("GET", "/contacts", query={"limit": "1", "cursor": first["next_cursor"]}).body

    assert [page["contacts"][0]["contact_id"] for page in (first, second)] == [OWN, OTHERS]
    assert (first["total"], second["next_cursor"]) == (2, None)


QUERIES: list[dict[str, str]] = [
    {"agent": "marcushale"},
    {"customer": "20417731"},
    {"text": "CARD blocked", "agent": AGENT},
    {"text": '"card is blocked"', "from": "2026-11-23T12:00:00Z"},
    {"entity": "lakeshore hydro"},
    {"tag": "VIP"},
    {"day": "2026-11-23", "min_duration_ms": "9500"},
    {"from": "2026-11-23", "to": "2026-11-23", "min_sentiment": "1.5"},
    {"intent": "MakePayment", "contained": "true"},
    {"unanswered": "where is my parcel", "pin_failed": "true"},
    {"feedback": "down"},
    {"max_trend": "4.9", "status": "ANALYZED", "channel": "CALL", "medium": "phone"},
]


def test_filters_are_combined_by_and(desk: Desk):
    one, _ = desk.two()
    changed = one.model_copy(
        update={
            "duration_ms": 10_000,
            "feedback": "down",
            "entities": (EntityMention(type="ORGANIZATION", text="Lakeshore Hydro", count=1),),
            "sentiment": one.sentiment.model_copy(
                update={
                    "CUSTOMER": one.sentiment.CUSTOMER.model_copy(
                        update={"average": 2.0, "trend": 1.0}
                    )
                }
            ),
            "bot": BotFigures(
                contained=True,
                intents=("MakePayment",),
                misses=("Where is my parcel",),
                pin_failures=1,
            ),
        }
    )
    ask("PUT", f"/contacts/{OWN}/tags", body={"tags": [" vip ", "VIP"]})
    desk.put(changed)

    for query in QUERIES:
        assert found(**query) == [OWN], query
        assert found(**query, language="fr-CA") == [], query


def test_a_contact_in_progress_and_one_that_failed_are_found_by_their_status(desk: Desk):
    contact = desk.register(wav(seconds=0.1))
    desk.contacts.put(contact.model_copy(update={"contact_id": "c-1"}))
    failed = {"contact_id": "c-2", "status": Status.FAILED, "reason": "Nothing was said."}
    desk.contacts.put(contact.model_copy(update=failed))
    desk.index("c-1", "c-2")

    assert found(status="TRANSCRIBING") == ["c-1"]
    assert found(status="FAILED") == ["c-2"]


def test_a_malformed_question_is_told_what_is_wrong(desk: Desk):
    wrong = {"limit": "101", "sort": "pk", "min_sentiment": "cross", "from": "yesterday"}
    wrong |= {
        "colour": "red",
        "cursor": "made-up",
        "status": "LOST",
        "contained": "perhaps",
        "feedback": "so-so",
    }

    for name, value in wrong.items():
        answer = ask("GET", "/contacts", query={name: value})

        assert answer.status == 400, name
        assert name in answer.body["message"]


def test_a_contact_comes_whole_with_what_people_added(desk: Desk):
    desk.two()
    ask("POST", f"/contacts/{OWN}/notes", body={"text": " Call back ", "at_ms": 83_000})
    ask("PUT", f"/contacts/{OWN}/tags", body={"tags": ["late fee"]})

    contact = ask("GET", f"/contacts/{OWN}").body

    assert [turn["text"] for turn in contact["turns"]][1] == "My card is blocked"
    assert f"/mp3/{OWN}.mp3" in contact["audio_url"]
    assert contact["waveform_url"] is None
    assert contact["tags"] == ["late fee"]
    [note] = contact["notes"]
    assert (note["text"], note["at_ms"]) == ("Call back", 83_000)
    assert note["author"] == "supervisor@example.com"


def test_what_people_added_goes_with_the_contact(desk: Desk):
    goes_at = NOON + timedelta(days=365)
    desk.analyzed(OWN, agent=AGENT, expires_at=goes_at)

    ask("POST", f"/contacts/{OWN}/notes", body={"text": "Call back"})
    ask("PUT", f"/contacts/{OWN}/tags", body={"tags": ["late fee"]})

    rows = desk.rows("CONTACT")
    assert {"CONTACT", "TAGS"} < {row["sk"] for row in rows}
    assert {row["expires_at"] for row in rows} == {int(goes_at.timestamp())}


def test_a_note_can_be_taken_off_again(desk: Desk):
    desk.two()
    note = ask("POST", f"/contacts/{OWN}/notes", body={"text": "Call back"}).body

    removed = ask("DELETE", f"/contacts/{OWN}/notes/{note['note_id']}")

    assert removed.status == 200
    assert ask("GET", f"/contacts/{OWN}").body["notes"] == []


def test_the_audio_is_signed_for_five_minutes_and_who_listens_is_written_down(desk: Desk):
    desk.two()

    answer = ask("GET", f"/contacts/{OWN}/audio").body

    assert f"/mp3/{OWN}.mp3" in answer["url"]
    signed = {name: value[0] for name, value in parse_qs(urlsplit(answer["url"]).query).items()}
    assert signed["X-Amz-Algorithm"] == FOR_ANY_KEY
    assert signed["X-Amz-Expires"] == "300"
    assert [(entry.deed, entry.subject) for entry in desk.audit()] == [("LISTENED", OWN)]


def test_an_address_with_another_key_in_it_signs_nothing(desk: Desk):
    desk.two()

    for path in ("../../secret", "..%2Fsecret", "c-own%00", "mp3/c-own.mp3"):
        assert ask("GET", f"/contacts/{path}/audio").status == 404


def test_a_contact_without_audio_or_words_says_so(desk: Desk):
    desk.analyzed("c-1", playback_key=None, words_key=None)

    assert ask("GET", "/contacts/c-1/audio").body["error"] == "audio_not_found"
    assert ask("GET", "/contacts/c-1/words").body["error"] == "words_not_found"
    assert ask("GET", "/contacts/c-1").body["audio_url"] is None


def test_a_transcript_comes_as_json_text_or_captions(desk: Desk):
    desk.analyzed("c-1", text="Is 3 < 5 --> yes?", speaker_names={"CUSTOMER": "Caller"})

    told = {
        form: ask("GET", "/contacts/c-1/transcript", query={"format": form})
        for form in ("json", "txt", "vtt")
    }

    assert len(told["json"].body["turns"]) == 3
    assert "[0:03] Caller: Is 3 < 5 --> yes?\n" in told["txt"].text
    assert told["vtt"].text.startswith("WEBVTT\n")
    assert "00:00:03.000 --> 00:00:05.000\n<v Caller>Is 3 &lt; 5 --&gt; yes?" in told["vtt"].text
    assert 'filename="c-1.vtt"' in told["vtt"].headers["Content-Disposition"]


def test_speakers_change_sides_everywhere(desk: Desk):
    desk.two()

    swapped = ask("POST", f"/contacts/{OWN}/speaker-swap").body
    desk.index(OWN)

    assert [turn["role"] for turn in swapped["turns"]] == ["CUSTOMER", "AGENT", "AGENT"]
    assert swapped["sentiment"]["CUSTOMER"]["average"] == 0.5
    assert swapped["sentiment"]["AGENT"] == {
        "average": 0.5,
        "trend": 5.0,
        "quarters": [None, -2.0, None, 3.0],
    }
    assert ask("GET", f"/contacts/{OWN}").body["turns"] == swapped["turns"]
    assert [entry.deed for entry in desk.audit()][-1] == "SWAPPED_SPEAKERS"


def test_a_waveform_changes_sides_too(desk: Desk):
    desk.analyzed("c-1", waveform_key="waveforms/c-1.json")
    desk.keep("waveforms/c-1.json", {"samples_per_second": 1, "AGENT": [0.1], "CUSTOMER": [0.9]})

    ask("POST", "/contacts/c-1/speaker-swap")

    assert desk.read("waveforms/c-1.json") == {
        "samples_per_second": 1,
        "AGENT": [0.9],
        "CUSTOMER": [0.1],
    }


def test_speakers_of_nothing_cannot_be_swapped(desk: Desk):
    desk.analyzed("c-1", turns=())

    assert ask("POST", "/contacts/c-1/speaker-swap").status == 409


def test_what_is_still_being_analysed_can_be_neither_removed_nor_analysed_again(desk: Desk):
    desk.contacts.put(desk.register(wav(seconds=0.1)).model_copy(update={"contact_id": "c-1"}))

    assert ask("DELETE", "/contacts/c-1", role="admin").status == 409
    assert ask("POST", "/contacts/c-1/reanalysis").status == 409


def test_a_contact_is_analysed_again_from_its_own_file(desk: Desk):
    own, _ = desk.two()
    machine = desk.machine()

    answer = ask("POST", f"/contacts/{OWN}/reanalysis")

    assert answer.status == 202
    [given] = desk.executions(machine)
    assert given["reanalysis"] is True
    assert given["detail"]["object"]["key"] == own.source.key


def test_a_removed_contact_is_gone_at_once_and_may_be_removed_again(desk: Desk):
    desk.two()

    first = ask("DELETE", f"/contacts/{OWN}", role="admin")

    assert first.status == 202
    assert ask("GET", f"/contacts/{OWN}").status == 404
    assert ask("DELETE", f"/contacts/{OWN}", role="admin").status == 202
    desk.index(OWN)
    assert found() == [OTHERS]
    assert {entry.deed for entry in desk.audit()} == {"DELETED"}


def test_an_upload_is_signed_for_one_key_type_and_size(desk: Desk):
    given = {"file_name": "../x/Call_AGENT_Ann_.wav", "content_type": "audio/wav", "size_bytes": 9}

    form = ask("POST", "/uploads", body=given).body

    assert form["key"].startswith("originalAudio/uploads/")
    assert form["key"].endswith("/Call_AGENT_Ann_.wav")
    assert ".." not in form["key"]
    assert form["fields"]["key"] == form["key"]
    assert form["fields"]["Content-Type"] == "audio/wav"
    assert form["fields"]["x-amz-algorithm"] == FOR_ANY_KEY


def test_an_upload_of_something_else_is_refused(desk: Desk):
    plain = {"file_name": "a.wav", "content_type": "audio/wav", "size_bytes": 9}
    refused: list[dict[str, Any]] = [
        {"file_name": "page.html", "content_type": "text/html"},
        {"content_type": "text/html"},
        {"file_name": "wav"},
        {"size_bytes": 0},
        {"size_bytes": 600 * 1024 * 1024},
    ]

    statuses = [ask("POST", "/uploads", body=plain | changed).status for changed in refused]

    assert statuses == [400] * len(refused)


def test_an_access_token_says_too_little_of_who_asks(desk: Desk):
    answer = lambda_handler(event("serve_contacts", "access_token_sent"), CONTEXT)

    assert answer["statusCode"] == 403


def test_roles_of_the_bot_stay_the_bots_when_speakers_are_swapped(desk: Desk):
    contact = desk.analyzed("c-1")
    turns = tuple(
        turn.model_copy(update={"role": Role.BOT}) if turn.index == 0 else turn
        for turn in contact.turns
    )
    desk.put(contact.model_copy(update={"turns": turns, "started_at": NOON + timedelta(days=1)}))

    swapped = ask("POST", "/contacts/c-1/speaker-swap").body

    assert [turn["role"] for turn in swapped["turns"]] == ["BOT", "AGENT", "AGENT"]
