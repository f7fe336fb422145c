"""A stack that `sam deploy` has put on AWS, with the credentials of whoever asks."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from local.stack.errors import DeployError, UsageError
from local.stack.places import ROOT

SAMCONFIG = ROOT / "samconfig.toml"


@dataclass(frozen=True)
class DeployedStack:
    """``make_client`` is untyped: boto3's stubs know each service by its literal name alone."""

    name: str
    outputs: Mapping[str, str]
    where: Mapping[str, str]
    make_client: Any = boto3.client

    def client(self, service: str) -> Any:
        return self.make_client(service, **self.where)

    def output(self, name: str) -> str:
        """Raises DeployError."""
        try:
            return self.outputs[name]
        except KeyError:
            raise DeployError(
                f"The stack {self.name} has no output {name}.", "Deploy it again: make deploy"
            ) from None


def find(stage: str, make_client: Any = boto3.client, samconfig: Path = SAMCONFIG) -> DeployedStack:
    """The stack that samconfig.toml names for the stage. Raises UsageError, DeployError."""
    parameters = tomllib.loads(samconfig.read_text())
    named = parameters.get(stage, {}).get("deploy", {}).get("parameters", {})
    if "stack_name" not in named:
        raise UsageError(f"samconfig.toml names no stack of stage {stage}.", "Deploy: make deploy")
    name = named["stack_name"]
    where = {"region_name": named["region"]} if "region" in named else {}
    try:
        found = make_client("cloudformation", **where).describe_stacks(StackName=name)["Stacks"][0]
    except (BotoCoreError, ClientError) as error:
        raise DeployError(
            f"The stack {name} cannot be read: {error}",
            "Check your AWS credentials and region, then: make deploy",
        ) from None
    outputs = {one["OutputKey"]: one["OutputValue"] for one in found["Outputs"]}
    return DeployedStack(name, outputs, where, make_client)
