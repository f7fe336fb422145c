"""The search against brute force: what it finds, in which order, and how many."""

import json
import random
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from benchmarks.counted_table import CountedTable
from benchmarks.search import contact, lay_out, queries
from omnilex.adapters.search_index import CursorError, SearchIndex
from omnilex.adapters.search_items import IndexBusyError, unpacked_entries
from omnilex.adapters.search_writer import MOST_ENTRIES, Indexed, SearchWriter
from omnilex.domain import bitmap
from omnilex.domain.contact import (
    CategoryMatch,
    Contact,
    EntityMention,
    ParticipantSentiment,
    Role,
    Sentiment,
    Source,
    Status,
    Turn,
)
from omnilex.domain.insights import Figures, contribution_of
from omnilex.domain.search import Column, Projection, Range, Search, projection_of, text_terms

WORDS = ["card", "fee", "mortgage", "late", "blocked", "rate", "wire", "branch", "app", "statement"]
AGENTS = [None, "Ann", "Bob", "Zoë"]
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


class Desk:
    """An index, its writer, and what a search should find if nothing were indexed at all."""

    def __init__(self, seed: int, most_entries: int = MOST_ENTRIES) -> None:
        self.random = random.Random(seed)
        self.table = CountedTable()
        self.writer = SearchWriter(self.table, most_entries=most_entries)  # type: ignore[arg-type]
        self.index = SearchIndex(self.table)  # type: ignore[arg-type]
        self.held: dict[str, Projection] = {}
        self.made = 0

    def put(self, *contact_ids: str) -> None:
        indexed = {one: self.indexed(one) for one in contact_ids}
        self.writer.apply(indexed)
        self.held |= {one: indexed[one].projection for one in contact_ids}

    def add(self, count: int) -> None:
        self.put(*(f"c-{self.made + number}" for number in range(count)))
        self.made += count

    def remove(self, contact_id: str) -> None:
        self.writer.apply({contact_id: None})
        del self.held[contact_id]

    def indexed(self, contact_id: str) -> Indexed:
        made = self.contact(contact_id)
        return Indexed(
            projection=projection_of(made, self.random.choices(["vip", "follow up"], k=1)),
            contribution=contribution_of(made, UTC),
        )

    def contact(self, contact_id: str) -> Contact:
        pick = self.random
        text = " ".join(pick.choices(WORDS, k=4))
        return Contact(
            contact_id=contact_id,
            channel=pick.choice(["CALL", "CHAT"]),
            status=pick.choice(list(Status)),
            file_name=f"{pick.choice('abcd')}.wav",
            agent=pick.choice(AGENTS),
            customer_id=pick.choice([None, "20417731", "20417750"]),
            started_at=BEGIN + timedelta(minutes=pick.randrange(500)),
            conversation_location="UTC",
            duration_ms=pick.choice([None, pick.randrange(9) * 1_000]),
            language=pick.choice([None, "en-US", "es-US"]),
            source=Source(bucket="recordings", key="originalAudio/a.wav", size_bytes=1),
            sentiment=Sentiment(
                CUSTOMER=ParticipantSentiment(average=self.score(), trend=self.score())
            ),
            entities=(EntityMention(type="OTHER", text=pick.choice(WORDS), count=1),),
            categories=(CategoryMatch(name=pick.choice(["Complaint", "Praise"])),),
            turns=(Turn(index=0, role=Role.CUSTOMER, text=text, begin_offset_ms=0, duration_ms=1),),
        )

    def score(self) -> float | None:
        return self.random.choice([None, round(self.random.uniform(-5, 5), 1)])

    def search(self) -> Search:
        """Any search that the list can ask for."""
        pick = self.random
        terms = {
            *text_terms(" ".join(pick.sample(WORDS, pick.choice([0, 0, 1, 2])))),
            *pick.choice([(), ("channel:call",), ("channel:chat",)]),
            *pick.choice([(), (), ("agent:zoe",), ("agent:nobody",)]),
            *pick.choice([(), (), ("entity:fee",), ("category:praise",), ("tag:vip",)]),
            *pick.choice([(), (), ("status:failed",), ("language:en-us",)]),
        }
        columns = [Column.STARTED_AT, Column.DURATION_MS, Column.SENTIMENT, Column.TREND]
        ranges = {
            column: Range(low=self.bound(column), high=self.bound(column))
            for column in pick.sample(columns, pick.choice([0, 0, 1, 2]))
        }
        return Search(
            terms=frozenset(terms),
            ranges=ranges,
            column=pick.choice(list(Column)),
            is_descending=pick.choice([True, False]),
            limit=pick.choice([1, 3, 10]),
        )

    def bound(self, column: Column) -> str | None:
        held = [one.keys[column] for one in self.held.values() if column in one.keys]
        return self.random.choice([None, *self.random.sample(held, min(2, len(held)))])

    def expected(self, search: Search) -> list[str]:
        """By brute force: those that match, and the order of their keys."""
        return [
            one
            for one, projection in self.held.items()
            if search.terms <= projection.terms
            and all(within(projection, column, of) for column, of in search.ranges.items())
        ]


