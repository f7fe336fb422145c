"""What `sam local` would run in Docker: SAM itself says what it finds in the template for it."""

import json
import subprocess

import pytest

from local.stack.places import SAM
from tests.e2e.running import Stack

pytestmark = pytest.mark.stack

# In SAM's own Python: its routes, and the variables a container of each function would have.
FIND = """
import json, sys
from samcli.lib.providers.api_provider import ApiProvider
from samcli.lib.providers.sam_function_provider import SamFunctionProvider
from samcli.lib.providers.sam_stack_provider import SamLocalStackProvider
from samcli.local.lambdafn.env_vars import EnvironmentVariables

stacks, _ = SamLocalStackProvider.get_stacks(sys.argv[1])
functions = SamFunctionProvider(stacks)
routes = {
    f"{method} {route.path}": functions.get(route.function_name).name
    for route in ApiProvider(stacks, cwd=".").routes
    for method in route.methods
}
variables = {
    function.name: EnvironmentVariables(variables=function.environment["Variables"]).resolve()
    for function in functions.get_all()
}
print(json.dumps({"routes": routes, "variables": variables}))
"""


@pytest.fixture(scope="module")
def found(stack: Stack) -> dict[str, dict[str, str]]:
    template = stack.run("sam", "--host", "172.17.0.1").stdout.strip()
    told = subprocess.run(
        [str(SAM.with_name("python")), "-c", FIND, template],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found: dict[str, dict[str, str]] = json.loads(told.stdout)
    return found


def test_sam_finds_a_function_for_every_route(stack: Stack, found: dict[str, dict[str, str]]):
    deployed = stack.client("apigatewayv2").get_routes(ApiId=stack.outputs["HttpApiId"])["Items"]
    keys = {route["RouteKey"] for route in deployed}

    assert keys <= set(found["routes"])
    assert found["routes"]["GET /plans"] == "ListPlansFunction"


def test_each_function_finds_the_stack_from_within_a_container(
    stack: Stack, found: dict[str, dict[str, str]]
):
    gateway = stack.description["aws_endpoint_url"].replace("127.0.0.1", "172.17.0.1")
    variables = found["variables"].values()

    assert {one["AWS_ENDPOINT_URL"] for one in variables} == {gateway}
    assert {one["BANK_TABLE"] for one in variables} == {stack.outputs["BankTableName"]}
    assert found["variables"]["RelayChatFunction"]["BOT_ID"] == stack.outputs["BotId"]
