"""Whatever is dropped ends in the right folder, with a reason that names the fault, in bounded
time and memory, by the real functions and the local Transcribe's decoding.
"""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from tests.integration.analytics.world import ROOT
from tests.proofs.conftest import Tell
from tests.proofs.poison import PARTS

MOST_BYTES = 512 * 1024**2
MOST_S = 30.0
SLOW_MACHINE_S = 220
PYTHONPATH = os.pathsep.join(str(ROOT / one) for one in ("functions", "."))


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    """Of both parts, each in a process of its own, as its function is in its own."""
    parts = [run_alone(part) for part in PARTS]
    return {
        "outcomes": [one for part in parts for one in part["outcomes"]],
        "violations": [one for part in parts for one in part["violations"]],
        "slowest_s": max(part["slowest_s"] for part in parts),
        "peak_bytes": max(part["peak_bytes"] for part in parts),
    }


def run_alone(part: str) -> dict[str, Any]:
    script = (
        "import tests.conftest, tests.proofs.poison as p, json; "
        f"print('\\n' + json.dumps(p.run({part!r})))"
    )
    made = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": PYTHONPATH, "POWERTOOLS_LOG_LEVEL": "CRITICAL"},
        capture_output=True,
        text=True,
        check=False,
        timeout=SLOW_MACHINE_S,
    )
    assert made.returncode == 0, made.stderr[-3_000:]
    told: dict[str, Any] = json.loads(made.stdout.splitlines()[-1])
    return told


def test_every_file_ends_where_it_belongs_with_a_reason_that_names_the_fault(
    report: dict[str, Any], tell: Tell
):
    wrong = []
    for one in report["outcomes"]:
        expected, reason = one["expected"], one["reason"] or ""
        if expected in {"parsed", "failed"}:
            right = one["status"] == expected
        else:
            right = not expected or (one["status"] == "failed" and expected in reason)
        if not right or "unexpected error" in reason:
            wrong.append((one["name"], one["status"], reason))

    tell(
        f"poison files and hostile names (most memory {report['peak_bytes'] >> 20} MB, slowest "
        f"{report['slowest_s']:.1f} s)",
        len(report["outcomes"]),
        len(wrong) + len(report["violations"]),
    )
    assert wrong == []
    assert report["violations"] == []
    assert len(report["outcomes"]) >= 40 + 25


def test_no_file_takes_more_memory_or_time_than_is_given(report: dict[str, Any]):
    assert report["peak_bytes"] < MOST_BYTES
    assert report["slowest_s"] < MOST_S
