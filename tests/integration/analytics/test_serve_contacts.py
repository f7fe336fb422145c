import json
from datetime import timedelta
from typing import Any

from omnilex.domain.contact import Contact, Status
from omnilex.handlers.serve_contacts import lambda_handler
from tests.integration.analytics.world import CONTEXT, GUID, NOON, World, event, wav


def ask(situation: str, **query: str) -> tuple[int, dict[str, Any]]:
    asked = event("serve_contacts", situation)
    if query:
        asked["queryStringParameters"] = (asked.get("queryStringParameters") or {}) | query
    answer = lambda_handler(asked, CONTEXT)
    body: dict[str, Any] = json.loads(answer["body"])
    return answer["statusCode"], body


def three(world: World) -> list[Contact]:
    """Three contacts, an hour apart, the newest first."""
    first = world.register(wav())
    made = [
        first.model_copy(
            update={"contact_id": f"c-{hour}", "started_at": NOON + timedelta(hours=hour)}
        )
        for hour in (3, 2, 1)
    ]
    world.table.delete_item(Key={"pk": f"CONTACT#{GUID}", "sk": "CONTACT"})
    for contact in made:
        world.contacts.put(contact)
    return made


def test_without_contacts_the_list_is_empty(world: World):
    assert ask("list_opened") == (200, {"contacts": [], "next_cursor": None})


def test_contacts_are_listed_the_newest_first(world: World):
    three(world)

    status, body = ask("list_opened")

    assert status == 200
    assert [row["contact_id"] for row in body["contacts"]] == ["c-3", "c-2", "c-1"]
    assert "turns" not in body["contacts"][0]


def test_pages_follow_one_another_and_miss_nothing(world: World):
    three(world)

    _, first = ask("two_a_page")
    _, second = ask("two_a_page", cursor=first["next_cursor"])

    pages = [[row["contact_id"] for row in page["contacts"]] for page in (first, second)]
    assert pages == [["c-3", "c-2"], ["c-1"]]
    assert second["next_cursor"] is None


def test_a_page_too_long_or_a_cursor_made_up_is_refused(world: World):
    assert ask("limit_too_high")[0] == 400
    assert ask("list_opened", cursor="made-up")[0] == 400


def test_a_contact_comes_whole_with_an_address_that_plays_it(world: World):
    contact = world.register(wav()).model_copy(
        update={"status": Status.ANALYZED, "playback_key": f"mp3/{GUID}.mp3"}
    )
    world.contacts.put(contact)
    world.keep(f"parsedFiles/{GUID}.json", contact.model_dump_json())

    status, body = ask("contact_opened")

    assert status == 200
    assert body["contact_id"] == GUID
    assert f"/mp3/{GUID}.mp3" in body["audio_url"]
    assert "Expires" in body["audio_url"]


def test_a_contact_that_is_not_there_is_said_not_to_be(world: World):
    status, body = ask("contact_unknown")

    assert status == 404
    assert body["error"] == "contact_not_found"
