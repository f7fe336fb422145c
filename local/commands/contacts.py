"""`omnilex contacts`: the dashboard's list."""

import argparse
import json
from typing import Any

from rich.console import Console
from rich.text import Text

from local.commands.arguments import (
    Subcommands,
    add_command,
    add_json,
    add_stage,
    chosen_stack,
)
from local.commands.product import staff_api

SHADES = {"FAILED": "red", "TRANSCRIBING": "yellow", "ANALYZING": "yellow"}


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
    show(rows, console)
    return 0


def show(rows: list[dict[str, Any]], console: Console) -> None:
    """Two lines a contact: how it went, and the file it came in."""
    lines = [cells(row) for row in rows]
    wide = max(len(line[0]) for line in lines)
    for row, (contact_id, started, file, _, length, agent, customer) in zip(
        rows, lines, strict=True
    ):
        line = Text(f"{contact_id:<{wide}}  ", style="bold")
        shade = SHADES.get(row["status"], "")
        line.append(f"{started:<16}  ", "not bold")
        line.append(f"{row['status'].lower():<12}  ", f"not bold {shade}")
        line.append(f"{length:>5}  agent {agent:>4}  customer {customer:>4}", "not bold")
        console.print(line, soft_wrap=True)
        reason = f"  {row['reason']}" if row.get("reason") else ""
        console.print(Text(f"{'':<{wide}}  {file}{reason}", style="dim"), soft_wrap=True)


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