def within(projection: Projection, column: Column, limits: Range) -> bool:
    key = projection.keys.get(column)
    if key is None:
        return False
    return (limits.low is None or key >= limits.low) and (limits.high is None or key <= limits.high)


def ids(desk: Desk, search: Search) -> list[str]:
    """Of all that match, part after part."""
    found, cursor = [], None
    while True:
        page = desk.index.find_many(search, cursor, 150)
        found += [str(row["contact_id"]) for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            return found


def check(desk: Desk, search: Search) -> None:
    found = ids(desk, search)
    keys = [desk.held[one].keys.get(search.column) for one in found]
    valued = [key for key in keys if key is not None]

    assert sorted(found) == sorted(desk.expected(search))
    assert desk.index.find(search).total == len(found)
    assert valued == sorted(valued, reverse=search.is_descending)
    assert keys[: len(valued)] == valued  # those without a value come last
    for chain in {one for one in desk.table.items if one.endswith("#NUMBERS")}:
        leaves = desk.table.items[chain.removesuffix("#NUMBERS")]
        beside = desk.table.items[chain]
        assert {place: numbers(leaf) for place, leaf in leaves.items()} == {
            place: numbers(leaf) for place, leaf in beside.items()
        }


def numbers(item: Mapping[str, Any]) -> list[int]:
    return sorted(ordinal for _, ordinal in members(item))


@pytest.mark.parametrize("seed", range(10))
def test_two_hundred_random_searches_find_what_brute_force_finds(seed: int):
    desk = Desk(seed, most_entries=[4, 16, MOST_ENTRIES][seed % 3])
    desk.add(30)
    for _ in range(20):
        desk.put(desk.random.choice(list(desk.held)))  # one is analysed anew
        desk.remove(desk.random.choice(list(desk.held)))
        desk.add(2)

        check(desk, desk.search())


@pytest.mark.parametrize("column", Column)
@pytest.mark.parametrize("is_descending", [True, False])
def test_pages_hold_each_contact_once_while_others_come_and_go(
    column: Column, *, is_descending: bool
):
    desk = Desk(7, most_entries=5)
    desk.add(40)
    search = Search(column=column, is_descending=is_descending, limit=6)
    staying = set(desk.held)

    found: list[str] = []
    cursor = None
    while True:
        page = desk.index.find(search, cursor)
        found += [str(row["contact_id"]) for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
        desk.add(1)
        gone = desk.random.choice(sorted(staying))
        staying.discard(gone)
        desk.remove(gone)

    assert len(found) == len(set(found))
    assert staying <= set(found)


def test_columns_of_many_leaves_stay_in_order():
    desk = Desk(3)
    for _ in range(3):
        desk.add(250)

    check(desk, Search(column=Column.STARTED_AT, limit=100))
    check(desk, Search(column=Column.AGENT, is_descending=False, limit=100))
    check(desk, Search(ranges={Column.SENTIMENT: Range(low=None, high="01000000")}, limit=100))
    assert len(desk.table.items["SORT#started_at"]) == 2


@pytest.mark.parametrize("column", [Column.DURATION_MS, Column.TREND])
def test_wide_and_narrow_ranges_over_many_leaves_find_all_of_them(column: Column):
    """Many share a value, so that one runs over several leaves."""
    desk = Desk(8, most_entries=8)
    desk.add(200)
    keys = sorted({one.keys[column] for one in desk.held.values() if column in one.keys})
    bounds = [None, *keys[:: max(1, len(keys) // 6)], keys[-1]]

    for low, high in product(bounds, bounds):
        search = Search(ranges={column: Range(low=low, high=high)})
        assert desk.index.find(search).total == len(desk.expected(search)), (low, high)


def units(table: CountedTable, search: Search) -> float:
    table.units = 0
    SearchIndex(table).find(search)  # type: ignore[arg-type]
    return table.units


@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_a_page_costs_as_much_among_fifty_thousand_as_a_full_one_among_a_thousand():
    few, many = laid_out(1_000), laid_out(50_000)
    full_page = units(few, Search())

    costs = {name: units(many, search) for name, search in queries().items()}

    assert {name: cost for name, cost in costs.items() if cost > 1.35 * full_page} == {}


def laid_out(size: int) -> CountedTable:
    table, pick = CountedTable(), random.Random(2)
    lay_out(table, (contact(number, pick) for number in range(size)))
    return table


def test_a_cursor_of_another_list_is_refused():
    desk = Desk(1)
    desk.add(5)
    cursor = desk.index.find(Search(limit=2)).next_cursor

    for wrong in ("made-up", "bnVsbA==", "W10=", cursor):
        with pytest.raises(CursorError):
            desk.index.find(Search(column=Column.AGENT, limit=2), wrong)


@pytest.mark.parametrize("is_descending", [True, False])
def test_a_cursor_from_outside_a_range_finds_what_of_the_range_comes_after_it(
    *, is_descending: bool
):
    desk = Desk(1, most_entries=4)
    desk.add(40)
    keys = sorted(one.keys[Column.STARTED_AT] for one in desk.held.values())
    whole = Search(is_descending=is_descending, limit=35)
    cursor = desk.index.find(whole).next_cursor
    passed, ahead = (Range(low=keys[20]), Range(high=keys[4]))
    if not is_descending:
        passed, ahead = Range(high=keys[20]), Range(low=keys[-4])

    nothing = desk.index.find(whole.model_copy(update={"ranges": {whole.column: passed}}), cursor)
    rest = desk.index.find(whole.model_copy(update={"ranges": {whole.column: ahead}}), cursor)

    assert (nothing.rows, nothing.next_cursor) == ([], None)
    assert nothing.total > 0
    assert 0 < len(rest.rows) <= rest.total


def test_filters_offer_what_there_is_and_nothing_that_is_gone():
    desk = Desk(1)
    desk.add(30)
    offered = desk.index.facets()

    for one in list(desk.held):
        desk.remove(one)

    assert offered["agent"] == ["Ann", "Bob", "Zoë"]
    assert offered["language"] == ["en-US", "es-US"]
    assert not any(desk.index.facets().values())


class KilledError(BaseException):
    """The process ends here."""


class Dying(CountedTable):
    """Dies before, or right after, one of its writes."""

    def __init__(self, table: CountedTable, at: int, *, is_after: bool) -> None:
        super().__init__()
        self.items, self.order = table.items, table.order
        self.left = at
        self.is_after = is_after

    def transact_write_items(self, TransactItems: object) -> None:  # noqa: N803
        self.left -= 1
        if self.left == 0 and not self.is_after:
            raise KilledError
        super().transact_write_items(TransactItems)
        if self.left == 0:
            raise KilledError


def members(item: Mapping[str, Any]) -> list[tuple[str, int]]:
    """(value, number) of a term's bits, of a leaf, or of the numbers beside it."""
    if "entries" in item:
        return unpacked_entries(item["entries"])
    if "numbers" in item:
        return [("", one) for one in bitmap.unpacked_gaps(item["numbers"])]
    return [("", one) for one in bitmap.members(bitmap.unpacked(item["bits"]))]


def contents(table: CountedTable) -> dict[str, object]:
    """All that the index says, contacts by their names instead of their numbers."""
    names = {
        int(partition.partition("#")[2]): json.loads(item["row"])["contact_id"]
        for partition, items in table.items.items()
        if partition.startswith("ROW#")
        for item in items.values()
    }
    told: dict[str, object] = {}
    for partition, items in table.items.items():
        for place, item in items.items():
            if {"bits", "entries", "numbers"} & set(item):
                told[partition] = sorted((key, names[ordinal]) for key, ordinal in members(item))
            elif "figures" in item:
                told[partition + place] = Figures.model_validate_json(
                    zlib.decompress(item["figures"])
                )
            elif "row" in item:
                told[names[int(partition.partition("#")[2])]] = item["row"]
            elif "given" not in item and "entry" not in item:
                told[partition + place] = item
    return {name: value for name, value in told.items() if value}


@pytest.mark.parametrize("is_after", [False, True])
@pytest.mark.parametrize("at", range(1, 8))
def test_a_death_between_two_writes_is_mended_by_doing_it_again(at: int, *, is_after: bool):
    desk, calm = Desk(5), Desk(5)
    desk.add(10)
    calm.add(10)
    changes = {"c-1": desk.indexed("c-1"), "c-2": None, "c-50": desk.indexed("c-50")}
    calm.writer.apply(changes)

    dying = Dying(desk.table, at, is_after=is_after)
    try:
        SearchWriter(dying).apply(changes)  # type: ignore[arg-type]
    except KilledError:
        desk.writer.apply(changes)

    assert contents(desk.table) == contents(calm.table)


def test_what_is_indexed_twice_is_counted_once():
    desk = Desk(2)
    desk.add(3)
    before = contents(desk.table)
    indexed = desk.indexed("c-9")

    desk.writer.apply({"c-9": indexed})
    desk.writer.apply({"c-9": indexed})
    desk.writer.apply({"c-9": None, "c-never": None})

    assert contents(desk.table) == before


class Busy(CountedTable):
    """Somebody else changes an item before each of the first writes."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def transact_write_items(self, TransactItems: object) -> None:  # noqa: N803
        self.times -= 1
        if self.times >= 0:
            raise self.exceptions.TransactionCanceledException([{"Code": "TransactionConflict"}])
        super().transact_write_items(TransactItems)


def test_a_writer_that_lost_to_another_tries_again():
    table, pauses = Busy(3), list[float]()
    desk = Desk(4)

    SearchWriter(table, pauses.append).apply({"c-1": desk.indexed("c-1")})  # type: ignore[arg-type]

    assert len(pauses) == 3
    assert SearchIndex(table).find(Search()).total == 1  # type: ignore[arg-type]


def test_a_writer_that_loses_all_the_time_says_so():
    desk = Desk(4)

    with pytest.raises(IndexBusyError):
        SearchWriter(Busy(1_000), lambda _: None).apply(  # type: ignore[arg-type]
            {"c-1": desk.indexed("c-1")}
        )
