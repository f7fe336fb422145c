"""`omnilex sam`: what `sam local` needs to run functions in Docker against this stack."""

import argparse

from local.commands.arguments import Subcommands, add_command
from local.stack import description, sam_local
from local.stack.places import Home


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "sam",
        run,
        does="write a template with which `sam local` runs the functions against this stack",
        example='sam local invoke MakePaymentFunction -t "$(omnilex sam)" -e event.json',
    )
    parser.add_argument(
        "--host",
        default=sam_local.usual_host(),
        help="this machine's address as a container has it (default %(default)s)",
    )


def run(arguments: argparse.Namespace) -> int:
    home = Home.from_env()
    print(sam_local.write(home, description.load(home), arguments.host))
    return 0
