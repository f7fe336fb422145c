"""Step Functions in one thread and on a clock of its own: what the deployed definition says, step
by step, with every wait passed over. It knows as much of the states language as we write.
"""

import json
import random
from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

Step = Callable[[dict[str, Any]], Any]
Run = Generator[str, tuple[str, Any], None]
PREFIX = "arn:aws:states:us-east-1:123456789012:execution:PostCallAnalyticsWorkflow:"


class TaskError(Exception):
    """A task's failure as the definition sees it."""

    def __init__(self, error: str, cause: str) -> None:
        super().__init__(error)
        self.error = error
        self.cause = cause


@dataclass
class Execution:
    arn: str
    given: dict[str, Any]
    status: str = "RUNNING"
    run: Run | None = None
    token: str | None = None
    waits: dict[str, Any] = field(default_factory=dict)
    waited_s: float = 0.0
    quiet_s: float = 0.0
    path: list[str] = field(default_factory=list)


class StepFunctions:
    """The client's operations, and ``settle`` and ``pass_time`` for who plays the world."""

    def __init__(self, definition: dict[str, Any], steps: dict[str, Step], seed: int = 0) -> None:
        self._states = definition["States"]
        self._first = definition["StartAt"]
        self._steps = steps
        self._chance = random.Random(seed)
        self.executions: dict[str, Execution] = {}
        self._ready: deque[tuple[Execution, tuple[str, Any] | None]] = deque()
        self.label = ""

    def start_execution(self, **asked: Any) -> dict[str, Any]:
        arn = PREFIX + asked["name"]
        if arn in self.executions:
            raise _refused("ExecutionAlreadyExists", "StartExecution")
        execution = Execution(arn, json.loads(asked["input"]))
        self.executions[arn] = execution
        self._ready.append((execution, None))
        return {"executionArn": arn}

    def describe_execution(self, **asked: Any) -> dict[str, Any]:
        if asked["executionArn"] not in self.executions:
            raise _refused("ExecutionDoesNotExist", "DescribeExecution")
        return {"status": self.executions[asked["executionArn"]].status}

    def send_task_success(self, **asked: Any) -> None:
        self._answer(asked["taskToken"], ("ok", json.loads(asked["output"])))

    def send_task_failure(self, **asked: Any) -> None:
        self._answer(asked["taskToken"], ("error", TaskError(asked["error"], asked["cause"])))

    def send_task_heartbeat(self, **asked: Any) -> None:
        self._waiting(asked["taskToken"]).quiet_s = 0.0

    def settle(self) -> None:
        """Everything goes on until it waits or has ended."""
        while self._ready:
            execution, answer = self._ready.popleft()
            if execution.status == "RUNNING":
                self._go_on(execution, answer)

    def abort(self, execution: Execution) -> None:
        """As somebody does by hand."""
        if execution.status == "RUNNING":
            execution.status, execution.token = "ABORTED", None

    def pass_time(self, seconds: float) -> None:
        """Tasks that wait run out of time, or of patience for a sign of life."""
        for execution in self.executions.values():
            if execution.token is None:
                continue
            execution.waited_s += seconds
            execution.quiet_s += seconds
            late = execution.waited_s >= execution.waits["TimeoutSeconds"]
            quiet = execution.quiet_s >= execution.waits["HeartbeatSeconds"]
            if late or quiet:
                execution.token = None
                self._ready.append((execution, ("error", TaskError("States.Timeout", ""))))
        self.settle()

    def _answer(self, token: str, answer: tuple[str, Any]) -> None:
        execution = self._waiting(token)
        execution.token = None
        self._ready.append((execution, answer))

    def _waiting(self, token: str) -> Execution:
        found = (one for one in self.executions.values() if one.token == token)
        execution = next(found, None)
        if execution is None:
            raise _refused("TaskTimedOut", "SendTask")
        return execution

    def _go_on(self, execution: Execution, answer: tuple[str, Any] | None) -> None:
        try:
            if execution.run is None:
                execution.run = self._execute(execution)
                next(execution.run)
            elif answer is not None:
                execution.run.send(answer)
        except StopIteration:
            pass
        except TaskError:
            execution.status = "FAILED"

    def _execute(self, execution: Execution) -> Run:
        state_input, name = execution.given, self._first
        while True:
            execution.path.append(name)
            state = self._states[name]
            kind = state["Type"]
            if kind in {"Succeed", "Fail"}:
                execution.status = "SUCCEEDED" if kind == "Succeed" else "FAILED"
                return
            if kind == "Choice":
                name = _chosen(state, state_input)
                continue
            if kind == "Pass":
                state_input = _placed(state_input, state["ResultPath"], state["Result"])
                name = state["Next"]
                continue
            name, state_input = yield from self._task(execution, name, state_input)

    def _task(
        self, execution: Execution, name: str, state_input: dict[str, Any]
    ) -> Generator[str, tuple[str, Any], tuple[str, dict[str, Any]]]:
        state, tries = self._states[name], 0
        while True:
            try:
                result = yield from self._try(execution, name, state_input, tries)
            except TaskError as error:
                tries += 1
                if _tries_again(state, error.error, tries):
                    continue
                caught = _catcher(state, error.error)
                if caught is None:
                    raise
                told = {"Error": error.error, "Cause": error.cause}
                return caught["Next"], _placed(state_input, caught["ResultPath"], told)
            return state["Next"], _placed(state_input, state["ResultPath"], result)

    def _try(
        self, execution: Execution, name: str, state_input: dict[str, Any], tries: int
    ) -> Generator[str, tuple[str, Any], Any]:
        state = self._states[name]
        token = f"{execution.arn}/{name}/{tries}"
        waits = state["Resource"].endswith(".waitForTaskToken")
        asked = _parameters(state.get("Parameters"), state_input, execution.arn, token)
        if waits:
            execution.token, execution.waits = token, state
            execution.waited_s = execution.quiet_s = 0.0
        self.label = token
        try:
            result = self._steps[name](asked["Payload"] if waits else asked)
        except BaseException as error:  # noqa: BLE001  whatever it is, Lambda tells of it
            execution.token = None
            raise _as_lambda_tells(error) from None
        if not waits:
            return json.loads(json.dumps(result))
        kind, answer = yield token
        if kind == "error":
            raise answer
        return answer


