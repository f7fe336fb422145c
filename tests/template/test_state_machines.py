"""Each state machine is one that Step Functions would accept, and one that loses nothing."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from cfnlint.api import lint_all

ROOT = Path(__file__).parents[2]
MACHINES = sorted((ROOT / "statemachine").glob("*.asl.yaml"))


def states_of(definition: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every state of a definition, those inside Map and Parallel included."""
    found: dict[str, dict[str, Any]] = {}
    for name, state in definition["States"].items():
        found[name] = state
        inner = [state.get("ItemProcessor"), *state.get("Branches", [])]
        for nested in filter(None, inner):
            found |= states_of(nested)
    return found


@pytest.fixture(params=MACHINES, ids=lambda path: path.name)
def definition(request: pytest.FixtureRequest) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(request.param.read_text())
    return loaded


def test_there_is_a_state_machine_to_check():
    assert MACHINES


def test_the_definition_is_valid_states_language(definition: dict[str, Any]):
    role = "arn:aws:iam::123456789012:role/machine"
    text = json.dumps(definition)
    for name in set(re.findall(r"\$\{(\w+)\}", text)):
        arn = f"arn:aws:lambda:us-east-1:123456789012:function:{name}"
        text = text.replace(f"${{{name}}}", arn)
    template = {
        "Resources": {
            "Machine": {
                "Type": "AWS::StepFunctions::StateMachine",
                "Properties": {"RoleArn": role, "Definition": json.loads(text)},
            }
        }
    }

    matches = lint_all(json.dumps(template))

    wrong = [str(match) for match in matches if match.rule.severity != "informational"]
    assert wrong == []


def test_every_task_ends_in_time_tries_again_and_is_caught(definition: dict[str, Any]):
    tasks = {
        name: state for name, state in states_of(definition).items() if state["Type"] == "Task"
    }

    for name, task in tasks.items():
        assert task.get("TimeoutSeconds"), name
        assert task["Retry"], name
        for retry in task["Retry"]:
            assert retry["JitterStrategy"] == "FULL", name
            assert retry["MaxDelaySeconds"], name
            assert retry["BackoffRate"] >= 1.5, name
        if name.startswith("Fail"):
            continue  # where the others are caught; its own failure is for the dead letters
        catch = task["Catch"][-1]
        assert catch["ErrorEquals"] == ["States.ALL"], name
        assert catch["ResultPath"].startswith("$."), f"{name} loses its input"
