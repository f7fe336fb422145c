"""The built pages in a browser, against made-up contacts: what they look like and what they do."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

FRONTEND = Path(__file__).parents[2] / "frontend"
NODE = Path(__file__).parents[2] / ".local" / "envs" / "node" / "bin"


def check_pages(*arguments: str, timeout_s: float) -> subprocess.CompletedProcess[str]:
    """`npm run pages`, whose last line says whether all is well."""
    path = os.pathsep.join([str(NODE), os.environ["PATH"]])
    node = shutil.which("node", path=path)
    if node is None or not (FRONTEND / "dist" / "index.html").is_file():
        reason = "the pages are not built; run `make test`, which builds them"
        if os.environ.get("OMNILEX_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    return subprocess.run(
        [node, "test/pages/check.mjs", *arguments],
        cwd=FRONTEND,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )


@pytest.mark.browser
@pytest.mark.timeout(420)
def test_every_page_and_state_does_what_it_says_and_looks_right():
    checked = check_pages("--quick", timeout_s=400)

    assert checked.returncode == 0, checked.stdout + checked.stderr
    if "there is no Chromium" in checked.stdout:
        pytest.skip(checked.stdout.strip())


@pytest.mark.browser
@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_every_page_and_state_looks_right_in_every_width_and_colour():
    checked = check_pages(timeout_s=880)

    assert checked.returncode == 0, checked.stdout + checked.stderr
