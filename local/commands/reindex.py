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
    add_stage(parser)


def run(arguments: argparse.Namespace) -> int:
    stack = chosen_stack(arguments)
    client = stack.client("lambda")
    cursor, indexed = None, 0
    while True:
        asked = {"reindex": {"cursor": cursor}}
        answer: dict[str, Any] = client.invoke(
            FunctionName=function_name(stack, "index_contact"), Payload=json.dumps(asked).encode()
        )
        told = json.loads(answer["Payload"].read())
        if "FunctionError" in answer:
            print(f"stopped after {indexed}: {told.get('errorMessage', told)}")
            return FAILED
        indexed += told["indexed"]
        cursor = told["cursor"]
        if cursor is None:
            print(f"{indexed} contacts indexed")
            return 0
