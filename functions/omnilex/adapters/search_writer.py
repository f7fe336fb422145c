"""Keeps the search table in step with the contacts: safe to repeat, and to die in the middle of.

A contact's *entry* says what the index may hold of it. It is written before the index is touched,
naming old and new alike, and again when all is done; whoever finds one in between goes through
all of it once more.
"""

import hashlib
import json
import random
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from omnilex.adapters.search_index import FACETS, SearchIndex
from omnilex.adapters.search_items import (
    FIRST,
    IndexBusyError,
    Key,
    Position,
    Sheet,
    chain_of,
    is_outlined,
    numbers_of,
    outline_key,
    packed_entries,
    row_key,
    sort_key,
    term_partition,
    unpacked_entries,
)
from omnilex.adapters.search_layout import COUNTER, SearchLayout
from omnilex.adapters.summary_items import SummarySheet
from omnilex.domain import bitmap
from omnilex.domain.insights import Contribution
from omnilex.domain.search import Column, Projection, fold, term

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

MOST_ENTRIES = 512  # of a leaf, some four kilobytes
TRIES = 10
PAUSE_S = 0.05


class Indexed(BaseModel):
    """A contact as the index shall have it."""

    model_config = ConfigDict(frozen=True)

    projection: Projection
    contribution: Contribution | None = None

    def digest(self) -> str:
        told = json.dumps(
            [
                sorted(self.projection.terms),
                self.projection.keys,
                self.projection.row,
                self.contribution and self.contribution.model_dump_json(),
            ],
            sort_keys=True,
        )
        return hashlib.sha256(told.encode()).hexdigest()


class _Entry(BaseModel):
    """What the index may hold of a contact; ``digest`` is None while it is being written."""

    ordinal: int
    digest: str | None = None
    terms: frozenset[str] = frozenset()
    keys: frozenset[tuple[Column, str]] = frozenset()
    contribution: Contribution | None = None


class _Work(BaseModel):
    """One contact's way from what may be there to what shall be there."""

    contact_id: str
    entry: _Entry
    wanted: Indexed | None

    @property
    def terms(self) -> frozenset[str]:
        return self.wanted.projection.terms if self.wanted else frozenset()

    @property
    def keys(self) -> frozenset[tuple[Column, str]]:
        """Of every column; an empty key stands for no value."""
        if self.wanted is None:
            return frozenset()
        keys = self.wanted.projection.keys
        return frozenset((column, keys.get(column, "")) for column in Column)


