"""Every command that a runbook tells an operator to give runs, against the stack that is here."""

import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest

from local.cli import main
from tests.e2e.running import ROOT, Stack, until

pytestmark = pytest.mark.stack

RUNBOOKS = sorted((ROOT / "docs/runbooks").glob("*.md"))
DONE, FAILED = 0, 1
# What a red alarm, or a search that finds nothing, ends with.
MAY_FAIL = ("omnilex alarms", "omnilex trace")
APART = {"omnilex restore drill"}  # in test_restoring


def commands_of(runbook: Path) -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```", runbook.read_text(), re.M | re.S)
    return [line for block in blocks for line in block.splitlines()]


def test_a_runbook_tells_nothing_but_commands_of_ours():
    told = [line for runbook in RUNBOOKS for line in commands_of(runbook)]

    assert told
    assert all(line.startswith("omnilex ") for line in told)


def test_each_command_of_each_runbook_runs(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("OMNILEX_HOME", str(stack.home))
    found = found_on(stack)
    commands = {line for runbook in RUNBOOKS for line in commands_of(runbook)} - APART
    ended = {}

    for command in sorted(commands):
        if command.endswith("--put-back all"):  # what is written just then would be undone
            until(lambda: not is_busy(stack))
        now = {"time": datetime.now(UTC).isoformat()}
        filled = re.sub(r"<([a-z ]+)>", lambda name: (found | now)[name[1]], command)  # noqa: B023
        ended[command] = main(shlex.split(filled)[1:])

    assert {one for one, code in ended.items() if code != DONE and not may_fail(one, code)} == set()
    assert "Traceback" not in capsys.readouterr().err


def may_fail(command: str, code: int) -> bool:
    return code == FAILED and command.startswith(MAY_FAIL)


def found_on(stack: Stack) -> dict[str, str]:
    """What stands for the names in angle brackets."""
    (parsed, *_) = stack.client("s3").list_objects_v2(
        Bucket=stack.outputs["OutputBucketName"], Prefix="parsedFiles/", MaxKeys=1
    )["Contents"]
    return {
        "contact": Path(parsed["Key"]).stem,
        "customer number": stack.description["customers"][3]["customer_number"],
        "request": "no-such-request",
    }


def is_busy(stack: Stack) -> bool:
    """Whether a contact is being analysed."""
    running = stack.client("stepfunctions").list_executions(
        stateMachineArn=stack.outputs["StateMachineArn"], statusFilter="RUNNING"
    )
    return bool(running["executions"])
