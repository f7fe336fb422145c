from typing import Any

import pytest

from omnilex.adapters.contact_notes import ContactNotes
from omnilex.adapters.search_index import SearchIndex
from omnilex.adapters.search_layout import SearchLayout
from omnilex.domain.contact import Contact, Role, Status, Turn
from omnilex.domain.search import Search
from omnilex.handlers.index_contact import lambda_handler
from tests.integration.analytics.world import CONTEXT, DYNAMODB, GUID, NOON, World, event, wav

SEARCH = DYNAMODB.Table("search")
COUNTER = {"pk": "COUNTER", "sk": "ORDINAL"}


def index(situation: str = "contact_published") -> dict[str, Any]:
    return lambda_handler(event("index_contact", situation), CONTEXT)


def found(*terms: str) -> list[str]:
    page = SearchIndex(SEARCH).find(Search(terms=frozenset(terms)))
    return [row["contact_id"] for row in page.rows]


def analyzed(world: World, text: str = "My card is blocked") -> Contact:
    said = Turn(index=0, role=Role.CUSTOMER, text=text, begin_offset_ms=0, duration_ms=900)
    contact = world.register(wav()).model_copy(update={"status": Status.ANALYZED, "turns": (said,)})
    world.contacts.put(contact)
    world.keep(f"parsedFiles/{contact.contact_id}.json", contact.model_dump_json())
    return contact


def test_a_recording_is_on_the_list_as_soon_as_it_is_registered(world: World):
    world.register(wav())

    assert index() == {"batchItemFailures": []}

    assert found("status:transcribing") == [GUID]


def test_an_analyzed_contact_is_found_by_what_was_said(world: World):
    analyzed(world)

    index()

    assert found("word:blocked", "pair:card is") == [GUID]


def test_words_that_a_contact_no_longer_says_no_longer_find_it(world: World):
    analyzed(world)
    index()
    analyzed(world, "My fee is high")

    index()

    assert found("word:fee") == [GUID]
    assert found("word:blocked") == []


def test_tags_find_a_contact(world: World):
    analyzed(world)
    ContactNotes(world.table).put_tags(GUID, ["Follow up"], None)

    index("contact_changed_twice")

    assert found("tag:follow up") == [GUID]


def test_a_contact_whose_removal_is_ordered_is_found_no_more(world: World):
    analyzed(world)
    index()
    ContactNotes(world.table).order_removal(GUID, NOON)

    index()

    assert found("every") == []


def test_what_cannot_be_indexed_is_tried_again_from_there_on(world: World):
    contact = world.register(wav()).model_copy(update={"status": Status.ANALYZED})
    world.contacts.put(contact)  # and its document is missing
    world.contacts.put(contact.model_copy(update={"contact_id": "c-2", "status": Status.FAILED}))

    answer = index("contact_changed_twice")

    assert answer == {"batchItemFailures": [{"itemIdentifier": "100000000000000000001"}]}


def test_a_whole_list_can_be_indexed_anew(world: World):
    analyzed(world)
    index()
    contact = world.contact()
    world.table.delete_item(Key={"pk": f"CONTACT#{GUID}", "sk": "CONTACT"})
    for number in range(2):
        one = {"contact_id": f"c-{number}", "status": Status.FAILED}
        world.contacts.put(contact.model_copy(update=one))

    first = index("reindex_from_the_start")
    second = lambda_handler({"reindex": {"cursor": first["cursor"], "limit": 1}}, CONTEXT)

    assert (first["indexed"], second) == (1, {"indexed": 1, "cursor": None})
    assert sorted(found("every")) == ["c-0", "c-1"]


def stored() -> list[dict[str, Any]]:
    return SEARCH.scan()["Items"]


def test_a_table_of_an_older_layout_is_emptied_and_filled_again(world: World):
    analyzed(world)
    index()
    made = stored()
    SEARCH.put_item(Item={"pk": "SUMMARY#as it was called then", "sk": "2026-11-23"})
    SEARCH.update_item(Key=COUNTER, UpdateExpression="REMOVE layout")

    emptied = index("table_of_an_older_layout")
    again = index("table_of_an_older_layout")
    index("reindex_from_the_start")

    assert (emptied, again) == ({"removed": len(made)}, {"removed": 0})
    assert found("word:blocked") == [GUID]
    assert len(stored()) == len(made)
    assert index("table_of_an_older_layout") == {"removed": 0}


@pytest.mark.parametrize("anew", [True, False])
def test_a_table_of_this_layout_is_emptied_only_where_that_is_asked(world: World, *, anew: bool):
    analyzed(world)
    index()

    lambda_handler({"empty": {"anew": anew}}, CONTEXT)

    assert len(stored()) == 1 if anew else found("every") == [GUID]


def test_a_table_is_emptied_part_by_part(world: World):
    analyzed(world)
    index()
    layout = SearchLayout(SEARCH)
    layout.mark(0)

    removed = layout.empty(most=4)

    assert removed == 4
    assert not layout.is_current()


def test_a_table_that_was_never_written_has_nothing_to_be_emptied(world: World):
    assert index("table_of_an_older_layout") == {"removed": 0}
    assert stored() == []
