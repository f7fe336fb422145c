"""`omnilex down`."""

import argparse

from local.commands.arguments import Subcommands, add_command
from local.stack import lock
from local.stack.places import Home


def add_parser(commands: Subcommands) -> None:
    add_command(
        commands, "down", run, does="end the stack; its data are kept", example="omnilex down"
    )


def run(arguments: argparse.Namespace) -> int:
    del arguments
    ended = lock.stop(Home.from_env().lock)
    print("OmniLex has ended; its data are kept." if ended else "OmniLex was not running.")
    return 0
