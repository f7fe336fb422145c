"""The site's server as its own process, before a gateway that says what it was asked."""

import gzip
import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import boto3
import pytest
from cfnlint.decode import decode

REPOSITORY = Path(__file__).parents[3]
READY_WITHIN_S = 30
APP = "d0123456789abc"
ADDRESSES = {
    "${HttpApi}": "abc123",
    "${AWS::Region}": "us-east-1",
    "${AWS::URLSuffix}": "amazonaws.com",
    "${Identity}": "https://sign-in.example",
    "${Media}": "https://media.example",
}
PAGES = {
    "index.html": "home",
    "404.html": "not found",
    "es/index.html": "inicio",
    "privacy/index.html": "privacy",
    "dashboard/index.html": "dashboard",
    "assets/bank-4f3a.js": "script",
    "assets/large-7c1d.js": "script" * 1_000,
    "widget.js": "widget",
    ".env": "secret",
}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: str


@dataclass
class Site:
    port: int
    state: Path
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    def get(
        self,
        path: str,
        method: str = "GET",
        body: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        text = answer.read()
        connection.close()
        if told.get("content-encoding") == "gzip":
            text = gzip.decompress(text)
        return Answer(answer.status, told, text.decode())

    def amplify(self) -> Any:
        return boto3.client(
            "amplify",
            endpoint_url=f"http://127.0.0.1:{self.port}/_amplify",
            region_name="us-east-1",
        )


def said(value: Any) -> str:
    """A text of the template with its addresses put in; conditions take their first branch."""
    if isinstance(value, dict):
        sub = value["Fn::Sub"]
        value = sub if isinstance(sub, str) else sub[0]
    for name, address in ADDRESSES.items():
        value = value.replace(name, address)
    return str(value)


def deployed_app() -> dict[str, Any]:
    """The template's app, as the launcher keeps it."""
    template, _ = decode(str(REPOSITORY / "template.yaml"))
    app = json.loads(json.dumps(template))["Resources"]["Site"]["Properties"]
    rules = [{**rule, "Target": said(rule["Target"])} for rule in app["CustomRules"]]
    return {"appId": APP, "customRules": rules, "customHeaders": said(app["CustomHeaders"])}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    made = Site(free_port(), folder / "apps")
    made.state.mkdir()
    (made.state / f"{APP}.json").write_text(json.dumps(deployed_app()))
    pages = folder / "pages"
    for name, text in PAGES.items():
        (pages / name).parent.mkdir(parents=True, exist_ok=True)
        (pages / name).write_text(text)

    class Gateway(BaseHTTPRequestHandler):
        def answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            asked = (self.command, self.path, self.rfile.read(length).decode())
            made.asked.append(asked)
            body = json.dumps(asked).encode()
            self.send_response(200)
            self.send_header("Cache-Control", "no-store")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = answer  # noqa: N815 - the names that http.server calls

        def log_message(self, *said: Any) -> None:
            pass

    gateway = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=gateway.serve_forever, daemon=True).start()
    command = [sys.executable, "-m", "local.site", "--port", str(made.port)]
    command += ["--gateway", str(gateway.server_port), "--root", str(pages)]
    command += ["--app-state", str(made.state)]
    with subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.DEVNULL) as server:
        wait_until_healthy(made, server)
        yield made
        server.terminate()
    gateway.shutdown()
    gateway.server_close()


def wait_until_healthy(site: Site, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            if site.get("/_health").status == 200:
                return
        except OSError:
            time.sleep(0.05)
    pytest.fail("local.site did not become healthy")
