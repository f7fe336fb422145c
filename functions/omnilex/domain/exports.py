"""Rows of the list as a spreadsheet reads them, without anything it would run as a formula."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
COLUMNS = (
    *("contact_id", "channel", "medium", "file_name", "agent", "customer_id", "started_at"),
    *("duration_ms", "language", "status", "reason"),
    *("customer_average", "customer_trend", "agent_average", "agent_trend"),
    *("categories", "entities", "tags"),
)


def as_csv(rows: Iterable[Mapping[str, Any]], *, is_first: bool = True) -> str:
    """The first part has a heading, and before it a mark that tells every program: UTF-8."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    if is_first:
        table.writerow(COLUMNS)
    for row in rows:
        table.writerow([_cell(_value(row, column)) for column in COLUMNS])
    return ("\ufeff" if is_first else "") + written.getvalue()


def _value(row: Mapping[str, Any], column: str) -> Any:
    role, _, figure = column.partition("_")
    if figure in {"average", "trend"}:
        return (row["sentiment"][role.upper()] or {}).get(figure)
    value = row[column]
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def _cell(value: Any) -> Any:
    """A text that begins like a formula, spaces aside, gets an apostrophe in front of it."""
    if isinstance(value, str) and value.lstrip(" \u00a0").startswith(TRIGGERS):
        return f"'{value}"
    return value
