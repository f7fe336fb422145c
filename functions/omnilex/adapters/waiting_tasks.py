"""Tasks of a state machine that wait for their token."""

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from omnilex.domain.failure import TRANSCRIPTION
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
            self.succeed(token, {**task, "language": outcome.language})
        else:
            self.fail(token, TRANSCRIPTION, outcome.reason or "")

    def succeed(self, token: str, output: dict[str, Any]) -> None:
        try:
            self._client.send_task_success(taskToken=token, output=json.dumps(output))
        except ClientError as error:
            _ignore_gone(error)

    def fail(self, token: str, error: str, cause: str) -> None:
        try:
            self._client.send_task_failure(taskToken=token, error=error, cause=cause)
        except ClientError as refused:
            _ignore_gone(refused)


def _ignore_gone(error: ClientError) -> None:
    if error.response["Error"]["Code"] not in GONE:
        raise error
