"""The published API, the template's routes and the code agree."""

import json
from pathlib import Path
from typing import Any

from docs.openapi import document

ROOT = Path(__file__).parents[2]
PUBLIC = {
    *("POST /chat", "POST /chat/voice", "POST /chat/end", "GET /plans", "POST /visits"),
    *("POST /sms", "POST /slack/events", "POST /slack/interactions", "POST /pin/{token}"),
    *("GET /pin/{token}",),
}


def routes(resources: dict[str, Any], integration: str = "") -> dict[str, dict[str, Any]]:
    """By their keys, those of one integration or all."""
    return {
        one["Properties"]["RouteKey"]: one["Properties"]
        for one in resources.values()
        if one["Type"] == "AWS::ApiGatewayV2::Route"
        and integration in one["Properties"]["Target"]["Fn::Sub"]
    }


def test_the_published_api_is_that_of_the_code():
    assert (ROOT / "docs/openapi.json").read_text() == document(), "run: make schemas"


def test_every_route_is_published_and_no_other(resources: dict[str, Any]):
    paths = json.loads(document())["paths"]
    written = {
        f"{method.upper()} {path}": operation
        for path, operations in paths.items()
        for method, operation in operations.items()
    }

    deployed = {key: one for key, one in routes(resources).items() if key != "$default"}
    assert set(deployed) == set(written)
    assert {key for key, one in deployed.items() if one.get("AuthorizationType") != "JWT"} == {
        key for key, operation in written.items() if operation.get("security") == []
    }


def test_only_what_the_public_may_use_is_open(resources: dict[str, Any]):
    opened = {
        key
        for key, properties in routes(resources).items()
        if properties.get("AuthorizationType") != "JWT" or "AuthorizerId" not in properties
    }

    assert opened <= PUBLIC
    assert all(key == "$default" or " " in key for key in routes(resources))
