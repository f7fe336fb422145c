"""One running Comprehend, as its own process, for the whole folder."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

REPOSITORY = Path(__file__).parents[3]
READY_WITHIN_S = 60


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/_health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except urllib.error.URLError:
            time.sleep(0.1)
    pytest.fail("local.comprehend did not become healthy")


@pytest.fixture(scope="session")
def comprehend_url() -> Iterator[str]:
    port = _free_port()
    command = [sys.executable, "-m", "local.comprehend", "--port", str(port)]
    with subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_until_healthy(f"http://127.0.0.1:{port}", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def comprehend(comprehend_url):
    """An unmodified boto3 client that shows errors at once."""
    return boto3.client(
        "comprehend",
        region_name="us-east-1",
        endpoint_url=comprehend_url,
        config=Config(retries={"max_attempts": 0}, parameter_validation=True),
    )
