"""EventBridge Scheduler calls this on the day of a planned payment."""

import time
from datetime import UTC, datetime
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel

from omnilex.adapters.planned_payments import PlannedPayments
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
bank = PlannedPayments(boto3.resource("dynamodb").Table(settings.bank_table))


class ExecutePaymentInput(BaseModel):
    payment_key: str


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """``{"payment_key": str}`` -> ``{"status": "PAID" | "REFUSED" | None}``, however often called.

    None where the customer's payment was never kept. Raises PaymentContendedError, which the
    schedule tries again.
    """
    key = ExecutePaymentInput.model_validate(event).payment_key
    status = bank.pay_planned(key, datetime.fromtimestamp(int(time.time()), UTC))
    logger.info("planned payment", status=status)
    return {"status": status}
