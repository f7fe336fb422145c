"""One local stack for the whole run, on ports and in a folder of its own, and a browser to use it.

`--stack FILE` takes a running one instead: the stack.json that `omnilex up` writes.
"""

import json
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.e2e.running import ROOT, Stack
from tests.least_privilege import note_stack

ENVIRONMENTS = ROOT / ".local" / "envs"
SERVICES = 8
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--use-fake-device-for-media-stream",  # a microphone that beeps, where a test allows one
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--stack", help="stack.json of a stack that runs already")


def free_base_port() -> int:
    """The first of a run of seven free ports: the stack's services stand side by side."""
    for base in range(14566, 24566, 10):
        try:
            for port in range(base, base + 7):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
        except OSError:
            continue
        return base
    pytest.fail("no seven free ports side by side between 14566 and 24566")


@pytest.fixture(scope="session")
def stack(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stack]:
    given = request.config.getoption("--stack")
    if given:
        yield Stack(Path(given).parent, json.loads(Path(given).read_text()))
        return
    if not (ENVIRONMENTS / "ministack").exists():
        pytest.skip("the local AWS is not installed; run `make test`, which sets it up")
    home = tmp_path_factory.mktemp("omnilex-home")
    running = Stack(home, {})
    started = running.run("up", "--detach", "--port", str(free_base_port()))
    try:
        assert started.returncode == 0, started.stdout + started.stderr
        yield Stack(home, json.loads((home / "stack.json").read_text()))
    finally:
        stopped = running.run("down")
        note_stack(home)
        assert stopped.returncode == 0, stopped.stdout + stopped.stderr


@pytest.fixture(scope="module")  # while it is open, no other test can run an event loop
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        reason = "no chromium on this machine: `apt-get install chromium`"
        if os.environ.get("OMNILEX_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 860})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails its test when the content security policy was violated."""
    opened = context.new_page()
    violations: list[str] = []
    opened.on(
        "console",
        lambda message: (
            violations.append(message.text)
            if "Content Security Policy" in message.text or "TrustedHTML" in message.text
            else None
        ),
    )
    yield opened
    assert violations == []
