"""Every command that a runbook tells an operator to give runs, against the stack that is here."""

from pathlib import Path

import pytest

from tests.e2e import runbooks
from tests.e2e.running import Stack, until

pytestmark = pytest.mark.stack

APART = {"omnilex restore drill"}  # in test_restoring


def test_a_runbook_tells_nothing_but_commands_of_ours():
    told = [line for one in runbooks.RUNBOOKS for line in runbooks.commands_of(one)]

    assert told
    assert all(line.startswith("omnilex ") for line in told)


def test_each_command_of_each_runbook_runs(stack: Stack):
    found = found_on(stack)
    told = {line for one in runbooks.RUNBOOKS for line in runbooks.commands_of(one)}

    for command in sorted(told - APART):
        if command.endswith("--put-back all"):  # what is written just then would be undone
            until(lambda: not is_busy(stack))
        runbooks.run(stack, command, **found)


def found_on(stack: Stack) -> dict[str, str]:
    """What stands for the names in angle brackets."""
    s3, results = stack.client("s3"), stack.outputs["OutputBucketName"]
    asked = {"Bucket": results, "Prefix": "parsedFiles/", "MaxKeys": 1}
    (parsed,) = until(lambda: s3.list_objects_v2(**asked).get("Contents"), within_s=120)
    return {
        "contact": Path(parsed["Key"]).stem,
        "customer_number": stack.description["customers"][3]["customer_number"],
        "request": "no-such-request",
    }


def is_busy(stack: Stack) -> bool:
    """Whether a contact is being analysed."""
    running = stack.client("stepfunctions").list_executions(
        stateMachineArn=stack.outputs["StateMachineArn"], statusFilter="RUNNING"
    )
    return bool(running["executions"])
