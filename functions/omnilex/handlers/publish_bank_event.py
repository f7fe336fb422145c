"""The bank table's stream calls this with new rows of the outbox; each becomes an event."""

from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.bank_events import BankEvents
from omnilex.adapters.correlation import correlated

logger = Logger()
events = BankEvents(boto3.client("events"))


@correlated(logger)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """A DynamoDB Streams event -> ``batchItemFailures``: from the first row that failed on.

    The rows of a shard stay in order, so what comes after a failure waits for it.
    """
    for record in event["Records"]:
        image = record["dynamodb"]["NewImage"]
        logger.set_correlation_id(image.get("correlation_id", {}).get("S"))
        try:
            events.publish(image)
        except Exception as error:
            number = record["dynamodb"]["SequenceNumber"]
            logger.exception(
                "event not published", sequence_number=number, kind=type(error).__name__
            )
            return {"batchItemFailures": [{"itemIdentifier": number}]}
        logger.info("event published", type=image["type"]["S"], reference=image["reference"]["S"])
    return {"batchItemFailures": []}
