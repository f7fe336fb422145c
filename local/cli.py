"""The `omnilex` command."""

import argparse
import importlib
import os
import signal
import sys
from collections.abc import Sequence
from importlib.util import find_spec

from rich.console import Console

from local.stack.errors import INTERRUPTED, StackError

COMMANDS = (
    *("up", "down", "status", "doctor", "logs"),
    *("chat", "call", "upload", "contacts", "contact"),
    *("unlock", "invoke", "sam", "seed", "reindex", "reset", "publish"),
    *("bulk", "redrive", "dlq", "trace", "alarms", "figures", "restore"),
)
DESCRIPTION = "OmniLex on this machine: a bank's contact centre without an AWS account."
EXIT_CODES = "exit codes: 0 done, 1 failed, 2 wrong usage, 3 the stack is not healthy, 130 Ctrl-C"


def make_parser() -> argparse.ArgumentParser:
    """Every command; each lives in the module of its name in local/commands."""
    parser = argparse.ArgumentParser(
        prog="omnilex",
        description=DESCRIPTION,
        epilog=f"example: omnilex up --detach\n\n{EXIT_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in COMMANDS:
        importlib.import_module(f"local.commands.{name}").add_parser(commands)
    if find_spec("local.lex.cli"):
        importlib.import_module("local.lex.cli").add_parser(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    parsed = make_parser().parse_args(arguments)
    try:
        return int(parsed.run(parsed) or 0)
    except StackError as error:
        report(error)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader, `head` for one, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE


def report(error: StackError) -> None:
    """What happened and what to do, on standard error."""
    console = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
    console.print("✗ ", style="red", end="")
    console.print(error.happened)
    if error.remedy:
        console.print(f"  {error.remedy}")


if __name__ == "__main__":
    sys.exit(main())