def _as_lambda_tells(error: BaseException) -> TaskError:
    if not isinstance(error, Exception):
        return TaskError("Runtime.ExitError", json.dumps({"errorMessage": "exited"}))
    told = {"errorMessage": str(error), "errorType": type(error).__name__}
    return TaskError(type(error).__name__, json.dumps(told))


def _tries_again(state: dict[str, Any], error: str, tries: int) -> bool:
    for retry in state.get("Retry", []):
        if error in retry["ErrorEquals"] or "States.ALL" in retry["ErrorEquals"]:
            return bool(tries <= retry["MaxAttempts"])
    return False


def _catcher(state: dict[str, Any], error: str) -> dict[str, Any] | None:
    for catch in state.get("Catch", []):
        if error in catch["ErrorEquals"] or "States.ALL" in catch["ErrorEquals"]:
            found: dict[str, Any] = catch
            return found
    return None


def _chosen(state: dict[str, Any], state_input: dict[str, Any]) -> str:
    for choice in state["Choices"]:
        value, there = _read(choice["Variable"], state_input)
        wanted = [choice[one] for one in ("BooleanEquals", "StringEquals") if one in choice]
        if "IsPresent" in choice:
            matches = there is choice["IsPresent"]
        elif "IsNull" in choice:
            matches = there and (value is None) is choice["IsNull"]
        else:
            matches = there and value == wanted[0]
        if matches:
            return str(choice["Next"])
    return str(state["Default"])


def _parameters(form: Any, state_input: dict[str, Any], arn: str, token: str) -> Any:
    if form is None:
        return json.loads(json.dumps(state_input))
    filled = {}
    for key, value in form.items():
        if isinstance(value, dict):
            filled[key] = _parameters(value, state_input, arn, token)
        elif key.endswith(".$"):
            known = {"$$.Execution.Id": arn, "$$.Task.Token": token, "$": state_input}
            filled[key[:-2]] = known[value] if value in known else _required(value, state_input)
        else:
            filled[key] = value
    return json.loads(json.dumps(filled))


def _required(path: str, state_input: dict[str, Any]) -> Any:
    value, there = _read(path, state_input)
    if not there:
        raise TaskError("States.Runtime", path)
    return value


def _read(path: str, state_input: dict[str, Any]) -> tuple[Any, bool]:
    value: Any = state_input
    for part in path.split(".")[1:]:
        if not isinstance(value, dict) or part not in value:
            return None, False
        value = value[part]
    return value, True


def _placed(state_input: dict[str, Any], path: str, result: Any) -> dict[str, Any]:
    return {**state_input, path.removeprefix("$."): result}


def _refused(code: str, operation: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": code}}, operation)
