"""One running Comprehend, as its own process, for the whole folder."""

import http.client
import socket
import subprocess
import sys
import time
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


def _is_healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/_health")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _wait_until_healthy(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while not _is_healthy(port):
        if server.poll() is not None or time.monotonic() > deadline:
            pytest.fail("local.comprehend did not become healthy")
        time.sleep(0.1)


@pytest.fixture(scope="session")
def comprehend_url() -> Iterator[str]:
    port = _free_port()
    recognizers = str(Path(__file__).with_name("recognizers"))
    command = [sys.executable, "-m", "local.comprehend", "--port", str(port)]
    command += ["--recognizers", recognizers]
    with subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_until_healthy(port, server)
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
