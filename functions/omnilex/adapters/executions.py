"""Executions of a state machine."""

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient

RUNNING, GONE = "RUNNING", "GONE"


class Executions:
    def __init__(self, client: "SFNClient", machine_arn: str) -> None:
        self._client = client
        self._machine_arn = machine_arn

    def start(self, name: str, given: dict[str, Any]) -> bool:
        """False where one of this name has been started before and has ended.

        While it runs, Step Functions says yes to the same start again and starts nothing.
        """
        try:
            self._client.start_execution(
                stateMachineArn=self._machine_arn, name=name, input=json.dumps(given)
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ExecutionAlreadyExists":
                raise
            return False
        return True


def status_of(client: "SFNClient", execution: str) -> str:
    """As Step Functions says it; GONE once it is forgotten, after 90 days."""
    try:
        return client.describe_execution(executionArn=execution)["status"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ExecutionDoesNotExist":
            raise
        return GONE
