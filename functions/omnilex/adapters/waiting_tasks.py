"""Tasks of a state machine that wait for their token."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from omnilex.domain.failure import TRANSCRIPTION, UNIDENTIFIED
from omnilex.domain.transcription import COMPLETED, JobOutcome

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

GONE = {"TaskTimedOut", "InvalidToken", "TaskDoesNotExist"}


class WaitingTasks:
    """A task that ended meanwhile is nobody's loss: what it waited for is told to no one."""

    def __init__(self, client: "SFNClient") -> None:
        self._client = client

    def answer(self, token: str, task: dict[str, Any], outcome: JobOutcome) -> None:
        """Tell a task how the job that it waits for has ended."""
        if outcome.status == COMPLETED:
            key = outcome.transcript_key or task["transcript_key"]
            self.succeed(token, {**task, "transcript_key": key, "language": outcome.language})
        else:
            error = UNIDENTIFIED if outcome.is_without_language else TRANSCRIPTION
            self.fail(token, error, outcome.reason or "")

    def succeed(self, token: str, output: dict[str, Any]) -> None:
        _unless_gone(
            lambda: self._client.send_task_success(taskToken=token, output=json.dumps(output))
        )

    def fail(self, token: str, error: str, cause: str) -> None:
        _unless_gone(
            lambda: self._client.send_task_failure(taskToken=token, error=error, cause=cause)
        )

    def beat(self, token: str) -> bool:
        """Say that the job is still under way; False where nobody waits for it any more."""
        return _unless_gone(lambda: self._client.send_task_heartbeat(taskToken=token))


def _unless_gone(call: Callable[[], Any]) -> bool:
    try:
        call()
    except ClientError as error:
        if error.response["Error"]["Code"] not in GONE:
            raise
        return False
    return True
