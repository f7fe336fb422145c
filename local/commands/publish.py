"""`omnilex publish`: bring the built pages to the site."""

import argparse
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from local.commands.arguments import Subcommands, add_command
from local.stack import deploy, description, pages
from local.stack.errors import DeployError, UsageError
from local.stack.places import ROOT


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


def deployed_on_aws(
    stage: str, make_client: Any = boto3.client, samconfig: Path = ROOT / "samconfig.toml"
) -> tuple[Any, Mapping[str, str]]:
    """Raises UsageError, DeployError. ``make_client`` is untyped: boto3's stubs know each service
    by its literal name alone.
    """
    parameters = tomllib.loads(samconfig.read_text())
    named = parameters.get(stage, {}).get("deploy", {}).get("parameters", {})
    if "stack_name" not in named:
        raise UsageError(f"samconfig.toml names no stack of stage {stage}.", "Deploy: make deploy")
    where = {"region_name": named["region"]} if "region" in named else {}
    try:
        clients = [make_client(service, **where) for service in ("cloudformation", "amplify")]
        found = clients[0].describe_stacks(StackName=named["stack_name"])["Stacks"][0]
    except (BotoCoreError, ClientError) as error:
        raise DeployError(
            f"The stack {named['stack_name']} cannot be read: {error}",
            "Check your AWS credentials and region, then: make deploy",
        ) from None
    return clients[1], {one["OutputKey"]: one["OutputValue"] for one in found["Outputs"]}
