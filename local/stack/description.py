"""What a running stack says of itself: ``stack.json``, for people, commands and tests."""

import json
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict

from local.stack import lock
from local.stack.environment import CREDENTIALS, REGION, STACK_NAME
from local.stack.errors import NotHealthyError
from local.stack.places import Home


class Deployment(Protocol):
    """A deployed stack, here or on AWS."""

    @property
    def name(self) -> str: ...

    def client(self, service: str) -> Any:
        """A boto3 client of a service of this stack."""

    def output(self, name: str) -> str:
        """An output of the template. Raises StackError when the stack has none such."""


def function_name(stack: Deployment, handler: str) -> str:
    """The deployed function of a handler: index_contact -> <stack>-index-contact."""
    return f"{stack.name}-{handler.replace('_', '-')}"


class Customer(BaseModel):
    """Somebody to be at the bank, made up for the demonstration."""

    model_config = ConfigDict(extra="allow")

    name: str
    phone: str
    pin: str
    customer_number: str = ""


class Administrator(BaseModel):
    username: str
    password: str


class Stack(BaseModel):
    """Addresses and sign-ins."""

    site_url: str
    dashboard_url: str
    api_url: str
    aws_endpoint_url: str
    aws_endpoint_urls: dict[str, str]
    admin: Administrator
    customers: list[Customer]
    stack_outputs: dict[str, str]

    @property
    def name(self) -> str:
        return STACK_NAME

    def client(self, service: str) -> Any:
        """A boto3 client of a service of this stack, with dummy credentials."""
        return client(service, self.aws_endpoint_urls.get(service, self.aws_endpoint_url))

    def output(self, name: str) -> str:
        """An output of the template. Raises NotHealthyError when the stack has none such."""
        try:
            return self.stack_outputs[name]
        except KeyError:
            raise NotHealthyError(
                f"The deployed stack has no output {name}.", "Deploy again: omnilex up"
            ) from None


def client(service: str, endpoint_url: str) -> Any:
    """A boto3 client that can reach nothing but this machine."""
    import boto3
    from botocore.config import Config

    make_client: Any = boto3.client  # its stubs know each service by its literal name alone
    quick = Config(connect_timeout=5, read_timeout=120, retries={"max_attempts": 2}, proxies={})
    return make_client(
        service,
        endpoint_url=endpoint_url,
        region_name=REGION,
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        config=quick,
    )


def write(home: Home, stack: Stack) -> None:
    """Readable by its owner alone: it holds a password."""
    home.description.touch(mode=0o600)
    home.description.write_text(json.dumps(stack.model_dump(), indent=2) + "\n")


def load(home: Home | None = None) -> Stack:
    """The running stack. Raises NotHealthyError when there is none."""
    home = home or Home.from_env()
    if lock.owner(home.lock) is None:
        raise NotHealthyError("OmniLex is not running.", "Start it: make up ARGS=--detach")
    if not home.description.is_file():
        raise NotHealthyError(
            "OmniLex is still starting.", "Wait for its addresses: omnilex status"
        )
    return Stack.model_validate_json(home.description.read_text())
