"""`omnilex restore`: bring back what was lost, and practise it."""

import argparse
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from local.commands.arguments import Subcommands, add_command, add_json, add_stage, chosen_stack
from local.stack import description, restoring
from local.stack.drill import Drill
from local.stack.errors import UsageError

TABLES = {"bank": "BankTableName", "contacts": "ContactsTableName", "sessions": "SessionsTableName"}
BUCKETS = {
    "recordings": "InputBucketName",
    "results": "OutputBucketName",
    "bulk": "BulkUploadBucketName",
    "support": "SupportFilesBucketName",
}


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "restore",
        run,
        does="bring back rows or files that were lost, or practise it with the drill",
        example="omnilex restore table bank --at 2026-11-25T12:00:00Z --put-back missing",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    add_stage(actions.add_parser("times", help="say to which times each table can be restored"))
    table = actions.add_parser("table", help="compare a table with what it was at a time")
    table.add_argument("table", choices=TABLES)
    table.add_argument("--at", required=True, metavar="TIME", help="for example 2026-11-25T12:00Z")
    table.add_argument(
        "--put-back",
        choices=("missing", "all"),
        help="put back rows that are missing, or also those that have changed since",
    )
    add_stage(table)
    file = actions.add_parser("file", help="bring back a file that was deleted or overwritten")
    file.add_argument("bucket", choices=BUCKETS)
    file.add_argument("key", metavar="KEY")
    file.add_argument("--at", metavar="TIME", help="as it was then; else as it was last")
    add_stage(file)
    add_json(actions.add_parser("drill", help="damage, restore and compare; on this machine only"))


def run(arguments: argparse.Namespace) -> int:
    actions: dict[str, Callable[[argparse.Namespace], None]] = {
        "times": times,
        "table": table,
        "file": file,
        "drill": drill,
    }
    actions[arguments.action](arguments)
    return 0


def times(arguments: argparse.Namespace) -> None:
    stack = chosen_stack(arguments)
    for name, output in TABLES.items():
        since = restoring.earliest(stack.client("dynamodb"), stack.output(output))
        told = f"any second since {since.isoformat(timespec='seconds')}" if since else "no time"
        print(f"{name:<10} {told}")


def table(arguments: argparse.Namespace) -> None:
    stack, at = chosen_stack(arguments), time_of(arguments.at)
    dynamodb, name = stack.client("dynamodb"), stack.output(TABLES[arguments.table])
    beside = restoring.restored_beside(dynamodb, name, at)
    try:
        put = compare(dynamodb, name, beside, arguments.put_back)
    finally:
        dynamodb.delete_table(TableName=beside)
    if arguments.put_back:
        print(f"Put back: {put} rows.")
    else:
        print("Nothing was changed. Put rows back: --put-back missing, or all")


def compare(dynamodb: Any, name: str, beside: str, which: str | None) -> int:
    """Say how they differ; how many rows were put back."""
    then = restoring.by_key(restoring.rows(dynamodb, beside))
    now = restoring.by_key(restoring.rows(dynamodb, name))
    found = restoring.compare(then, now)
    print(
        f"Of {len(then)} rows then, {len(found.missing)} are missing and {len(found.changed)} have "
        f"changed; {len(found.added)} came since."
    )
    lost = {"missing": found.missing, "all": [*found.missing, *found.changed]}.get(which or "", [])
    restoring.put_back(dynamodb, name, lost)
    return len(lost)


def file(arguments: argparse.Namespace) -> None:
    stack = chosen_stack(arguments)
    at = time_of(arguments.at) if arguments.at else None
    bucket = stack.output(BUCKETS[arguments.bucket])
    version = restoring.restore_object(stack.client("s3"), bucket, arguments.key, at)
    print(f"Restored: {arguments.key}, version {version}")


def drill(arguments: argparse.Namespace) -> None:
    steps = Drill(description.load()).run()
    if arguments.json:
        print(json.dumps([step.model_dump() for step in steps], indent=2))
        return
    for step in steps:
        print(f"  ✓ {step.name:<62}{step.count:>6}{step.seconds:>8.2f} s")
    print("All is as it was.")


def time_of(told: str) -> datetime:
    """Raises UsageError."""
    try:
        at = datetime.fromisoformat(told)
    except ValueError:
        raise UsageError(f"{told} is no time.", "Write it as 2026-11-25T12:00:00Z.") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
