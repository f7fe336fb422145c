"""A copy of the built template for `sam local`, whose functions find the stack that runs here.

SAM hands a function no variable that its template does not declare, and so no `AWS_ENDPOINT_URL`.
It follows no `!GetAtt` of a function whose name is made up with `!Sub`, and of a template that has
a serverless function before its API it sees no route. In the copy names and variables are written
out as the running stack has them, and the API comes first.
"""

import platform
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from local.stack.deploy import runtime_parameters
from local.stack.description import Stack
from local.stack.environment import CREDENTIALS
from local.stack.errors import UsageError
from local.stack.places import Home

# Where a container finds this machine: Docker's bridge, and what Docker Desktop puts in its place.
# Numbers, as the SDK makes a bucket's name a part of a host's.
BRIDGE, DESKTOP = "172.17.0.1", "192.168.65.254"


def usual_host() -> str:
    return BRIDGE if platform.system() == "Linux" else DESKTOP


def write(home: Home, stack: Stack, host: str) -> Path:
    """The copy's place, beside what was built. Raises UsageError where nothing is."""
    built = home.build / "template.yaml"
    if not built.is_file():
        raise UsageError(f"Nothing is built in {home.build}.", "Build and start: make up")
    template = yaml.safe_load(built.read_text(encoding="utf-8"))
    for name, value in runtime_parameters().items():
        template["Parameters"][name]["Default"] = value
    deployed = dict(variables_of(stack))
    reached = endpoints(stack, host)
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            named = resource["Properties"]
            name = named["FunctionName"]["Fn::Sub"].replace("${AWS::StackName}", stack.name)
            named["FunctionName"] = name
            named["Environment"] = {"Variables": deployed.get(name, {}) | reached}
    template["Resources"] = dict(sorted(template["Resources"].items(), key=comes_late))
    copy = home.build / "sam-local.yaml"
    copy.write_text(yaml.safe_dump(template, sort_keys=False, width=120), encoding="utf-8")
    return copy


def comes_late(named: tuple[str, dict[str, Any]]) -> bool:
    return not named[1]["Type"].startswith("AWS::ApiGatewayV2::")


def variables_of(stack: Stack) -> Iterator[tuple[str, dict[str, str]]]:
    pages = stack.client("lambda").get_paginator("list_functions").paginate()
    for page in pages:
        for function in page["Functions"]:
            yield function["FunctionName"], function["Environment"]["Variables"]


def endpoints(stack: Stack, host: str) -> dict[str, str]:
    """The SDK's own variables, and credentials that are good here alone."""
    names = {
        "AWS_ENDPOINT_URL_LEX_RUNTIME_V2": "lexv2-runtime",
        "AWS_ENDPOINT_URL_TRANSCRIBE": "transcribe",
        "AWS_ENDPOINT_URL_COMPREHEND": "comprehend",
    }
    urls = {
        "AWS_ENDPOINT_URL": stack.aws_endpoint_url,
        **{name: stack.aws_endpoint_urls[service] for name, service in names.items()},
    }
    keys = {name: CREDENTIALS[name] for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")}
    return {name: url.replace("127.0.0.1", host) for name, url in urls.items()} | keys