class SearchWriter:
    def __init__(
        self,
        table: "Table",
        pause: Callable[[float], None] = time.sleep,
        most_entries: int = MOST_ENTRIES,
    ) -> None:
        self._table = table
        self._most_entries = most_entries
        self._index = SearchIndex(table)
        self._pause = pause

    def apply(self, wanted: Mapping[str, Indexed | None]) -> None:
        """Make the index hold these contacts so; None removes one. Raises IndexBusyError."""
        for tried in range(TRIES):
            try:
                self._apply(wanted)
            except IndexBusyError:
                if tried == TRIES - 1:
                    raise
                self._pause(random.uniform(0, PAUSE_S * 2**tried))  # noqa: S311 - no secret
            else:
                return

    def held(self) -> Iterable[str]:
        """The id of every contact that the index has an entry of."""
        pages = self._table.meta.client.get_paginator("scan").paginate(
            TableName=self._table.name,
            FilterExpression="sk = :entry",
            ExpressionAttributeValues={":entry": "ENTRY"},
            ProjectionExpression="pk",
        )
        for page in pages:
            yield from (str(item["pk"]).partition("#")[2] for item in page["Items"])

    def _apply(self, wanted: Mapping[str, Indexed | None]) -> None:
        works = self._begin(wanted)
        if not works:
            return
        self._write_terms(works)
        self._write_leaves(works)
        self._write_rows(works)
        self._write_facets(works)
        for work in works:
            self._settle(work)

    def _begin(self, wanted: Mapping[str, Indexed | None]) -> list[_Work]:
        """Write down what will be touched; contacts that are as they shall be are left out."""
        sheet = Sheet(self._table)
        sheet.read(_entry_key(contact_id) for contact_id in wanted)
        stored = {one: _to_entry(sheet.get(_entry_key(one))) for one in wanted}
        changed = {
            one: indexed
            for one, indexed in wanted.items()
            if (entry := stored[one]) is not None or indexed is not None
            if not (entry and indexed and entry.digest == indexed.digest())
        }
        fresh = iter(self._ordinals(sum(stored[one] is None for one in changed)))
        works = []
        for contact_id, indexed in changed.items():
            entry = stored[contact_id] or _Entry(ordinal=next(fresh))
            work = _Work(contact_id=contact_id, entry=entry, wanted=indexed)
            held = entry.model_copy(
                update={
                    "digest": None,
                    "terms": entry.terms | work.terms,
                    "keys": entry.keys | work.keys,
                }
            )
            sheet.put(_entry_key(contact_id), _entry_attributes(held))
            works.append(work)
        sheet.write()
        return works

    def _ordinals(self, count: int) -> range:
        if not count:
            return range(0)
        counted = self._table.update_item(
            Key=COUNTER,
            UpdateExpression="ADD given :count",
            ExpressionAttributeValues={":count": count},
            ReturnValues="UPDATED_NEW",
        )
        upto = int(str(counted["Attributes"]["given"]))
        if upto == count:  # the first ever
            SearchLayout(self._table).mark()
        return range(upto - count, upto)

    def _write_terms(self, works: Sequence[_Work]) -> None:
        setting: defaultdict[Key, int] = defaultdict(int)
        clearing: defaultdict[Key, int] = defaultdict(int)
        for work in works:
            place, bit = bitmap.piece_of(work.entry.ordinal)
            for one in self._touched_terms(work):
                target = setting if one in work.terms else clearing
                target[term_partition(one), f"{place:06d}"] |= 1 << bit
        sheet = Sheet(self._table)
        sheet.read([*setting, *clearing])
        for key in dict.fromkeys([*setting, *clearing]):
            stored = sheet.get(key).get("bits")
            before = bitmap.unpacked(bytes(stored)) if stored else 0
            after = (before | setting[key]) & ~clearing[key]
            if not after and stored:
                sheet.delete(key)
            elif after != before:
                sheet.put(key, {"bits": bitmap.packed(after)})
        sheet.write()

    def _touched_terms(self, work: _Work) -> frozenset[str]:
        """Only the difference, where the entry tells for certain what is there."""
        if work.entry.digest is None:
            return work.entry.terms | work.terms
        return work.entry.terms ^ work.terms

    def _write_leaves(self, works: Sequence[_Work]) -> None:
        by_chain: defaultdict[str, dict[Position, bool]] = defaultdict(dict)
        for work in works:
            for chain, position, is_wanted in _places(work):
                by_chain[chain][position] = is_wanted
        sheet = Sheet(self._table)
        made = {
            chain: self._change_chain(sheet, chain, positions)
            for chain, positions in by_chain.items()
        }
        sheet.write()
        for chain, places in made.items():
            self._outline(chain, {place for place in places if is_outlined(place)})

    def _outline(self, chain: str, places: set[str]) -> None:
        if not places:
            return
        partition, place = outline_key(chain)
        self._table.update_item(
            Key={"pk": partition, "sk": place},
            UpdateExpression="ADD places :places",
            ExpressionAttributeValues={":places": places},
        )

    def _change_chain(
        self, sheet: Sheet, chain: str, positions: Mapping[Position, bool]
    ) -> list[str]:
        """The places of leaves that this makes."""
        made: list[str] = []
        by_leaf: defaultdict[str, dict[Position, bool]] = defaultdict(dict)
        for position, is_wanted in positions.items():
            by_leaf[self._leaf_of(sheet, chain, position)][position] = is_wanted
        for place, changes in by_leaf.items():
            stored = sheet.get((chain, place)).get("entries")
            before = unpacked_entries(stored) if stored else []
            kept = set(before) - set(changes)
            after = sorted(kept | {one for one, is_wanted in changes.items() if is_wanted})
            if after == before:
                continue
            first, *others = _cut(before, after, self._most_entries)
            _put_leaf(sheet, (chain, place), first)
            for leaf in others:
                made.append(sort_key(leaf[0]))
                _put_leaf(sheet, (chain, made[-1]), leaf)
        return made

    def _leaf_of(self, sheet: Sheet, chain: str, position: Position) -> str:
        found = self._table.query(
            KeyConditionExpression="pk = :pk AND sk <= :high",
            ExpressionAttributeValues={":pk": chain, ":high": sort_key(position)},
            ScanIndexForward=False,
            ConsistentRead=True,
            Limit=1,
        )["Items"]
        if not found:
            sheet.hold({"pk": chain, "sk": FIRST})
            return FIRST
        sheet.hold(found[0])
        return str(found[0]["sk"])

    def _write_rows(self, works: Sequence[_Work]) -> None:
        with self._table.batch_writer() as batch:
            for work in works:
                partition, place = row_key(work.entry.ordinal)
                named = {"pk": partition, "sk": place}
                if work.wanted is None:
                    batch.delete_item(Key=named)
                    continue
                projection = work.wanted.projection
                told = {"row": json.dumps(projection.row), "keys": json.dumps(projection.keys)}
                batch.put_item(Item={**named, **told})

    def _write_facets(self, works: Sequence[_Work]) -> None:
        present = {
            one: value for work in works if work.wanted for one, value in _choices(work.wanted)
        }
        gone = {
            one
            for work in works
            for one in work.entry.terms - work.terms
            if one.partition(":")[0] in FACETS and one not in present
        }
        with self._table.batch_writer() as batch:
            for one, value in present.items():
                batch.put_item(Item={**_facet_key(one), "value": value})
            for one in gone:
                if not self._index.has(one):
                    batch.delete_item(Key=_facet_key(one))

    def _settle(self, work: _Work) -> None:
        """The entry's last word and the day's figures in one transaction: counted exactly once."""
        sheet = SummarySheet(self._table)
        key = _entry_key(work.contact_id)
        sheet.read([key])
        entry = _to_entry(sheet.get(key))
        if entry is None or entry.digest is not None or entry.ordinal != work.entry.ordinal:
            raise IndexBusyError
        contribution = work.wanted.contribution if work.wanted else None
        sheet.replace(entry.contribution, contribution)
        if work.wanted is None:
            sheet.delete(key)
        else:
            settled = _Entry(
                ordinal=entry.ordinal,
                digest=work.wanted.digest(),
                terms=work.terms,
                keys=work.keys,
                contribution=contribution,
            )
            sheet.put(key, _entry_attributes(settled))
        sheet.write()


