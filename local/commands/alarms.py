"""`omnilex alarms`: what CloudWatch would wake somebody for."""

import argparse
import json
import re
from typing import Any

from rich.console import Console
from rich.table import Table

from local.commands.arguments import Subcommands, add_command, add_json, add_stage, chosen_stack
from local.stack.description import Deployment
from local.stack.errors import FAILED

_NAME = re.compile(r"-(\w+)Alarm-\w+$")
MARKS = {"OK": "[green]✓[/]", "ALARM": "[red]✗[/]", "INSUFFICIENT_DATA": "[dim]·[/]"}


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "alarms",
        run,
        does="list the alarms of the stack, their state and runbook; exit code 1 while one is red",
        example="omnilex alarms --red",
    )
    parser.add_argument("--red", action="store_true", help="only those that are in alarm")
    add_stage(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    alarms = read(chosen_stack(arguments))
    red = [alarm for alarm in alarms if alarm["state"] == "ALARM"]
    shown = red if arguments.red else alarms
    if arguments.json:
        print(json.dumps(shown, indent=2))
    elif shown:
        show(shown)
    if not arguments.json:
        print(f"{len(red)} of {len(alarms)} alarms are red.")
    return FAILED if red else 0


def read(stack: Deployment) -> list[dict[str, Any]]:
    pages = (
        stack.client("cloudwatch")
        .get_paginator("describe_alarms")
        .paginate(AlarmNamePrefix=f"{stack.name}-")
    )
    found = [as_alarm(one) for page in pages for one in page["MetricAlarms"]]
    return sorted(found, key=lambda alarm: (alarm["state"] != "ALARM", alarm["name"]))


def as_alarm(described: dict[str, Any]) -> dict[str, Any]:
    says, _, runbook = described["AlarmDescription"].partition(" Runbook: ")
    named = _NAME.search(described["AlarmName"])
    return {
        "name": named[1] if named else described["AlarmName"],
        "state": described["StateValue"],
        "says": says,
        "why": described.get("StateReason", ""),
        "runbook": runbook,
    }


def show(alarms: list[dict[str, Any]]) -> None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    for _ in range(4):
        table.add_column(overflow="fold")
    for alarm in alarms:
        is_red = alarm["state"] == "ALARM"
        mark = MARKS.get(alarm["state"], "?")
        table.add_row(mark, alarm["name"], alarm["says"], alarm["runbook"] if is_red else "")
    Console(highlight=False).print(table)
