"""The bank table's stream calls this with new rows of the outbox; each becomes an event."""

from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.bank_events import BankEvents

logger = Logger()
events = BankEvents(boto3.client("events"))


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """A DynamoDB Streams event -> ``batchItemFailures``: from the first row that failed on.

    The rows of a shard stay in order, so what comes after a failure waits for it.
    """
    for record in event["Records"]:
        try:
            events.publish(record["dynamodb"]["NewImage"])
        except Exception as error:
            number = record["dynamodb"]["SequenceNumber"]
            logger.exception(
                "event not published", sequence_number=number, kind=type(error).__name__
            )
            return {"batchItemFailures": [{"itemIdentifier": number}]}
    return {"batchItemFailures": []}
