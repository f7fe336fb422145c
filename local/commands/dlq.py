"""`omnilex dlq`: what could not be delivered, and why."""

import argparse
import json

from rich.console import Console
from rich.table import Table

from local.commands.arguments import (
    Subcommands,
    add_command,
    add_json,
    add_stage,
    chosen_stack,
)
from local.stack import dead_letters, redelivery
from local.stack.dead_letters import Letter

SHOWN = 90


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "dlq",
        run,
        does="show what could not be delivered, and why; omnilex redrive delivers it again",
        example="omnilex dlq",
    )
    parser.add_argument(
        "--forget",
        metavar="QUEUE",
        help="take off everything of this queue, once what it is about is mended another way",
    )
    add_stage(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    stack = chosen_stack(arguments)
    queues = dead_letters.queues(stack)
    found = [
        letter
        for queue in queues
        if queue.messages
        for letter in dead_letters.letters(stack, queue)
    ]
    gone = [letter for letter in found if letter.queue.name == arguments.forget]
    for letter in found:
        if letter in gone:
            redelivery.forget(stack, letter)
        else:
            dead_letters.show_again(stack, letter)
    if arguments.forget:
        print(f"Taken off: {len(gone)} messages of {arguments.forget}.")
        return 0
    if arguments.json:
        print(json.dumps([as_json(letter) for letter in found], indent=2))
        return 0
    if not found:
        print(f"Nothing is left undelivered in {len(queues)} queues.")
        return 0
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in ("Queue", "Why", "What"):
        table.add_column(column, overflow="fold")
    for letter in found:
        table.add_row(letter.queue.name, letter.why, letter.body[:SHOWN])
    Console(highlight=False).print(table)
    print("Deliver it again: omnilex redrive")
    return 0


def as_json(letter: Letter) -> dict[str, object]:
    return {
        "queue": letter.queue.name,
        "why": letter.why,
        "target": letter.target,
        "event": letter.event,
    }
