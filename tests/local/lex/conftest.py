"""Lex's runtime, running as its own process with the flower bot, for the tests of the wire."""

import http.client
import http.server
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config

from local.lex.bot.convert import write_bot
from tests.local.lex.talk import FLOWER_TYPES, REPOSITORY, bot, delegate, flowers, intent

READY_WITHIN_S = 60


@dataclass(frozen=True)
class Server:
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def request(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, bytes, dict[str, str]]:
        """A bare HTTP/1.1 request: status, body and headers in small letters."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        try:
            connection.request(method, path, content, headers or {})
            response = connection.getresponse()
            told = {name.lower(): value for name, value in response.getheaders()}
            return response.status, response.read(), told
        finally:
            connection.close()

    def client(self, **settings: Any):
        """An unmodified boto3 client that shows errors at once."""
        config = Config(retries={"total_max_attempts": 1}, **settings)
        return boto3.client(
            "lexv2-runtime", region_name="us-east-1", endpoint_url=self.url, config=config
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(server: Server, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while True:
        try:
            if server.request("GET", "/_health")[0] == 200:
                return
        except OSError:
            pass
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail("local.lex did not become healthy")
        time.sleep(0.05)


@contextmanager
def serving(*arguments: str) -> Iterator[Server]:
    """``python -m local.lex serve`` with the arguments, until the block ends."""
    server = Server(free_port())
    command = [sys.executable, "-m", "local.lex", "serve", "--port", str(server.port), *arguments]
    with subprocess.Popen(command, cwd=REPOSITORY, text=True, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_until_healthy(server, process)
            yield server
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def start_lex():
    """``with start_lex("BOT", "--state", "FOLDER") as server``."""
    return serving


class _PlayedLambda(http.server.BaseHTTPRequestHandler):
    """Lambda's Invoke: what it answers is told by the intent's name."""

    def do_POST(self) -> None:
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        intent = event["sessionState"]["intent"]["name"]
        if intent == "BeSlow":
            time.sleep(0.6)
        content: Any = {"nonsense": True} if intent == "BeFaulty" else delegate(event)
        self.send_response(200)
        if intent == "BeBroken":
            content = {"errorMessage": "no such account", "errorType": "KeyError"}
            self.send_header("X-Amz-Function-Error", "Unhandled")
        body = json.dumps(content).encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="session")
def lambda_url() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _PlayedLambda)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def shop_file(tmp_path_factory) -> Path:
    """An export with the guide's flower shop, and intents whose hook misbehaves."""
    hook = {"FulfillmentCodeHook": {"Enabled": True}}
    shop = bot(
        flowers(DialogCodeHook={"Enabled": True}),
        intent("BeSlow", "take all the time you need", **hook),
        intent("BeBroken", "fall to pieces", **hook),
        intent("BeFaulty", "talk nonsense to Lex", **hook),
        types=[FLOWER_TYPES],
    )
    file = tmp_path_factory.mktemp("bot") / "shop.zip"
    write_bot(shop, file)
    return file


@pytest.fixture(scope="session")
def lex(shop_file, lambda_url) -> Iterator[Server]:
    with serving(str(shop_file), "--lambda", "hook", "--lambda-endpoint", lambda_url) as server:
        yield server
