"""State machines in moto's interpreter, their functions called in this process."""

import io
import json
import time
import zipfile
from collections.abc import Callable
from typing import Any

import boto3

IAM = boto3.client("iam")
LAMBDA = boto3.client("lambda")
STATES = boto3.client("stepfunctions")
ENDED_WITHIN_S = 60

Handler = Callable[[dict[str, Any]], Any]


class Functions:
    """What Lambda's Invoke does for a function of ours; stands in for moto's, which echoes."""

    def __init__(self) -> None:
        self._handlers: dict[str, Handler] = {}
        self._role: str | None = None

    def add(self, name: str, handler: Handler) -> str:
        """The function's ARN; adding it again replaces what it does."""
        known = name in self._handlers
        self._handlers[name] = handler
        if known:
            return f"arn:aws:lambda:us-east-1:123456789012:function:{name}"
        created = LAMBDA.create_function(
            FunctionName=name,
            Runtime="python3.13",
            Role=self.role(),
            Handler="function.lambda_handler",
            Code={"ZipFile": _EMPTY},
        )
        return created["FunctionArn"]

    def role(self) -> str:
        if self._role is None:
            role = IAM.create_role(RoleName="any", AssumeRolePolicyDocument="{}")
            self._role = role["Role"]["Arn"]
        return self._role

    def invoke(
        self, name: str, qualifier: str, body: Any, headers: Any, response_headers: dict[str, str]
    ) -> bytes:
        handler = self._handlers[name.rsplit(":", 1)[-1]]
        try:
            return json.dumps(handler(json.loads(body))).encode()
        except Exception as error:  # noqa: BLE001 - as Lambda: any error of a function is its answer
            response_headers["x-amz-function-error"] = "Unhandled"
            told = {"errorMessage": str(error), "errorType": type(error).__name__, "stackTrace": []}
            return json.dumps(told).encode()


def start(name: str, definition: dict[str, Any], given: dict[str, Any], role: str) -> str:
    """Create the machine and start it; the execution's ARN."""
    machine = STATES.create_state_machine(
        name=name, definition=json.dumps(definition), roleArn=role
    )["stateMachineArn"]
    return STATES.start_execution(
        stateMachineArn=machine, name=f"e-{time.monotonic_ns()}", input=json.dumps(given)
    )["executionArn"]


def ended(execution: str) -> Any:
    """The execution as it is described once it has ended."""
    until = time.monotonic() + ENDED_WITHIN_S
    while time.monotonic() < until:
        described = STATES.describe_execution(executionArn=execution)
        if described["status"] != "RUNNING":
            return described
        time.sleep(0.02)
    raise TimeoutError(execution)


def entered(execution: str) -> list[str]:
    """The states that the execution went through, a repeated one once."""
    events = STATES.get_execution_history(executionArn=execution)["events"]
    names = (one.get("stateEnteredEventDetails", {}).get("name") for one in events)
    return list(dict.fromkeys(name for name in names if name))


def _zip() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("function.py", "")
    return written.getvalue()


_EMPTY = _zip()


class Waiting:
    """An execution whose one task waits for its token."""

    def __init__(self, functions: Functions) -> None:
        self.tokens: list[str] = []
        keep = functions.add("keep", lambda asked: self.tokens.append(asked["token"]))
        task = {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
            "Parameters": {"FunctionName": keep, "Payload": {"token.$": "$$.Task.Token"}},
            "HeartbeatSeconds": 600,
            "End": True,
        }
        definition = {"StartAt": "Wait", "States": {"Wait": task}}
        self._execution = start("waiting", definition, {}, functions.role())

    @property
    def token(self) -> str:
        until = time.monotonic() + ENDED_WITHIN_S
        while not self.tokens and time.monotonic() < until:
            time.sleep(0.01)
        return self.tokens[0]

    def status(self) -> str:
        return STATES.describe_execution(executionArn=self._execution)["status"]

    def output(self) -> Any:
        return json.loads(ended(self._execution)["output"])

    def failure(self) -> tuple[str, str]:
        """Error and cause."""
        described = ended(self._execution)
        return described["error"], described["cause"]
