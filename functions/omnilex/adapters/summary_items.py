"""The figures of each day in the search table: one item for each day and set of filters."""

import zlib
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from omnilex.adapters.search_items import Key, Sheet
from omnilex.domain.insights import Contribution, Figures

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table


class SummarySheet(Sheet):
    """A sheet that can also exchange one contact's contribution for another."""

    def replace(self, old: Contribution | None, new: Contribution | None) -> None:
        """Take ``old`` back and add ``new``, in every set of filters that either counts under."""
        changes: defaultdict[Key, list[tuple[Contribution, int]]] = defaultdict(list)
        if old != new:
            for one, sign in ((old, -1), (new, 1)):
                if one is not None:
                    for scope in one.scopes():
                        changes[_key(scope, one.day)].append((one, sign))
        self.read(changes)
        for key, several in changes.items():
            figures = _to_figures(self.get(key))
            for one, sign in several:
                figures.add(one, sign)
            if figures.is_empty and self.get(key):
                self.delete(key)
            else:
                self.put(key, {"figures": zlib.compress(figures.model_dump_json().encode())})


class Summaries:
    def __init__(self, table: "Table") -> None:
        self._table = table

    def days(self, scope: str, first: date, last: date) -> dict[date, Figures]:
        """Of every day on which something was counted."""
        asked: dict[str, Any] = {
            "KeyConditionExpression": "pk = :pk AND sk BETWEEN :low AND :high",
            "ExpressionAttributeValues": {
                ":pk": f"SUMMARY#{scope}",
                ":low": first.isoformat(),
                ":high": last.isoformat(),
            },
        }
        found: dict[date, Figures] = {}
        while True:
            answer = self._table.query(**asked)
            for item in answer["Items"]:
                found[date.fromisoformat(str(item["sk"]))] = _to_figures(item)
            if "LastEvaluatedKey" not in answer:
                return found
            asked["ExclusiveStartKey"] = answer["LastEvaluatedKey"]


def _key(scope: str, day: date) -> Key:
    return f"SUMMARY#{scope}", day.isoformat()


def _to_figures(item: Any) -> Figures:
    stored = item.get("figures")
    return Figures.model_validate_json(zlib.decompress(bytes(stored))) if stored else Figures()
