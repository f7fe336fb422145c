"""`omnilex reindex`: make the search and the figures anew from the contacts."""

import argparse
import json
from typing import Any

from local.commands.arguments import Subcommands, add_command, add_stage, chosen_stack
from local.stack.description import function_name
from local.stack.errors import FAILED


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "reindex",
        run,
        does="make the search and the figures anew from the contacts",
        example="omnilex reindex",
    )
    parser.add_argument(
        "--anew",
        action="store_true",
        help="empty the search first; what an older version filled is emptied anyway",
    )
    add_stage(parser)


def run(arguments: argparse.Namespace) -> int:
    stack = chosen_stack(arguments)
    client, name = stack.client("lambda"), function_name(stack, "index_contact")
    try:
        removed = emptied(client, name, anew=arguments.anew)
        if removed:
            print(f"{removed} rows of the former search removed")
        print(f"{indexed(client, name)} contacts indexed")
    except FunctionFailedError as error:
        print(error)
        return FAILED
    return 0


class FunctionFailedError(RuntimeError):
    """What the function said."""


def emptied(client: Any, name: str, *, anew: bool) -> int:
    """How many rows were taken away. Raises FunctionFailedError."""
    removed = 0
    while some := int(ask(client, name, {"empty": {"anew": anew}})["removed"]):
        removed, anew = removed + some, False
    return removed


def indexed(client: Any, name: str) -> int:
    """How many contacts there are. Raises FunctionFailedError."""
    cursor, count = None, 0
    while True:
        told = ask(client, name, {"reindex": {"cursor": cursor}})
        count += int(told["indexed"])
        cursor = told["cursor"]
        if cursor is None:
            return count


def ask(client: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    answer = client.invoke(FunctionName=name, Payload=json.dumps(event).encode())
    told: dict[str, Any] = json.loads(answer["Payload"].read())
    if "FunctionError" in answer:
        raise FunctionFailedError(f"stopped: {told.get('errorMessage', told)}")
    return told
