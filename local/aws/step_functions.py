"""What Step Functions does on AWS and ministack does not: YAML, failing callbacks, heartbeats, and
an execution's own time.
"""

import contextlib
import json
import threading
import time
from contextvars import ContextVar, copy_context
from typing import Any

FOREVER_S = 99_999_999.0
POLL_S = 0.05
RUNNING = "RUNNING"

# As a token of AWS's tells by itself, also when nothing waits for it any more.
machine_of_token: dict[str, str] = {}
_execution: ContextVar[dict[str, Any] | None] = ContextVar("_execution", default=None)


class EndedError(BaseException):
    """The execution has its end already. No Exception: no Retry and no Catch may see it."""


def install() -> None:
    """Definitions may be YAML; a task that waits for its token can fail with its function, be
    late, or miss a heartbeat; an execution ends when its time is over.
    """
    from ministack.services import stepfunctions
    from ministack.services.cloudformation import provisioners

    definition_of = provisioners._sfn_definition
    provisioners._sfn_definition = lambda properties: as_json(definition_of(properties))

    def invoke_with_callback(
        resource: str, input_data: Any, token: str, state_def: dict[str, Any]
    ) -> Any:
        waiting: dict[str, Any] = {
            "event": threading.Event(),
            "result": None,
            "error": None,
            "heartbeat": None,
        }
        stepfunctions._task_tokens[token] = waiting
        if execution := _execution.get():
            machine_of_token[token] = execution["stateMachineArn"]
        try:
            stepfunctions._invoke_resource(resource.replace(".waitForTaskToken", ""), input_data)
            wait(waiting, state_def, stepfunctions._ExecutionError)
            waiting = stepfunctions._task_tokens.get(token, waiting)
        finally:
            stepfunctions._task_tokens.pop(token, None)
        if waiting.get("error"):
            error = waiting["error"]
            raise stepfunctions._ExecutionError(
                error.get("Error", "TaskFailed"), error.get("Cause", "")
            )
        result = waiting.get("result", "{}")
        return json.loads(result) if isinstance(result, str) else result

    stepfunctions._invoke_with_callback = invoke_with_callback
    end_in_time(stepfunctions)


def as_json(definition: str) -> str:
    """A definition in JSON; YAML, which CloudFormation takes too, is changed to it."""
    import yaml

    return json.dumps(yaml.safe_load(definition))


def wait(waiting: dict[str, Any], state_def: dict[str, Any], error: type[Exception]) -> None:
    """Until the token is answered; raises ``States.Timeout`` as the state's limits say, and
    EndedError once the execution has its end.
    """
    began = beat_at = time.monotonic()
    beat = waiting["heartbeat"]
    limit_s = float(state_def.get("TimeoutSeconds") or FOREVER_S)
    heartbeat_s = float(state_def.get("HeartbeatSeconds") or FOREVER_S)
    while not waiting["event"].wait(POLL_S):
        go_on()
        now = time.monotonic()
        if waiting["heartbeat"] != beat:
            beat, beat_at = waiting["heartbeat"], now
        if now - began > limit_s or now - beat_at > heartbeat_s:
            raise error("States.Timeout", "The task was not answered in time.")


def end_in_time(stepfunctions: Any) -> None:
    """An execution that runs longer than its machine's ``TimeoutSeconds`` is TIMED_OUT: no Catch
    sees it, and as on AWS the history alone names the error. Whatever still runs for an execution
    that has ended, stopped by hand too, goes no further.
    """
    run, note = stepfunctions._run_execution, stepfunctions._add_event

    def run_in_time(arn: str) -> None:
        execution = stepfunctions._executions[arn]
        machine = stepfunctions._state_machines.get(execution["stateMachineArn"])
        definition = json.loads(machine["definition"]) if machine else {}
        limit_s = float(definition.get("TimeoutSeconds") or FOREVER_S)
        in_scope = copy_context().run  # of the account and region
        timer = threading.Timer(limit_s, in_scope, (time_out, execution))
        timer.daemon = True
        timer.start()
        _execution.set(execution)
        with contextlib.suppress(EndedError):
            run(arn)
        timer.cancel()

    def time_out(execution: dict[str, Any]) -> None:
        if execution["status"] != RUNNING:
            return
        execution["status"], execution["stopDate"] = "TIMED_OUT", stepfunctions.now_iso()
        details = {"executionTimedOutEventDetails": {"error": "States.Timeout"}}
        note(execution, "ExecutionTimedOut", details)
        stepfunctions._emit_execution_status_event(execution)

    def note_until_the_end(
        execution: dict[str, Any], kind: str, details: dict[str, Any] | None = None
    ) -> Any:
        if not kind.startswith("Execution"):
            go_on()
        return note(execution, kind, details)

    stepfunctions._run_execution = run_in_time
    stepfunctions._add_event = note_until_the_end


def go_on() -> None:
    """Raises EndedError once the execution that runs here has its end."""
    execution = _execution.get()
    if execution and execution["status"] != RUNNING:
        raise EndedError
