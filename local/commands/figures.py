"""`omnilex figures`: what the bank's functions count, as CloudWatch sums it up."""

import argparse
import json
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

from rich.console import Console
from rich.table import Table

from local.commands.arguments import Subcommands, add_command, add_json, add_stage, chosen_stack
from local.stack.description import Deployment

CHANNELS = ("web", "sms", "slack", "voice")
ALL = "all"


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "figures",
        run,
        does="sum up what was counted: turns, PINs, payments, contacts, by channel",
        example="omnilex figures --hours 24",
    )
    parser.add_argument("--hours", type=float, default=1.0, help="of the last hours (default 1)")
    add_stage(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    sums = read(chosen_stack(arguments), timedelta(hours=arguments.hours))
    if arguments.json:
        print(json.dumps(sums, indent=2))
        return 0
    if not sums:
        print("Nothing was counted yet. Talk to the bot: omnilex chat")
        return 0
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("Figure")
    for column in (ALL, *CHANNELS):
        table.add_column(column, justify="right")
    for name, by_channel in sums.items():
        counted = [by_channel.get(column) for column in (ALL, *CHANNELS)]
        table.add_row(name, *("" if one is None else f"{one:g}" for one in counted))
    Console(highlight=False).print(table)
    return 0


def read(stack: Deployment, span: timedelta) -> dict[str, dict[str, float]]:
    """{figure: {channel or "all": sum}}."""
    cloudwatch, now = stack.client("cloudwatch"), datetime.now(UTC)
    namespace = f"OmniLex/{stack.name}"
    sums: defaultdict[str, dict[str, float]] = defaultdict(dict)
    pages = cloudwatch.get_paginator("list_metrics").paginate(Namespace=namespace)
    for metric in (one for page in pages for one in page["Metrics"]):
        answer = cloudwatch.get_metric_statistics(
            Namespace=namespace,
            MetricName=metric["MetricName"],
            Dimensions=metric["Dimensions"],
            StartTime=now - span,
            EndTime=now + timedelta(minutes=1),
            Period=int(span.total_seconds() // 60 + 2) * 60,
            Statistics=["Sum"],
        )
        total = sum(point["Sum"] for point in answer["Datapoints"])
        sums[metric["MetricName"]][column_of(metric)] = total
    return {name: sums[name] for name in sorted(sums)}


def column_of(metric: dict[str, Any]) -> str:
    (dimension,) = metric["Dimensions"]
    return str(dimension["Value"]) if dimension["Name"] == "channel" else ALL
