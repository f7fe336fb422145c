"""`omnilex bulk`: move the files of the bulk bucket on to where they are analysed."""

import argparse
import json
import time
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from local.commands.arguments import (
    Subcommands,
    add_command,
    add_json,
    add_stage,
    chosen_stack,
)
from local.stack.description import Deployment
from local.stack.errors import FAILED

POLL_S = 0.5
KEY = {"pk": {"S": "BULK"}, "sk": {"S": "PROGRESS"}}
RUNNING = "RUNNING"


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "bulk",
        run,
        does="move the files of the bulk bucket on to be analysed, and see how far that has come",
        example="aws s3 sync calls s3://<bulk bucket>; omnilex bulk start --wait",
    )
    parser.add_argument("action", choices=["start", "status"])
    parser.add_argument("--wait", action="store_true", help="follow it until the bucket is empty")
    add_stage(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    stack = chosen_stack(arguments)
    if arguments.action == "start":
        execution: str | None = start(stack)
        progress = follow(stack, execution) if arguments.wait else None  # nothing is known yet
    else:
        execution = None
        progress = follow(stack, execution) if arguments.wait else read(stack)
    if arguments.json:
        print(json.dumps(progress, indent=2))
    else:
        print("\n".join(told(stack, progress, execution)))
    return FAILED if progress and progress["status"] == "FAILED" else 0


def start(stack: Deployment) -> str:
    """A second one while the first runs ends at once, and says nothing."""
    answer = stack.client("stepfunctions").start_execution(
        stateMachineArn=stack.output("BulkUploadStateMachineArn"), input="{}"
    )
    return str(answer["executionArn"])


def read(stack: Deployment) -> dict[str, Any] | None:
    item = (
        stack.client("dynamodb")
        .get_item(TableName=stack.output("ContactsTableName"), Key=KEY, ConsistentRead=True)
        .get("Item")
    )
    progress: dict[str, Any] | None = json.loads(item["progress"]["S"]) if item else None
    return progress


def follow(stack: Deployment, execution: str | None) -> dict[str, Any] | None:
    """Until nothing runs any more."""
    columns = (TextColumn("Moving"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("moving", total=None)
        while True:
            progress = read(stack)
            if progress:
                moved = progress["moved"]
                bar.update(task, completed=moved, total=moved + (progress["left"] or 0) or None)
            if not is_under_way(stack, progress, execution):
                return progress
            time.sleep(POLL_S)


def is_under_way(stack: Deployment, progress: dict[str, Any] | None, execution: str | None) -> bool:
    """Also while the execution that we started has not yet taken its turn."""
    if progress and progress["status"] == RUNNING:
        return True
    if execution is None:
        return False
    states = stack.client("stepfunctions")
    return bool(states.describe_execution(executionArn=execution)["status"] == RUNNING)


def told(stack: Deployment, progress: dict[str, Any] | None, execution: str | None) -> list[str]:
    """For a person."""
    bucket = stack.output("BulkUploadBucketName")
    if progress is None:
        begun = "Started; see how far it has come: omnilex bulk status"
        return [
            begun if execution else f"No bulk upload yet. Drop files into {bucket} and start one."
        ]
    left = progress["left"]
    lines = [
        f"{progress['status'].capitalize()}: {progress['moved']:,} files "
        f"({progress['moved_bytes'] / 1e6:,.1f} MB) moved, "
        f"{'an unknown number' if left is None else f'{left:,}'} left in {bucket}."
    ]
    if progress["jobs_under_way"] is not None:
        lines.append(f"Transcription jobs under way: {progress['jobs_under_way']}.")
    return [*lines, progress["reason"]] if progress["reason"] else lines
