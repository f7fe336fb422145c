"""The local AWS, started as `omnilex up` starts it, with a Lex service that takes notes."""

import contextlib
import io
import json
import os
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import boto3
import pytest

ROOT = Path(__file__).parents[3]
ENVIRONMENTS = ROOT / ".local" / "envs"
READY_WITHIN_S = 40
ROLE = "arn:aws:iam::000000000000:role/any"
# The account's own key; without a session token, which the tests' environment has.
ACCOUNT = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "AWS_SESSION_TOKEN"}
TRUSTED = {"Service": ["lambda.amazonaws.com", "states.amazonaws.com", "events.amazonaws.com"]}


@dataclass
class Notes:
    """What was asked of the Lex service."""

    url: str = ""
    asked: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)


@pytest.fixture(scope="session")
def lex() -> Iterator[Notes]:
    notes = Notes()

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = json.loads(self.rfile.read(length) or b"{}")
            notes.asked.append((self.command, self.path, body))
            added = sum(asked[:2] == ("POST", self.path) for asked in notes.asked)
            answer = json.dumps({"botVersion": str(added)} if added else {}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_DELETE = do_POST = do_PUT  # noqa: N815  the names that http.server calls

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    notes.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield notes
    server.shutdown()
    server.server_close()


def policy(statement: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


class LocalAws:
    """A running launcher; ``client`` speaks to it as anybody, or with the key of ``caller``."""

    def __init__(self, state: Path, lex: Notes) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.used_permissions = state / "used-permissions.tsv"
        python = ENVIRONMENTS / "ministack" / "bin" / "python"
        runtime = ENVIRONMENTS / "lambda-runtime" / "bin" / "python"
        command = [python, "-m", "local.aws.launcher", "--port", str(self.port)]
        command += ["--state", state, "--lambda-python", runtime]
        urls = {
            f"AWS_ENDPOINT_URL_{name}": lex.url
            for name in ("LEX_RUNTIME_V2", "TRANSCRIBE", "COMPREHEND")
        }
        self.process = subprocess.Popen(
            list(map(str, command)),
            cwd=ROOT,
            env=ENVIRONMENT | ACCOUNT | urls,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()
        self._make_role()

    def _make_role(self) -> None:
        """What the tests' functions and machines run with; it may do everything."""
        trust = {"Effect": "Allow", "Principal": TRUSTED, "Action": "sts:AssumeRole"}
        allow = {"Effect": "Allow", "Action": "*", "Resource": "*"}
        iam = self.client("iam")
        with contextlib.suppress(iam.exceptions.EntityAlreadyExistsException):  # kept state
            iam.create_role(RoleName="any", AssumeRolePolicyDocument=policy(trust))
        iam.put_role_policy(RoleName="any", PolicyName="all", PolicyDocument=policy(allow))

    def _wait(self) -> None:
        deadline = time.monotonic() + READY_WITHIN_S
        while True:
            try:
                urllib.request.urlopen(f"{self.url}/_ministack/health", timeout=2).close()  # noqa: S310
            except OSError:
                assert self.process.poll() is None, "the launcher has ended"
                assert time.monotonic() < deadline, "the launcher is not ready"
                time.sleep(0.1)
            else:
                return

    def client(self, service: str, caller: str = "test", secret: str = "test") -> Any:
        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id=caller,
            aws_secret_access_key=secret,
        )

    def function(self, name: str, code: str) -> str:
        """A Python function of this code; its ARN."""
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w") as archive:
            archive.writestr("code.py", "")
            archive.writestr("function.py", code)
        created = self.client("lambda").create_function(
            FunctionName=name,
            Runtime="python3.13",
            Role=ROLE,
            Handler="function.handler",
            Timeout=20,
            Code={"ZipFile": written.getvalue()},
        )
        return str(created["FunctionArn"])

    def invoke(self, name: str, given: Any = None) -> dict[str, Any]:
        answer = self.client("lambda").invoke(
            FunctionName=name, Payload=json.dumps(given or {}).encode()
        )
        return {
            "error": answer.get("FunctionError"),
            "payload": json.loads(answer["Payload"].read() or b"null"),
        }

    def run(self, definition: dict[str, Any], given: Any = None) -> str:
        """Start a new state machine; the execution's ARN."""
        states = self.client("stepfunctions")
        machine = states.create_state_machine(
            name=f"m{time.monotonic_ns()}", definition=json.dumps(definition), roleArn=ROLE
        )["stateMachineArn"]
        started = states.start_execution(stateMachineArn=machine, input=json.dumps(given or {}))
        return str(started["executionArn"])

    def ended(self, execution: str, within_s: float = 20) -> dict[str, Any]:
        deadline = time.monotonic() + within_s
        while True:
            described: dict[str, Any] = self.client("stepfunctions").describe_execution(
                executionArn=execution
            )
            if described["status"] != "RUNNING":
                return described
            assert time.monotonic() < deadline, "the execution has not ended"
            time.sleep(0.05)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory, lex: Notes) -> Iterator[LocalAws]:
    if not (ENVIRONMENTS / "ministack").exists():
        pytest.skip("the local AWS is not installed; run `make test`, which sets it up")
    running = LocalAws(tmp_path_factory.mktemp("aws"), lex)
    yield running
    running.stop()
