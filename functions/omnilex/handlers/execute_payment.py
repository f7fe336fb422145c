"""EventBridge Scheduler calls this on the day of a planned payment."""

import time
from datetime import UTC, datetime
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel

from omnilex.adapters.correlation import by_input, correlated
from omnilex.adapters.metrics import Metric, Metrics
from omnilex.adapters.planned_payments import PlannedPayments
from omnilex.domain.payment import PlanStatus
from omnilex.settings import Settings

logger = Logger()
metrics = Metrics(logger)
settings = Settings.from_env()
bank = PlannedPayments(boto3.resource("dynamodb").Table(settings.bank_table))

OUTCOMES = {
    PlanStatus.PAID: Metric.PAYMENTS_MADE,
    PlanStatus.REFUSED: Metric.PAYMENTS_REJECTED,
}


class ExecutePaymentInput(BaseModel):
    payment_key: str


@correlated(logger, by_input)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """``{"payment_key": str}`` -> ``{"status": "PAID" | "REFUSED" | None}``, however often called.

    None where the customer's payment was never kept. Raises PaymentContendedError, which the
    schedule tries again.
    """
    key = ExecutePaymentInput.model_validate(event).payment_key
    status = bank.pay_planned(key, datetime.fromtimestamp(int(time.time()), UTC))
    logger.info("planned payment", status=status)
    if status in OUTCOMES:
        metrics.count(OUTCOMES[status])
    return {"status": status}
