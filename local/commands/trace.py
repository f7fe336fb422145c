"""`omnilex trace`: all that happened to one conversation or one file, whichever function did it."""

import argparse
import itertools
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from rich.console import Console
from rich.table import Table

from local.commands import logs
from local.commands.arguments import Subcommands, add_command, add_json, add_stage, chosen_stack
from local.stack.description import Deployment
from local.stack.errors import StackError

# What every line has, and what is shown in a column of its own.
NOT_SHOWN = {
    *("level", "location", "message", "timestamp", "service", "cold_start", "function_name"),
    *("function_memory_size", "function_arn", "function_request_id", "correlation_id", "at"),
    *("xray_trace_id", "source", "_aws", "exception_name", "stack_trace"),
}
STYLES = {"ERROR": "red", "WARNING": "yellow"}
MOST_IDS = 10
SECRET = {"PAYMENT", "OUTBOX"}


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "trace",
        run,
        does="follow one conversation or file through every function and row, by any name it has",
        example="omnilex trace HV-7QK2M4XWZA",
    )
    parser.add_argument(
        "what",
        metavar="WHAT",
        help="a correlation id, or what a line names: a payment's reference, a contact, a file",
    )
    parser.add_argument(
        "--hours", type=float, default=24.0, help="look at the last hours only (default 24)"
    )
    add_stage(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    stack = chosen_stack(arguments)
    since = datetime.now(UTC) - timedelta(hours=arguments.hours)
    lines = sorted(read(stack, round(since.timestamp() * 1000)), key=lambda line: line["at"])
    ids = ids_of(arguments.what, lines) or list(ids_of_files(stack, arguments.what))
    if not ids:
        raise StackError(
            f"No line of the logs and no file is called {arguments.what}.",
            "Give a payment's reference, a contact's id or a file's name; see omnilex logs",
        )
    traces = [trace_of(stack, one, lines) for one in ids]
    if arguments.json:
        print(json.dumps(traces, indent=2))
    else:
        for trace in traces:
            show(trace)
    return 0


def read(stack: Deployment, since_ms: int) -> Iterator[dict[str, Any]]:
    """Every structured line, with ``at`` in epoch milliseconds and the function as ``source``."""
    for line in logs.read(stack, since_ms):
        try:
            told = json.loads(line.text)
        except ValueError:
            continue
        if isinstance(told, dict):
            yield {**told, "at": at_ms(told, line.at_ms), "source": line.source}


def at_ms(told: dict[str, Any], written_ms: int) -> int:
    if "_aws" in told:
        return int(told["_aws"]["Timestamp"])
    try:
        at = datetime.strptime(str(told.get("timestamp")), "%Y-%m-%d %H:%M:%S,%f%z")
    except ValueError:
        return written_ms
    return round(at.timestamp() * 1000)


def ids_of(what: str, lines: Iterable[dict[str, Any]]) -> list[str]:
    """Of the lines that name it, and of what those go on as; the last few, oldest first."""
    found: dict[str, None] = {}
    for line in lines:
        own, follows = line.get("correlation_id"), line.get("continues_as")
        is_named = own == what or any(what in str(value) for value in line.values())
        if own and (is_named or own in found):
            found[own] = None
            if follows:
                found[follows] = None
    return list(found)[-MOST_IDS:]


def ids_of_files(stack: Deployment, name: str) -> Iterator[str]:
    """Of contacts whose file is called so: the name may tell of a customer, so no line has it."""
    pages = (
        stack.client("dynamodb")
        .get_paginator("scan")
        .paginate(
            TableName=stack.output("ContactsTableName"),
            FilterExpression="attribute_exists(correlation_id) AND contains(contact, :name)",
            ExpressionAttributeValues={":name": {"S": name}},
            ProjectionExpression="correlation_id",
        )
    )
    found = (item["correlation_id"]["S"] for page in pages for item in page["Items"])
    yield from itertools.islice(found, MOST_IDS)


def trace_of(stack: Deployment, correlation_id: str, lines: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "correlation_id": correlation_id,
        "lines": [line for line in lines if line.get("correlation_id") == correlation_id],
        "rows": list(rows(stack, correlation_id)),
    }


def rows(stack: Deployment, correlation_id: str) -> Iterator[str]:
    """The keys of what was written for it."""
    dynamodb = stack.client("dynamodb")
    for output in ("BankTableName", "ContactsTableName"):
        pages = dynamodb.get_paginator("scan").paginate(
            TableName=stack.output(output),
            FilterExpression="correlation_id = :id",
            ExpressionAttributeValues={":id": {"S": correlation_id}},
            ProjectionExpression="pk, sk",
        )
        for page in pages:
            for item in page["Items"]:
                yield f"{shortened(item['pk']['S'])}  {item['sk']['S']}"


def shortened(key: str) -> str:
    """A payment's key authorises it, and is not for showing."""
    kind, _, name = key.partition("#")
    return f"{kind}#{name[:6]}…" if kind in SECRET else key


def show(trace: dict[str, Any]) -> None:
    console, lines = Console(highlight=False, soft_wrap=True), trace["lines"]
    took_ms = lines[-1]["at"] - lines[0]["at"] if lines else 0
    functions = len({line["source"] for line in lines})
    console.print(trace["correlation_id"], style="bold", end="")
    console.print(
        f"   {len(lines)} lines of {functions} functions in {took_ms / 1000:.1f} s", style="dim"
    )
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    for _ in range(4):
        table.add_column(overflow="fold")
    for line in lines:
        table.add_row(clock(line["at"]), line["source"], *told(line), style=style_of(line))
    console.print(table)
    for row in trace["rows"]:
        console.print(f"row  {row}", style="dim", markup=False)
    console.print()


def clock(at: int) -> str:
    return f"{datetime.fromtimestamp(at / 1000, UTC).astimezone():%H:%M:%S.%f}"[:-3]


def told(line: dict[str, Any]) -> tuple[str, str]:
    """What happened, and what is said of it; a figure is its name and value."""
    if "_aws" in line:
        (figure,) = line["_aws"]["CloudWatchMetrics"][0]["Metrics"]
        return f"+ {figure['Name']}", " ".join(f"{value:g}" for value in line[figure["Name"]])
    said = (f"{name}={value}" for name, value in line.items() if name not in NOT_SHOWN)
    return str(line.get("message", "")), " ".join(said)


def style_of(line: dict[str, Any]) -> str:
    return STYLES.get(str(line.get("level")), "dim" if "_aws" in line else "")
