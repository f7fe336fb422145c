"""`omnilex reindex`: make the search and the figures anew from the contacts."""

import argparse

from local.commands.arguments import Subcommands, add_command, add_stage, chosen_stack
from local.stack.description import function_name
from local.stack.reindexing import emptied, indexed


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
    removed = emptied(client, name, anew=arguments.anew)
    if removed:
        print(f"{removed} rows of the former search removed")
    print(f"{indexed(client, name)} contacts indexed")
    return 0
