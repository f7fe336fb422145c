"""How every command takes its arguments."""

import argparse
from collections.abc import Callable
from typing import Any

from local.stack import description, on_aws
from local.stack.description import Deployment

Subcommands = Any  # argparse keeps the class of what add_subparsers returns to itself
Run = Callable[[argparse.Namespace], int]


def add_command(
    commands: Subcommands, name: str, run: Run, *, does: str, example: str
) -> argparse.ArgumentParser:
    """A command with its help, an example included."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=does,
        description=f"{does[0].upper()}{does[1:]}.",
        epilog=f"example: {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def add_json(parser: argparse.ArgumentParser) -> None:
    """The `--json` of a command that prints a result."""
    parser.add_argument("--json", action="store_true", help="print the result as JSON")


def add_stage(parser: argparse.ArgumentParser) -> None:
    """The `--stage` of a command that also works on AWS."""
    parser.add_argument(
        "--stage",
        metavar="STAGE",
        help="the stack on AWS that samconfig.toml names so (default, dev, prod), with your own "
        "AWS credentials; without it, the one that runs here",
    )


def chosen_stack(arguments: argparse.Namespace) -> Deployment:
    """Raises StackError when there is none."""
    return on_aws.find(arguments.stage) if arguments.stage else description.load()
