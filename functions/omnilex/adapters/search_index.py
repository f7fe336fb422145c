"""Finding contacts: terms as bitmaps, columns as chains of sorted leaves, rows by their number.

What is read for a page does not depend on how many contacts there are, but for a bit for each
contact and term asked for; docs/decisions/0016-search.md has the figures.
"""

import base64
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from omnilex.adapters.search_chains import Chains, Leaf
from omnilex.adapters.search_items import (
    TOGETHER,
    Position,
    batch_get,
    chain_of,
    row_key,
    slices,
    term_partition,
)
from omnilex.domain import bitmap
from omnilex.domain.search import EVERY, Range, Search, term

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

LEAF = 350  # so many contacts are in a leaf, of 512 when it is cut in two
LEAVES_A_ROW = 8  # the numbers of so many leaves are read for what one row costs
FACETS = ("agent", "language", "entity", "category", "tag")
MOST_FACETS = 1_000


class CursorError(ValueError):
    """Not a cursor that this list gave."""


class Page(BaseModel):
    model_config = ConfigDict(frozen=True)

    rows: list[dict[str, Any]]
    next_cursor: str | None
    total: int


class Row(BaseModel):
    model_config = ConfigDict(frozen=True)

    keys: dict[str, str]
    row: dict[str, Any]


Placed = tuple[bool, Position]
"""A contact's place in the order: whether the column has a value, and where it stands."""
Found = tuple[list[Placed], dict[int, Row]]
"""Contacts in order, a page and one more of them, and the rows that were read on the way."""


