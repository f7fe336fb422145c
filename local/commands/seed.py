"""`omnilex seed`."""

import argparse

from local.commands.arguments import Subcommands, add_command
from local.stack import description, seed
from local.stack.places import Home


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "seed",
        run,
        does="make the administrator again and drop the samples that are not there yet",
        example="omnilex seed --again",
    )
    parser.add_argument("--again", action="store_true", help="drop every sample once more")


def run(arguments: argparse.Namespace) -> int:
    home = Home.from_env()
    stack = description.load(home)
    if arguments.again:
        keepsakes = seed.load_keepsakes(home)
        seed.save_keepsakes(home, keepsakes.model_copy(update={"recordings": []}))
    admin = seed.seed(home, stack.aws_endpoint_url, stack.stack_outputs)
    print(f"Administrator {admin.username}, password {admin.password}")
    print(f"Samples: {len(seed.samples())} in {stack.output('InputBucketName')}")
    return 0
