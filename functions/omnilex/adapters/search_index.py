"""Finding contacts: terms as bitmaps, columns as chains of sorted leaves, rows by their number.

What is read for a page does not depend on how many contacts there are, but for a bit for each
contact and term asked for; docs/decisions/0016-search.md has the figures.
"""

import base64
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from omnilex.adapters.search_items import (
    TOGETHER,
    Position,
    batch_get,
    chain_of,
    row_key,
    slices,
    sort_key,
    term_partition,
    unpacked_entries,
)
from omnilex.domain import bitmap
from omnilex.domain.search import EVERY, Column, Range, Search, term

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

FEW_PAGES = 2  # up to so many pages of matches are read whole and sorted here
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


class SearchIndex:
    def __init__(self, table: "Table") -> None:
        self._table = table

    def find(self, search: Search, cursor: str | None = None) -> Page:
        """A page of what matches, and how many match in all. Raises CursorError."""
        after = _after(search, cursor) if cursor else None
        matching = self._matching(search)
        total = matching.bit_count()
        if not total:
            return Page(rows=[], next_cursor=None, total=0)
        few = self._few(matching) if total <= FEW_PAGES * search.limit else None
        found = (
            self._by_walking(search, matching, after)
            if few is None
            else _in_order(search, few, after)
        )
        page = found[: search.limit]
        rows = self.rows([ordinal for _, (_, ordinal) in page], few or {})
        more = len(found) > search.limit
        cursor = _cursor(search, page[-1]) if more else None
        return Page(rows=rows, next_cursor=cursor, total=total)

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
        matching = self._matching(search)
        return Counter(
            {value: (matching & self._members(term(kind, value))).bit_count() for value in values}
        )

    def facets(self) -> dict[str, list[str]]:
        """What there is to choose from, by kind."""
        return {kind: self._facet(kind) for kind in FACETS}

    def has(self, term: str) -> bool:
        """Some contact has the term."""
        return bool(self._members(term))

    def rows(self, ordinals: list[int], held: dict[int, Row]) -> list[dict[str, Any]]:
        """In the order asked for; one that has just been removed is left out."""
        found = held or self._read(ordinals)
        return [found[ordinal].row for ordinal in ordinals if ordinal in found]

    def _facet(self, kind: str) -> list[str]:
        items = self._query(f"FACET#{kind}", Limit=MOST_FACETS)
        return [str(item["value"]) for item in items]

    def _matching(self, search: Search) -> int:
        terms = search.terms or frozenset() if search.ranges else search.terms or {EVERY}
        matching = -1
        for wanted in sorted(terms):
            matching &= self._members(wanted)
            if not matching:
                return 0
        for column, limits in search.ranges.items():
            matching &= self._within(column, limits)
        return matching

    def _members(self, term: str) -> int:
        pieces = self._pages(term_partition(term))
        return bitmap.joined(
            (int(item["sk"]), bitmap.unpacked(bytes(item["bits"]))) for item in pieces
        )

    def _within(self, column: Column, limits: Range) -> int:
        chain = chain_of(column, has_value=True)
        low = limits.low or ""
        ordinals: list[int] = []
        for entries in self._upwards(chain, (low, 0) if low else None):
            inside = [
                ordinal
                for key, ordinal in entries
                if key >= low and (limits.high is None or key <= limits.high)
            ]
            ordinals += inside
            if limits.high is not None and entries and entries[-1][0] > limits.high:
                break
        return bitmap.of(ordinals)

    def _few(self, matching: int) -> dict[int, Row]:
        """So few match that reading all of them costs less than walking to a page of them."""
        return self._read(bitmap.members(matching))

    def _read(self, ordinals: Iterable[int]) -> dict[int, Row]:
        return {
            int(str(item["pk"]).partition("#")[2]): Row(
                keys=json.loads(item["keys"]), row=json.loads(item["row"])
            )
            for some in slices(map(row_key, ordinals))
            for item in batch_get(self._table, some)
        }

    def _by_walking(self, search: Search, matching: int, after: Placed | None) -> list[Placed]:
        """Many match: walk the column until a page and one more are found."""
        cells = matching.to_bytes((matching.bit_length() + 7) // 8, "little")
        found = (
            placed
            for placed in self._walk(search, after)
            if (ordinal := placed[1][1]) >> 3 < len(cells)
            and cells[ordinal >> 3] >> (ordinal & 7) & 1
        )
        return list(islice(found, search.limit + 1))

    def _walk(self, search: Search, after: Placed | None) -> Iterator[Placed]:
        for has_value in (True, False):
            start = after[1] if after and after[0] is has_value else None
            if after and has_value and not after[0]:
                continue
            chain = chain_of(search.column, has_value=has_value)
            walk = self._downwards if search.is_descending else self._upwards
            for entries in walk(chain, start):
                for position in entries:
                    if start is None or (
                        position < start if search.is_descending else position > start
                    ):
                        yield has_value, position

    def _upwards(self, chain: str, start: Position | None) -> Iterator[list[Position]]:
        """Leaves from the one that holds ``start``."""
        floor = None
        if start:
            holding = self._query(
                chain, "sk <= :sk", sort_key(start), ScanIndexForward=False, Limit=1
            )
            for item in holding:
                floor = str(item["sk"])
                yield unpacked_entries(item["entries"])
        if floor:
            items = self._pages(chain, "sk > :sk", floor, first=2)
        else:
            items = self._pages(chain, first=2)
        for item in items:
            yield unpacked_entries(item["entries"])

    def _downwards(self, chain: str, start: Position | None) -> Iterator[list[Position]]:
        limits = ("sk <= :sk", sort_key(start)) if start else ()
        for item in self._pages(chain, *limits, first=2, ScanIndexForward=False):
            yield unpacked_entries(item["entries"])[::-1]

    def _pages(
        self, partition: str, *limits: str, first: int | None = None, **how: Any
    ) -> Iterator[dict[str, Any]]:
        """All items of a partition: a few at first, then more with each call."""
        most = first
        while True:
            asked = {**how, "Limit": most} if most else how
            answer = self._ask(partition, *limits, **asked)
            yield from answer["Items"]
            last = answer.get("LastEvaluatedKey")
            if last is None:
                return
            how["ExclusiveStartKey"] = last
            most = most * 4 if most else None

    def _query(self, partition: str, *limits: str, **how: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._ask(partition, *limits, **how)["Items"]
        return found

    def _ask(self, partition: str, condition: str = "", bound: str = "", **how: Any) -> Any:
        values = {":pk": partition, **({":sk": bound} if condition else {})}
        whole = f"pk = :pk AND {condition}" if condition else "pk = :pk"
        return self._table.query(
            KeyConditionExpression=whole, ExpressionAttributeValues=values, **how
        )


def _in_order(search: Search, few: dict[int, Row], after: Placed | None) -> list[Placed]:
    """Those without a value come last in either direction."""
    placed = [
        (search.column in one.keys, (one.keys.get(search.column, ""), ordinal))
        for ordinal, one in few.items()
    ]
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
