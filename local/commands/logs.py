"""`omnilex logs`."""

import argparse
import itertools
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from local.commands.arguments import Subcommands, add_command, add_stage, chosen_stack
from local.stack.description import Deployment
from local.stack.places import Home
from local.stack.processes import tail

POLL_S = 1.0
PLATFORM = ("START ", "END ", "REPORT ", "INIT_START ")


class Line(NamedTuple):
    at_ms: int
    source: str
    text: str


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "logs",
        run,
        does="print what the functions logged, oldest first",
        example="omnilex logs -f --contact c-001",
    )
    parser.add_argument("-f", "--follow", action="store_true", help="go on until Ctrl-C")
    parser.add_argument("--contact", metavar="ID", help="only lines that name this contact")
    add_stage(parser)
    parser.add_argument(
        "--parts", action="store_true", help="the last lines of each process of the stack instead"
    )


def run(arguments: argparse.Namespace) -> int:
    if arguments.parts:
        print_parts(Home.from_env())
        return 0
    stack = chosen_stack(arguments)
    seen: set[tuple[Any, ...]] = set()
    for turn in itertools.count():
        if turn:
            time.sleep(POLL_S)
        for line in sorted(set(read(stack)) - seen):
            seen.add(line)
            if arguments.contact is None or arguments.contact in line.text:
                show(line)
        if not arguments.follow:
            return 0
    return 0


def read(stack: Deployment, since_ms: int = 0) -> Iterator[Line]:
    """Every line of every function that is not the platform's own."""
    logs, functions = stack.client("logs"), f"/aws/lambda/{stack.name}-"
    for page in logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=functions):
        for group in page["logGroups"]:
            name = group["logGroupName"]
            asked = {"logGroupName": name, "startTime": since_ms}
            for events in logs.get_paginator("filter_log_events").paginate(**asked):
                for event in events["events"]:
                    if not event["message"].startswith(PLATFORM):
                        source = name.removeprefix(functions)
                        yield Line(event["timestamp"], source, event["message"].rstrip())


def show(line: Line) -> None:
    at = datetime.fromtimestamp(line.at_ms / 1000, UTC).astimezone()
    print(f"{at:%H:%M:%S} {line.source:<20} {line.text}", flush=True)


def print_parts(home: Home) -> None:
    for log in sorted(home.logs.glob("*.log")):
        print(f"== {log}")
        print("\n".join(tail(log, 12)))
