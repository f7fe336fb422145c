"""Point-in-time recovery: ministack restores a table as it is now; here, as it was.

What each write replaced is kept, in memory, for tables that have point-in-time recovery; a table is
restored by undoing what came after the time that is asked for. So the earliest time is when this
process started, or when the oldest write that is still known was made.
"""

import copy
import json
import time
from collections import deque
from typing import Any, NamedTuple

MOST_WRITES = 200_000
OK = 200
Answer = tuple[int, dict[str, str], Any]


class Write(NamedTuple):
    """``before`` is None where there was no such item."""

    at: float
    key: tuple[Any, Any]
    before: dict[str, Any] | None


class Journal:
    """``since`` is the earliest time that can be restored."""

    def __init__(self, since: float) -> None:
        self.since = since
        self._writes: deque[Write] = deque()

    def note(self, write: Write) -> None:
        self._writes.append(write)
        if len(self._writes) > MOST_WRITES:
            self.since = self._writes.popleft().at

    def undo(self, items: dict[Any, dict[Any, Any]], after: float) -> None:
        for write in reversed(self._writes):
            if write.at <= after:
                return
            partition, sort = write.key
            if write.before is None:
                items.get(partition, {}).pop(sort, None)
            else:
                items.setdefault(partition, {})[sort] = copy.deepcopy(write.before)


class Recovery:
    """ministack's own functions, and what they lack."""

    def __init__(self, dynamodb: Any) -> None:
        self._dynamodb = dynamodb
        self._emit = dynamodb._emit_stream_event
        self._restore = dynamodb._restore_table_to_point_in_time
        self._describe = dynamodb._describe_continuous_backups
        self._started_at = time.time()
        self._journals: dict[str, Journal] = {}

    def note_and_emit(
        self, table: str, kind: str, before: Any, after: Any, *rest: Any, **more: Any
    ) -> None:
        if self._dynamodb._pitr_settings.get(table):
            key = key_of(self._dynamodb._tables[table], after or before or {})
            journal = self._journals.setdefault(table, Journal(self._started_at))
            journal.note(Write(time.time(), key, before))
        self._emit(table, kind, before, after, *rest, **more)

    def restore(self, asked: dict[str, Any]) -> Answer:
        source, now = asked.get("SourceTableName", ""), time.time()
        when = now if asked.get("UseLatestRestorableTime") else float(asked["RestoreDateTime"])
        if source in self._dynamodb._tables and not self._dynamodb._pitr_settings.get(source):
            return refuse(
                "PointInTimeRecoveryUnavailableException",
                f"Point in time recovery is not enabled for table {source}",
            )
        if not self._since(source) <= when <= now:
            return refuse("InvalidRestoreTimeException", "The time is outside what can be restored")
        answer: Answer = self._restore(asked)
        if answer[0] == OK and source in self._journals:
            table = self._dynamodb._tables[asked["TargetTableName"]]
            self._journals[source].undo(table["items"], when)
            self._dynamodb._items_replaced(table)
        return answer

    def describe(self, asked: dict[str, Any]) -> Answer:
        status, headers, body = self._describe(asked)
        told = json.loads(body)
        backups = told.get("ContinuousBackupsDescription", {})
        recovery = backups.get("PointInTimeRecoveryDescription", {})
        if "EarliestRestorableDateTime" in recovery:
            recovery["EarliestRestorableDateTime"] = self._since(asked["TableName"])
            recovery["LatestRestorableDateTime"] = time.time()
        return status, headers, json.dumps(told).encode()

    def _since(self, table: str) -> float:
        journal = self._journals.get(table)
        return journal.since if journal else self._started_at


def install() -> None:
    from ministack.services import dynamodb

    recovery = Recovery(dynamodb)
    dynamodb._emit_stream_event = recovery.note_and_emit
    dynamodb._restore_table_to_point_in_time = recovery.restore
    dynamodb._describe_continuous_backups = recovery.describe


def key_of(table: dict[str, Any], item: dict[str, Any]) -> tuple[Any, Any]:
    """As ministack files items: by the bare values of their keys."""
    from ministack.services import dynamodb

    sort = table["sk_name"]
    return (
        dynamodb._extract_key_val(item.get(table["pk_name"])),
        dynamodb._extract_key_val(item.get(sort)) if sort else "__no_sort__",
    )


def refuse(code: str, message: str) -> Answer:
    body = json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": message})
    return 400, {"Content-Type": "application/x-amz-json-1.0"}, body.encode()
