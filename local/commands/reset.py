"""`omnilex reset`."""

import argparse

from local.commands.arguments import Subcommands, add_command
from local.stack import lock, supervisor
from local.stack.errors import StackError
from local.stack.places import Home


def add_parser(commands: Subcommands) -> None:
    add_command(
        commands,
        "reset",
        run,
        does="forget every customer, payment, contact and recording of the stack that has ended",
        example="omnilex down; omnilex reset",
    )


def run(arguments: argparse.Namespace) -> int:
    del arguments
    home = Home.from_env()
    running = lock.owner(home.lock)
    if running is not None:
        raise StackError(
            f"OmniLex is running (process {running.pid}).", "End it first: omnilex down"
        )
    supervisor.discard_data(home)
    print("The next `omnilex up` starts empty.")
    return 0
