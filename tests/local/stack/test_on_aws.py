"""A stack on AWS is found by what samconfig.toml and CloudFormation say of it."""

from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import NoRegionError

from local.stack import on_aws
from local.stack.errors import DeployError, UsageError

SAMCONFIG = """
[default.deploy.parameters]
stack_name = "bank"
region = "ca-central-1"

[prod.deploy.parameters]
stack_name = "bank-prod"
"""


class Aws:
    """boto3.client's place: clients that say what they were made for."""

    def __init__(self) -> None:
        self.made: list[tuple[str, str]] = []

    def client(self, service: str, region_name: str = "") -> Any:
        self.made.append((service, region_name))
        return self

    def describe_stacks(self, **asked: str) -> dict[str, Any]:
        outputs = [{"OutputKey": "AmplifyAppId", "OutputValue": f"d-of-{asked['StackName']}"}]
        return {"Stacks": [{"Outputs": outputs}]}


@pytest.fixture
def samconfig(tmp_path: Path) -> Path:
    file = tmp_path / "samconfig.toml"
    file.write_text(SAMCONFIG)
    return file


def test_the_stack_of_samconfig_is_read_in_its_region(samconfig: Path):
    aws = Aws()

    stack = on_aws.find("default", aws.client, samconfig)
    stack.client("sqs")

    assert stack.name == "bank"
    assert stack.output("AmplifyAppId") == "d-of-bank"
    assert aws.made == [("cloudformation", "ca-central-1"), ("sqs", "ca-central-1")]


def test_each_stage_has_a_stack_of_its_own(samconfig: Path):
    stack = on_aws.find("prod", Aws().client, samconfig)

    assert stack.output("AmplifyAppId") == "d-of-bank-prod"


def test_an_output_that_is_not_there_asks_for_a_deploy(samconfig: Path):
    stack = on_aws.find("prod", Aws().client, samconfig)

    with pytest.raises(DeployError, match="no output BotId") as failed:
        stack.output("BotId")

    assert failed.value.remedy == "Deploy it again: make deploy"


def test_a_stack_that_cannot_be_read_is_said_to_be_one(samconfig: Path):
    def nowhere(service: str, **_: str) -> Any:
        raise NoRegionError

    with pytest.raises(DeployError, match="bank") as failed:
        on_aws.find("default", nowhere, samconfig)

    assert "credentials" in failed.value.remedy


def test_a_samconfig_without_a_stack_asks_for_a_deploy(tmp_path: Path):
    file = tmp_path / "samconfig.toml"
    file.write_text("version = 0.1\n")

    with pytest.raises(UsageError, match="no stack"):
        on_aws.find("prod", Aws().client, file)
