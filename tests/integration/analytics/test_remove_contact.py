from typing import Any

import pytest
from botocore.exceptions import ClientError

from omnilex.adapters.contact_notes import ContactNotes
from omnilex.adapters.runs_table import Claim, RunsTable
from omnilex.domain.contact import Contact, Status
from omnilex.domain.notes import Note
from omnilex.handlers import remove_contact
from tests.integration.analytics.world import (
    CONTEXT,
    GUID,
    NOON,
    RECORDINGS,
    RESULTS,
    S3,
    World,
    event,
    wav,
)

# Of another contact, whose name begins like this one's.
NEIGHBOURS = [f"parsedFiles/{GUID}.json.old", f"transcriptions/{GUID}-0ecf8647-11112222.json"]


def remove() -> dict[str, Any]:
    return remove_contact.lambda_handler(event("remove_contact", "removal_ordered"), CONTEXT)


def versions(bucket: str) -> list[str]:
    listed = S3.list_object_versions(Bucket=bucket)
    return [one["Key"] for kind in ("Versions", "DeleteMarkers") for one in listed.get(kind, [])]


def everywhere(world: World) -> Contact:
    """A contact in every place that holds one, two versions of each file, and its neighbour."""
    for bucket in (RECORDINGS, RESULTS):
        S3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    contact = world.register(wav()).model_copy(
        update={
            "status": Status.ANALYZED,
            "playback_key": f"mp3/{GUID}.mp3",
            "words_key": f"words/{GUID}.json",
            "waveform_key": f"waveforms/{GUID}.json",
        }
    )
    world.contacts.put(contact)
    RunsTable(world.table).claim(
        Claim(source=contact.source, execution="execution", contact_id=GUID), NOON
    )
    notes = ContactNotes(world.table)
    notes.add(GUID, Note(note_id="n-1", at=NOON, author="ann@example.com", text="Call back"), None)
    notes.put_tags(GUID, ["vip"], None)
    notes.order_removal(GUID, NOON)
    for _ in range(2):
        for key in (contact.source.key, f"failedAudio/{contact.file_name}", f"mp3/{GUID}.mp3"):
            S3.put_object(Bucket=RECORDINGS, Key=key, Body=b"audio")
        for folder in ("interim", "words", "waveforms", "parsedFiles"):
            world.keep(f"{folder}/{GUID}.json", {})
        for job in (f"{GUID}-0ecf8647", f"redacted-{GUID}-0ecf8647"):
            world.keep(f"transcriptions/{job}.json", {})
        world.keep(f"transcriptions/redacted-{GUID}-0ecf8647.wav", {})
    S3.delete_object(Bucket=RESULTS, Key=f"interim/{GUID}.json")
    for key in NEIGHBOURS:
        world.keep(key, {})
    return contact


def left(world: World) -> list[str]:
    rows = [f"{row['pk']}/{row['sk']}" for row in world.table.scan()["Items"]]
    return versions(RECORDINGS) + versions(RESULTS) + rows


def test_nothing_is_left_of_a_removed_contact_but_its_neighbour(world: World):
    everywhere(world)

    assert remove() == {"batchItemFailures": []}

    assert left(world) == NEIGHBOURS


def test_an_order_that_was_carried_out_may_come_again(world: World):
    everywhere(world)
    remove()

    assert remove() == {"batchItemFailures": []}


@pytest.mark.parametrize("at", [1, 4, 9])
def test_a_removal_that_fails_half_way_is_finished_by_the_next_try(world: World, at: int):
    everywhere(world)
    calls = 0
    client = remove_contact.objects._client
    call = client._make_api_call

    def failing(operation: str, arguments: dict[str, Any]) -> Any:
        nonlocal calls
        calls += 1
        if calls == at:
            raise ClientError({"Error": {"Code": "SlowDown"}}, operation)
        return call(operation, arguments)

    client._make_api_call = failing
    try:
        answer = remove()
    finally:
        del client._make_api_call
    remove()

    assert answer == {"batchItemFailures": [{"itemIdentifier": "100000000000000000001"}]}
    assert left(world) == NEIGHBOURS
