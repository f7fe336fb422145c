"""Transcripts and chats of every form, dropped as a user drops them; what the real local Comprehend
finds in them.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.running import ROOT, Stack

pytestmark = pytest.mark.stack

DROPPED = ROOT / "tests/data/dropped"


@pytest.fixture(scope="module")
def contacts(stack: Stack) -> dict[str, dict[str, Any]]:
    """The published document of each dropped file, by the file's name."""
    files = sorted(DROPPED.iterdir())
    finished = stack.run("upload", *map(str, files), "--json")
    assert finished.returncode == 0, finished.stdout + finished.stderr
    s3, bucket = stack.client("s3"), stack.outputs["OutputBucketName"]
    found = {}
    for entry in json.loads(finished.stdout):
        parsed = s3.get_object(Bucket=bucket, Key=f"parsedFiles/{entry['contact_id']}.json")
        found[Path(entry["file"]).name] = json.loads(parsed["Body"].read())
    return found


def test_every_form_is_analysed_and_told_by_its_content(contacts: dict[str, dict[str, Any]]):
    forms = {name: contact["source"]["form"] for name, contact in contacts.items()}

    assert forms == {
        "call_analytics.json": "call-analytics",
        "chat_log.json": "chat-log",
        "connect_chat.json": "connect-chat",
        "contact_lens_call.json": "contact-lens",
        "contact_lens_chat.json": "contact-lens",
        "lex_log.jsonl": "lex-conversation-log",
        "transcribe_channels.json": "transcribe",
        "transcribe_speakers.json": "transcribe",
    }
    assert {contact["status"] for contact in contacts.values()} == {"ANALYZED"}


def test_the_language_of_a_chat_is_found_out(contacts: dict[str, dict[str, Any]]):
    chat = contacts["connect_chat.json"]

    assert chat["language"] == "en"
    assert chat["language_confidence"] > 0.5


def test_who_lost_a_card_is_seen_and_felt(contacts: dict[str, dict[str, Any]]):
    chat = contacts["connect_chat.json"]

    lost = chat["turns"][4]
    assert "Card lost or stolen" in [one["name"] for one in chat["categories"]]
    assert lost["sentiment"] == "NEGATIVE"
    assert "debit card" in [one["text"] for one in chat["entities"]]
    assert {one["kind"] for one in chat["highlights"]} == {"ISSUE", "OUTCOME", "ACTION_ITEM"}
    assert "[BANK_ACCOUNT_NUMBER]" in lost["text"]
    assert chat["summary"]


def test_a_chat_with_the_bot_has_no_secret_left(contacts: dict[str, dict[str, Any]]):
    log = contacts["chat_log.json"]

    assert log["bot"] == {
        "contained": True,
        "intents": ["Welcome", "VerifyIdentity", "MakePayment"],
        "misses": ["can you juggle"],
        "pin_failures": 1,
        "transferred": False,
    }
    assert "4165550134" not in json.dumps(log)


def test_the_rule_set_and_the_lists_lie_where_they_are_edited(stack: Stack):
    listed = stack.client("s3").list_objects_v2(Bucket=stack.outputs["SupportFilesBucketName"])

    keys = {one["Key"] for one in listed["Contents"]}
    assert {"categories.json", "simple-entity-list-en.csv", "simple-entity-list-es.csv"} <= keys


def test_a_json_file_of_no_known_form_fails_with_the_forms_that_are(stack: Stack, tmp_path: Path):
    letter = tmp_path / "letter.json"
    letter.write_text('{"dear": "bank"}')

    finished = stack.run("upload", str(letter), "--json")

    (entry,) = json.loads(finished.stdout)
    assert finished.returncode == 1
    assert entry["status"] == "FAILED"
    assert "of no form that can be analysed. These are: Transcribe" in entry["reason"]
