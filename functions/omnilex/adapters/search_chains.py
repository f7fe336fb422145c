"""The chains of leaves that keep each column in order, read from either end.

The numbers of a leaf lie beside it in an item of their own. They say all that a search must know
of a leaf that is wholly inside a range, or holds less than what is missing on a page.
"""

from collections.abc import Iterator
from itertools import count, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from omnilex.adapters.search_items import (
    Key,
    Position,
    batch_get,
    chain_of,
    numbers_of,
    outline_key,
    sort_key,
    unpacked_entries,
)
from omnilex.domain import bitmap
from omnilex.domain.search import Column, Range

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

BELOW_ALL, ABOVE_ALL = "\t", "\t~"  # after a value: before and after the number of any contact


class Leaf(NamedTuple):
    chain: str
    place: str
    numbers: list[int]


class Chains:
    def __init__(self, table: "Table") -> None:
        self._table = table

    def within(self, column: Column, limits: Range) -> int:
        """The numbers of a range; of one that most of the column lies in, all but the others."""
        chain = chain_of(column, has_value=True)
        low, high = _lowest(limits), _highest(limits)
        if not self._is_wide(chain, low, high):
            return self._numbers(chain, low, high)
        without = self.upwards(chain_of(column, has_value=False))
        outside = bitmap.of(number for leaf in without for number in leaf.numbers)
        if low is not None:
            outside |= self._numbers(chain, None, low)
        if high is not None:
            outside |= self._numbers(chain, high, None)
        return ~outside

    def _is_wide(self, chain: str, low: str | None, high: str | None) -> bool:
        """By a few places of the chain; one too short for that is read as it is."""
        found = batch_get(self._table, [outline_key(chain)])
        places = [str(place) for item in found for place in item["places"]]
        inside = sum(_is_within(place, low, high) for place in places)
        return inside * 2 > len(places)

    def _numbers(self, chain: str, low: str | None, high: str | None) -> int:
        """Whole leaves by their numbers, the one at each end by its values."""
        leaves = list(self.upwards(chain, low, high))
        lowest = leaves[:1] if low is not None else []
        highest = leaves[-1:] if high is not None else []
        ends = {leaf.place: leaf for leaf in lowest + highest}
        inner = [n for leaf in leaves if leaf.place not in ends for n in leaf.numbers]
        outer = [
            position[1]
            for position in self.positions(*ends.values())
            if _is_within(sort_key(position), low, high)
        ]
        return bitmap.of(inner + outer)

    def positions(self, *leaves: Leaf) -> list[Position]:
        """What some leaves hold, in order."""
        keys: list[Key] = [(leaf.chain, leaf.place) for leaf in leaves]
        found = batch_get(self._table, keys) if keys else []
        return sorted(one for item in found for one in unpacked_entries(item["entries"]))

    def walk(
        self, chain: str, limits: Range, start: Position | None, first: int, *, is_descending: bool
    ) -> Iterator[Leaf]:
        """The leaves of a range from the one that holds ``start``: ``first`` leaves, then more."""
        low, high = _lowest(limits), _highest(limits)
        if is_descending:
            return self._downwards(chain, low, sort_key(start) if start else high, first)
        return self.upwards(chain, sort_key(start) if start else low, high, first)

    def upwards(
        self,
        chain: str,
        low: str | None = None,
        high: str | None = None,
        first: int | None = None,
    ) -> Iterator[Leaf]:
        """Those that may hold something from ``low`` to ``high``."""
        floor = None
        if low is not None:
            asked = self._query(chain, None, low, ScanIndexForward=False, Limit=1)
            floor = next((str(item["sk"]) for item in asked["Items"]), None)
        if floor is not None and high is not None and floor > high:
            return iter(())
        return self._leaves(chain, floor, high, first, ScanIndexForward=True)

    def _downwards(
        self, chain: str, low: str | None, high: str | None, first: int
    ) -> Iterator[Leaf]:
        for leaf in self._leaves(chain, None, high, first, ScanIndexForward=False):
            yield leaf
            if low is not None and leaf.place <= low:
                return

    def _leaves(
        self, chain: str, low: str | None, high: str | None, first: int | None, **how: Any
    ) -> Iterator[Leaf]:
        for limit in _limits(first):
            answer = self._query(chain, low, high, **limit, **how)
            for item in answer["Items"]:
                numbers = bitmap.unpacked_gaps(bytes(item["numbers"]))
                yield Leaf(chain, str(item["sk"]), numbers)
            if "LastEvaluatedKey" not in answer:
                return
            how["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def _query(self, chain: str, low: str | None, high: str | None, **how: Any) -> Any:
        bounds = {":low": low, ":high": high}
        values = {name: bound for name, bound in bounds.items() if bound is not None}
        condition = {
            (): "",
            (":low",): " AND sk >= :low",
            (":high",): " AND sk <= :high",
            (":low", ":high"): " AND sk BETWEEN :low AND :high",
        }[tuple(values)]
        return self._table.query(
            KeyConditionExpression="pk = :pk" + condition,
            ExpressionAttributeValues={":pk": numbers_of(chain), **values},
            **how,
        )


def _limits(first: int | None) -> Iterator[dict[str, int]]:
    """As many as are thought to do, then half as many, then twice as many with each call."""
    if first is None:
        yield from repeat({})
        return
    yield {"Limit": first}
    yield from ({"Limit": (first // 2 + 1) << call} for call in count())


def _is_within(text: str, low: str | None, high: str | None) -> bool:
    return (low is None or text >= low) and (high is None or text <= high)


def _lowest(limits: Range) -> str | None:
    return None if limits.low is None else limits.low + BELOW_ALL


def _highest(limits: Range) -> str | None:
    return None if limits.high is None else limits.high + ABOVE_ALL
