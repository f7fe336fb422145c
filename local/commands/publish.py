"""`omnilex publish`: bring the built pages to the site."""

import argparse
from collections.abc import Mapping
from typing import Any

from local.commands.arguments import Subcommands, add_command
from local.stack import deploy, description, on_aws, pages


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "publish",
        run,
        does="publish the built pages to the site of the running stack, or of one on AWS",
        example="omnilex publish --aws",
    )
    parser.add_argument(
        "--aws",
        action="store_true",
        help="to the stack that samconfig.toml names, with your own AWS credentials",
    )
    parser.add_argument("--stage", default="default", help="the stage of samconfig.toml: dev, prod")


def run(arguments: argparse.Namespace) -> int:
    folder = deploy.require_pages()
    amplify, outputs = deployed_on_aws(arguments.stage) if arguments.aws else running_here()
    print(f"Published: {pages.publish(amplify, outputs, folder)}")
    return 0


def running_here() -> tuple[Any, Mapping[str, str]]:
    stack = description.load()
    return stack.client("amplify"), stack.stack_outputs


def deployed_on_aws(stage: str) -> tuple[Any, Mapping[str, str]]:
    """Raises UsageError, DeployError."""
    stack = on_aws.find(stage)
    return stack.client("amplify"), stack.outputs
