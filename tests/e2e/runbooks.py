"""The commands of the runbooks, run as whoever was woken runs them."""

import contextlib
import io
import re
import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest

from local.cli import main
from tests.e2e.running import ROOT, Stack

RUNBOOKS = sorted((ROOT / "docs/runbooks").glob("*.md"))
DONE, FAILED = 0, 1
# What a red alarm, an upload that stopped, or a search that finds nothing ends with.
MAY_FAIL = ("omnilex alarms", "omnilex bulk status", "omnilex trace")


def commands_of(runbook: Path, section: str = "") -> list[str]:
    """Those of one section, or of all, in their order."""
    parts = re.split(r"^## ", runbook.read_text(), flags=re.M)
    told = "".join(part for part in parts if part.startswith(section))
    blocks = re.findall(r"^```sh\n(.*?)^```", told, re.M | re.S)
    return [line for block in blocks for line in block.splitlines()]


def run(stack: Stack, command: str, **found: str) -> str:
    """What it prints; ``found`` stands for the names in angle brackets."""
    known = found | {"time": datetime.now(UTC).isoformat()}
    filled = re.sub(r"<([a-z ]+)>", lambda name: known[name[1].replace(" ", "_")], command)
    said, complained = io.StringIO(), io.StringIO()
    with (
        pytest.MonkeyPatch.context() as environment,
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(complained),
    ):
        environment.setenv("OMNILEX_HOME", str(stack.home))
        ended = main(shlex.split(filled)[1:])
    may_fail = ended == FAILED and command.startswith(MAY_FAIL)
    assert ended == DONE or may_fail, f"{filled}: {said.getvalue()[-2000:]}{complained.getvalue()}"
    assert "Traceback" not in complained.getvalue()
    return said.getvalue()