def _places(work: _Work) -> Iterable[tuple[str, Position, bool]]:
    """(chain, position, whether it shall be there) of every place that may have to change."""
    certain = work.entry.digest is not None
    touched = work.entry.keys ^ work.keys if certain else work.entry.keys | work.keys
    for column, key in touched:
        chain = chain_of(column, has_value=bool(key))
        yield chain, (key, work.entry.ordinal), (column, key) in work.keys


def _put_leaf(sheet: Sheet, key: Key, leaf: Sequence[Position]) -> None:
    """Its numbers, a tenth as large, are what most searches read of it."""
    chain, place = key
    numbers = sorted(ordinal for _, ordinal in leaf)
    sheet.put(key, {"entries": packed_entries(leaf)})
    sheet.put_beside(key, (numbers_of(chain), place), {"numbers": bitmap.packed_gaps(numbers)})


def _cut(
    before: Sequence[Position], after: Sequence[Position], most: int
) -> list[Sequence[Position]]:
    """Leaves of at most so many; what is only added at the end leaves full ones behind."""
    if len(after) <= most:
        return [after]
    is_at_the_end = list(after[: len(before)]) == list(before)
    count = -(-len(after) // most)
    size = most if is_at_the_end else -(-len(after) // count)
    return [after[at : at + size] for at in range(0, len(after), size)]


def _choices(wanted: Indexed) -> Iterable[tuple[str, str]]:
    """(term, the value as it is shown) of what the filters offer."""
    row = wanted.projection.row
    named = {"agent": [row["agent"]], "language": [row["language"]]}
    for kind, column in (("entity", "entities"), ("category", "categories"), ("tag", "tags")):
        named[kind] = list(row[column])  # type: ignore[call-overload]
    for kind, values in named.items():
        yield from ((term(kind, str(value)), str(value)) for value in values if value)


def _facet_key(one: str) -> dict[str, str]:
    kind, _, value = one.partition(":")
    return {"pk": f"FACET#{kind}", "sk": fold(value)}


def _entry_key(contact_id: str) -> Key:
    return f"ENTRY#{contact_id}", "ENTRY"


def _entry_attributes(entry: _Entry) -> dict[str, Any]:
    return {"entry": zlib.compress(entry.model_dump_json().encode())}


def _to_entry(item: Mapping[str, Any]) -> _Entry | None:
    return _Entry.model_validate_json(zlib.decompress(bytes(item["entry"]))) if item else None
