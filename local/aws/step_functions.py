"""What Step Functions does on AWS and ministack does not: YAML, failing callbacks, heartbeats."""

import json
import threading
import time
from typing import Any

FOREVER_S = 99_999_999.0
POLL_S = 0.05


def install() -> None:
    """Definitions may be YAML; a task that waits for its token can fail with its function, be
    late, or miss a heartbeat.
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
            "state": state_def,
        }
        stepfunctions._task_tokens[token] = waiting
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


def as_json(definition: str) -> str:
    """A definition in JSON; YAML, which CloudFormation takes too, is changed to it."""
    import yaml

    return json.dumps(yaml.safe_load(definition))


def wait(waiting: dict[str, Any], state_def: dict[str, Any], error: type[Exception]) -> None:
    """Until the token is answered; raises ``States.Timeout`` as the state's limits say."""
    began = beat_at = time.monotonic()
    beat = waiting["heartbeat"]
    limit_s = float(state_def.get("TimeoutSeconds") or FOREVER_S)
    heartbeat_s = float(state_def.get("HeartbeatSeconds") or FOREVER_S)
    while not waiting["event"].wait(POLL_S):
        now = time.monotonic()
        if waiting["heartbeat"] != beat:
            beat, beat_at = waiting["heartbeat"], now
        if now - began > limit_s or now - beat_at > heartbeat_s:
            raise error("States.Timeout", "The task was not answered in time.")
