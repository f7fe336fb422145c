"""As much of a DynamoDB table as the search needs, in memory, counting the units it would cost.

Read units are DynamoDB's: 4 kB of a consistent read are one, of an eventually consistent one half;
a query's items are added up before rounding, a batch's are rounded one by one.
"""

import math
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

PAGE_BYTES = 1_048_576
UNIT_BYTES = 4_096


class TransactionCanceledError(Exception):
    def __init__(self, reasons: list[dict[str, str]]) -> None:
        super().__init__("cancelled")
        self.response = {"CancellationReasons": reasons}


class _Exceptions:
    TransactionCanceledException = TransactionCanceledError


class CountedTable:
    """Stands for a boto3 table and for its client."""

    name = "search"
    exceptions = _Exceptions()

    def __init__(self) -> None:
        self.items: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        self.order: dict[str, list[str]] = defaultdict(list)
        self.units = 0.0
        self.calls = 0

    @property
    def meta(self) -> Any:
        return type("Meta", (), {"client": self})

    def query(self, **asked: Any) -> dict[str, Any]:
        values = asked["ExpressionAttributeValues"]
        places = self._between(asked["KeyConditionExpression"], values)
        if not asked.get("ScanIndexForward", True):
            places.reverse()
        start = asked.get("ExclusiveStartKey")
        if start:
            places = places[places.index(start["sk"]) + 1 :]
        found, size, most = [], 0, asked.get("Limit", len(places) + 1)
        for place in places[:most]:
            item = self.items[values[":pk"]][place]
            found.append(item)
            size += size_of(item)
            if size > PAGE_BYTES:
                break
        self._count(size, consistent=asked.get("ConsistentRead", False))
        more = len(found) < len(places)
        last = {"LastEvaluatedKey": {"pk": values[":pk"], "sk": found[-1]["sk"]}} if more else {}
        return {"Items": found, **last}

    def batch_get_item(self, RequestItems: Any) -> dict[str, Any]:  # noqa: N803 - AWS's name
        asked = RequestItems[self.name]
        found = []
        self.calls += 1
        for key in asked["Keys"]:
            item = self.items[key["pk"]].get(key["sk"])
            self._add(size_of(item) if item else 0, consistent=asked["ConsistentRead"])
            found += [item] if item else []
        return {"Responses": {self.name: found}}

    def transact_write_items(self, TransactItems: Any) -> None:  # noqa: N803 - AWS's name
        failed = [not self._holds(next(iter(change.values()))) for change in TransactItems]
        if any(failed):
            codes = ["ConditionalCheckFailed" if one else "None" for one in failed]
            raise TransactionCanceledError([{"Code": code} for code in codes])
        for change in TransactItems:
            if "Put" in change:
                self.put_item(change["Put"]["Item"])
            else:
                self.delete_item(change["Delete"]["Key"])

    def update_item(self, **asked: Any) -> dict[str, Any]:
        """``SET`` of one attribute, or ``ADD`` to one: a number, or a set of texts."""
        key = asked["Key"]
        verb, name, *_ = asked["UpdateExpression"].split()
        (value,) = asked["ExpressionAttributeValues"].values()
        item = self.items[key["pk"]].get(key["sk"], key)
        if verb == "ADD" and name in item:
            value = item[name] | value if isinstance(value, set) else item[name] + value
        self.put_item({**item, name: value})
        return {"Attributes": {name: value}}

    @contextmanager
    def batch_writer(self) -> Iterator["CountedTable"]:
        yield self

    def put_item(self, Item: dict[str, Any]) -> None:  # noqa: N803 - AWS's name
        partition, place = Item["pk"], Item["sk"]
        if place not in self.items[partition]:
            insort(self.order[partition], place)
        self.items[partition][place] = Item

    def delete_item(self, Key: dict[str, Any]) -> None:  # noqa: N803 - AWS's name
        if self.items[Key["pk"]].pop(Key["sk"], None):
            self.order[Key["pk"]].remove(Key["sk"])

    def _between(self, condition: str, values: dict[str, Any]) -> list[str]:
        order = self.order[values[":pk"]]
        match condition.removeprefix("pk = :pk").removeprefix(" AND "):
            case "":
                return list(order)
            case "sk <= :high":
                return order[: bisect_right(order, values[":high"])]
            case "sk >= :low":
                return order[bisect_left(order, values[":low"]) :]
            case "sk BETWEEN :low AND :high":
                if values[":low"] > values[":high"]:
                    raise ValueError("the bounds of BETWEEN are the wrong way round")
                begin = bisect_left(order, values[":low"])
                return order[begin : bisect_right(order, values[":high"])]
            case unknown:
                raise NotImplementedError(unknown)

    def _holds(self, change: dict[str, Any]) -> bool:
        key = change.get("Key") or change["Item"]
        item = self.items[key["pk"]].get(key["sk"])
        if "ConditionExpression" not in change:
            return True
        if change["ConditionExpression"] == "attribute_not_exists(pk)":
            return item is None
        return item is not None and item.get("v") == change["ExpressionAttributeValues"][":v"]

    def _count(self, size: int, *, consistent: bool) -> None:
        self.calls += 1
        self._add(size, consistent=consistent)

    def _add(self, size: int, *, consistent: bool) -> None:
        units = max(1, math.ceil(size / UNIT_BYTES))
        self.units += units if consistent else units / 2


def size_of(item: dict[str, Any]) -> int:
    """Names and values; a number is some eight bytes."""
    return sum(len(name) + _value_size(value) for name, value in item.items())


def _value_size(value: Any) -> int:
    if isinstance(value, bytes):
        return len(value)
    if isinstance(value, set):
        return sum(map(_value_size, value))
    return len(value.encode()) if isinstance(value, str) else 8
