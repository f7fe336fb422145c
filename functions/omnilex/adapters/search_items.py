"""The items of the search table, and how they are read and written; see docs/data-model.md."""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from omnilex.domain.search import Column

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

Key = tuple[str, str]
Position = tuple[str, int]

FIRST = "\t"  # sorts before every key
TOGETHER = 100  # DynamoDB's most, of a read and of a transaction
OUTLINED = 8  # one of so many places
_LOST = {"ConditionalCheckFailed", "TransactionConflict"}


class IndexBusyError(RuntimeError):
    """Another writer changed what was read."""


def slices(several: Iterable[Any], most: int = TOGETHER) -> Iterator[list[Any]]:
    """As many as one call takes, again and again."""
    left = iter(several)
    while some := list(islice(left, most)):
        yield some


def term_partition(term: str) -> str:
    return f"TERM#{term}"


def chain_of(column: Column, *, has_value: bool) -> str:
    """The partition of a column's leaves; contacts without a value have a chain of their own."""
    return f"SORT#{column}" if has_value else f"NONE#{column}"


def numbers_of(chain: str) -> str:
    """The partition that has the numbers of each leaf again, under the leaf's own sort key."""
    return f"{chain}#NUMBERS"


def outline_key(chain: str) -> Key:
    """The item that has a few places of a chain, by which a range is told to be wide or narrow."""
    return f"{chain}#OUTLINE", "OUTLINE"


def is_outlined(place: str) -> bool:
    return zlib.crc32(place.encode()) % OUTLINED == 0


def sort_key(position: Position) -> str:
    key, ordinal = position
    return f"{key}\t{ordinal:010d}"


def row_key(ordinal: int) -> Key:
    return f"ROW#{ordinal}", "ROW"


def packed_entries(entries: Iterable[Position]) -> bytes:
    grouped = [
        [key, [ordinal for _, ordinal in alike]]
        for key, alike in groupby(entries, key=lambda entry: entry[0])
    ]
    return zlib.compress(json.dumps(grouped, separators=(",", ":")).encode())


def unpacked_entries(stored: Any) -> list[Position]:
    grouped: list[tuple[str, list[int]]] = json.loads(zlib.decompress(bytes(stored)))
    return [(key, ordinal) for key, alike in grouped for ordinal in alike]


class Sheet:
    """Items read together, changed in memory, and written back only if nobody else has.

    Each item carries a version ``v``. A sheet of up to a hundred changes is written whole or not
    at all; a larger one in such slices. An item put ``beside`` another has no version: it is
    written whenever that one is, and never without it.
    """

    def __init__(self, table: "Table") -> None:
        self._table = table
        self._client = table.meta.client
        self._read: dict[Key, dict[str, Any]] = {}
        self._changed: dict[Key, dict[str, Any] | None] = {}
        self._beside: dict[Key, Any] = {}

    def read(self, keys: Iterable[Key]) -> None:
        missing = [key for key in dict.fromkeys(keys) if key not in self._read]
        for some in slices(missing):
            for item in self._batch(some):
                self.hold(item)
            for key in some:
                self._read.setdefault(key, {})

    def hold(self, item: Mapping[str, Any]) -> None:
        """An item that was read in another way."""
        self._read.setdefault((str(item["pk"]), str(item["sk"])), dict(item))

    def get(self, key: Key) -> dict[str, Any]:
        """Empty where there is none."""
        return self._read[key]

    def put(self, key: Key, attributes: Mapping[str, Any]) -> None:
        self._changed[key] = dict(attributes)

    def put_beside(self, other: Key, key: Key, attributes: Mapping[str, Any]) -> None:
        item = {"pk": key[0], "sk": key[1], **attributes}
        self._beside[other] = {"Put": {"TableName": self._table.name, "Item": item}}

    def delete(self, key: Key) -> None:
        self._changed[key] = None

    def write(self) -> None:
        """Raises IndexBusyError; then what it had not written yet is not written."""
        for some in slices(self._changed, TOGETHER // 2 if self._beside else TOGETHER):
            changes = [self._change(key, self._changed[key]) for key in some]
            beside = [self._beside[key] for key in some if key in self._beside]
            try:
                self._client.transact_write_items(TransactItems=changes + beside)
            except self._client.exceptions.TransactionCanceledException as error:
                reasons = {reason["Code"] for reason in error.response["CancellationReasons"]}
                if reasons & _LOST:
                    raise IndexBusyError from None
                raise

    def _change(self, key: Key, attributes: dict[str, Any] | None) -> Any:
        named = {"pk": key[0], "sk": key[1]}
        version = self._read.get(key, {}).get("v")
        condition: dict[str, Any] = {"TableName": self._table.name}
        if version is None:
            condition["ConditionExpression"] = "attribute_not_exists(pk)"
        else:
            condition["ConditionExpression"] = "v = :v"
            condition["ExpressionAttributeValues"] = {":v": version}
        if attributes is None:
            return {"Delete": {"Key": named, **condition}}
        item = {**named, **attributes, "v": int(version or 0) + 1}
        return {"Put": {"Item": item, **condition}}

    def _batch(self, keys: Sequence[Key]) -> Iterable[dict[str, Any]]:
        return batch_get(self._table, keys, consistent=True)


def batch_get(
    table: "Table", keys: Sequence[Key], *, consistent: bool = False
) -> list[dict[str, Any]]:
    """Items in no order; those that are not there are left out. At most a hundred keys."""
    wanted: Any = {
        table.name: {
            "Keys": [{"pk": partition, "sk": place} for partition, place in keys],
            "ConsistentRead": consistent,
        }
    }
    found: list[dict[str, Any]] = []
    while wanted:
        answer = table.meta.client.batch_get_item(RequestItems=wanted)
        found += answer["Responses"].get(table.name, [])
        wanted = answer.get("UnprocessedKeys")
    return found
