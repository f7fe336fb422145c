"""A running OmniLex, as the end-to-end tests use it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

import boto3

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
CLI = Path(sys.executable).parent / "omnilex"


def until(look: Callable[[], T | bool | None], within_s: float = 150) -> T:
    """What ``look`` gives, once it gives something."""
    deadline = time.monotonic() + within_s
    while not (found := look()):
        assert time.monotonic() < deadline, "it has not come"
        time.sleep(0.25)
    return cast(T, found)


@dataclass(frozen=True)
class Stack:
    """A running OmniLex and how to reach it."""

    home: Path
    description: dict[str, Any]

    def run(self, *arguments: str, timeout_s: float = 600) -> subprocess.CompletedProcess[str]:
        """The `omnilex` command against this stack, its output captured."""
        environment = {**os.environ, "OMNILEX_HOME": str(self.home)}
        return subprocess.run(
            [str(CLI), *arguments],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )

    def run_on_aws(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The command against the stage `default` of an account, whose place this stack takes."""
        account = {
            "AWS_ENDPOINT_URL": self.description["aws_endpoint_url"],
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        return subprocess.run(
            [str(CLI), *arguments, "--stage", "default"],
            env={**os.environ, **account},
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def client(self, service: str) -> Any:
        """A boto3 client of one of this stack's services."""
        urls = self.description["aws_endpoint_urls"]
        return boto3.client(
            service,
            endpoint_url=urls.get(service, self.description["aws_endpoint_url"]),
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )

    @property
    def outputs(self) -> dict[str, str]:
        outputs: dict[str, str] = self.description["stack_outputs"]
        return outputs
