"""`omnilex contacts`: the dashboard's list."""

import argparse
import json
from typing import Any

from rich.console import Console, OverflowMethod
from rich.table import Table

from local.commands.arguments import (
    Subcommands,
    add_command,
    add_json,
    add_stage,
    chosen_stack,
)
from local.commands.product import staff_api

COLUMNS = ("Contact", "Started", "File", "Status", "Length", "Agent", "Customer")


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "contacts",
        run,
        does="list the contacts, newest first",
        example="omnilex contacts --json",
    )
    add_stage(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    rows = list(staff_api(chosen_stack(arguments)).contacts())
    if arguments.json:
        print(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    if not rows:
        print("No contacts yet. Drop a recording: omnilex upload samples/*.wav")
        return 0
    console = Console(highlight=False)
    if not console.is_terminal:
        for row in rows:
            print("\t".join(cells(row)))
        return 0
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in COLUMNS:
        one_line = column != "Status"  # a reason is read to its end
        overflow: OverflowMethod = "ellipsis" if one_line else "fold"
        table.add_column(column, no_wrap=one_line, overflow=overflow)
    for row in rows:
        table.add_row(*cells(row))
    console.print(table)
    return 0


def cells(row: dict[str, Any]) -> tuple[str, ...]:
    return (
        row["contact_id"],
        (row["started_at"] or "")[:16].replace("T", " "),
        row["file_name"],
        row["status"] if not row.get("reason") else f"{row['status']}: {row['reason']}",
        clock(row["duration_ms"]),
        score(row, "AGENT"),
        score(row, "CUSTOMER"),
    )


def clock(duration_ms: int | None) -> str:
    """``4:37``; a dash as long as it is unknown."""
    if duration_ms is None:
        return "-"
    return f"{duration_ms // 60_000}:{duration_ms // 1000 % 60:02}"


def score(contact: dict[str, Any], role: str) -> str:
    """Average sentiment, -5 to 5; a dash where there is none."""
    average = ((contact.get("sentiment") or {}).get(role) or {}).get("average")
    return "-" if average is None else f"{average:+.1f}"