class SearchIndex:
    def __init__(self, table: "Table") -> None:
        self._table = table
        self._chains = Chains(table)

    def find(self, search: Search, cursor: str | None = None) -> Page:
        """A page of what matches, and how many match in all. Raises CursorError."""
        after = _after(search, cursor) if cursor else None
        matching, crowd = self._matching(search)
        total = matching.bit_count()
        if not total:
            return Page(rows=[], next_cursor=None, total=0)
        leaves = _leaves_to_walk(search, total, crowd)
        if (total - search.limit) * LEAVES_A_ROW <= leaves:
            found, held = self._by_reading(search, matching, after)
        else:
            found, held = self._by_walking(search, matching, after, leaves)
        page = found[: search.limit]
        numbers = [ordinal for _, (_, ordinal) in page]
        held |= self._read(one for one in numbers if one not in held)
        more = len(found) > search.limit
        return Page(
            rows=[held[one].row for one in numbers if one in held],  # but what was just removed
            next_cursor=_cursor(search, page[-1]) if more else None,
            total=total,
        )

    def find_many(self, search: Search, cursor: str | None, most: int) -> Page:
        """A page of many pages: as many as there are, up to ``most``. Raises CursorError."""
        rows: list[dict[str, Any]] = []
        whole = search.model_copy(update={"limit": TOGETHER})
        while True:
            page = self.find(whole, cursor)
            rows += page.rows
            cursor = page.next_cursor
            if cursor is None or len(rows) >= most:
                return Page(rows=rows, next_cursor=cursor, total=page.total)

    def counts(self, search: Search, kind: str, values: Iterable[str]) -> Counter[str]:
        """How many of what the search matches have each value as well."""
        matching, _ = self._matching(search)
        return Counter(
            {value: (matching & self._members(term(kind, value))).bit_count() for value in values}
        )

    def facets(self) -> dict[str, list[str]]:
        """What there is to choose from, by kind."""
        return {kind: self._facet(kind) for kind in FACETS}

    def has(self, term: str) -> bool:
        """Some contact has the term."""
        return bool(self._members(term))

    def _facet(self, kind: str) -> list[str]:
        items = self._query(f"FACET#{kind}", Limit=MOST_FACETS)["Items"]
        return [str(item["value"]) for item in items]

    def _matching(self, search: Search) -> tuple[int, int]:
        """What matches, and about how many contacts the list's order has from first to last."""
        matching, crowd = -1, None
        for wanted in sorted(search.terms):
            matching &= self._members(wanted)
            if not matching:
                return 0, 0
        for column, limits in search.ranges.items():
            within = self._chains.within(column, limits)
            matching &= within
            if column is search.column and within > 0:
                crowd = within.bit_count()
        if matching < 0:  # all but some
            matching &= self._members(EVERY)
        lowest = (matching & -matching).bit_length()
        return matching, matching.bit_length() - lowest if crowd is None else crowd

    def _members(self, term: str) -> int:
        pieces = self._pages(term_partition(term))
        return bitmap.joined(
            (int(item["sk"]), bitmap.unpacked(bytes(item["bits"]))) for item in pieces
        )

    def _read(self, ordinals: Iterable[int]) -> dict[int, Row]:
        return {
            int(str(item["pk"]).partition("#")[2]): Row(
                keys=json.loads(item["keys"]), row=json.loads(item["row"])
            )
            for some in slices(map(row_key, ordinals))
            for item in batch_get(self._table, some)
        }

    def _by_reading(self, search: Search, matching: int, after: Placed | None) -> Found:
        """Few match: all of them are read and sorted here."""
        rows = self._read(bitmap.members(matching))
        return _in_order(search, _placed(search, rows), after), rows

    def _by_walking(
        self, search: Search, matching: int, after: Placed | None, leaves: int
    ) -> Found:
        """Many match: the column is walked until a page and one more are found.

        Of a leaf whose matches all belong to the page their rows tell the order; only one that is
        cut, by the cursor or by the page's end, is read itself.
        """
        cells = matching.to_bytes((matching.bit_length() + 7) // 8, "little")
        found: list[Placed] = []
        unplaced: list[int] = []
        for has_value, leaf, is_cut in self._walk(search, after, leaves):
            here = [n for n in leaf.numbers if n >> 3 < len(cells) and cells[n >> 3] >> (n & 7) & 1]
            missing = search.limit + 1 - len(found) - len(unplaced)
            if is_cut or len(here) > missing:
                matches = frozenset(here)
                positions = self._chains.positions(leaf) if here else []
                placed = [(has_value, one) for one in positions if one[1] in matches]
                found += _in_order(search, placed, after)[:missing]
            else:
                unplaced += here
            if len(found) + len(unplaced) > search.limit:
                break
        rows = self._read(unplaced)
        return _in_order(search, found + _placed(search, rows), after), rows

    def _walk(
        self, search: Search, after: Placed | None, leaves: int
    ) -> Iterator[tuple[bool, Leaf, bool]]:
        """Whether it is of those with a value, a leaf, and whether the cursor lies in it."""
        limits = search.ranges.get(search.column, Range())
        for has_value in (True, False) if limits == Range() else (True,):
            if after and has_value and not after[0]:
                continue
            start = after[1] if after and after[0] is has_value else None
            chain = chain_of(search.column, has_value=has_value)
            walk = self._chains.walk(
                chain, limits, start, leaves, is_descending=search.is_descending
            )
            for number, leaf in enumerate(walk):
                yield has_value, leaf, start is not None and number == 0

    def _pages(self, partition: str) -> Iterator[dict[str, Any]]:
        """All items of a partition."""
        how: dict[str, Any] = {}
        while True:
            answer = self._query(partition, **how)
            yield from answer["Items"]
            if "LastEvaluatedKey" not in answer:
                return
            how["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _query(self, partition: str, **how: Any) -> Any:
        return self._table.query(
            KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": partition}, **how
        )


def _leaves_to_walk(search: Search, total: int, crowd: int) -> int:
    """About so many hold a page of what matches, and a fifth more."""
    return 2 + crowd * search.limit * 6 // (total * LEAF * 5)


def _placed(search: Search, rows: Mapping[int, Row]) -> list[Placed]:
    return [
        (search.column in one.keys, (one.keys.get(search.column, ""), ordinal))
        for ordinal, one in rows.items()
    ]


def _in_order(search: Search, placed: Iterable[Placed], after: Placed | None) -> list[Placed]:
    """What comes after a cursor; those without a value come last in either direction."""
    ordered = sorted(placed, key=lambda one: one[1], reverse=search.is_descending)
    ordered.sort(key=lambda one: not one[0])
    return [one for one in ordered if after is None or _is_after(search, one, after)]


def _is_after(search: Search, one: Placed, after: Placed) -> bool:
    if one[0] != after[0]:
        return after[0]
    return one[1] < after[1] if search.is_descending else one[1] > after[1]


def _cursor(search: Search, last: Placed) -> str:
    has_value, (key, ordinal) = last
    told = [search.column, search.is_descending, has_value, key, ordinal]
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode()


def _after(search: Search, cursor: str) -> Placed:
    try:
        column, is_descending, has_value, key, ordinal = json.loads(
            base64.urlsafe_b64decode(cursor.encode())
        )
    except (ValueError, TypeError):
        raise CursorError("That cursor is not one of this list's.") from None
    told = (column, is_descending, type(has_value), type(key), type(ordinal))
    if told != (search.column, search.is_descending, bool, str, int):
        raise CursorError("That cursor is not one of this list's.")
    return has_value, (key, ordinal)
