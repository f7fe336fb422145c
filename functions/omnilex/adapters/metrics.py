"""The figures of the business, in CloudWatch's embedded metric format: a line of the log each.

A dimension is kept for every value it ever has, and is paid for: ours have a handful, and none is
a customer's.
"""

from enum import StrEnum
from typing import TYPE_CHECKING

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

if TYPE_CHECKING:
    from aws_lambda_powertools import Logger

SERVICE = "omnilex"  # the dimension of the figure over all channels


class Metric(StrEnum):
    """The names as they stand in alarms and on the dashboard; docs/operations.md explains them."""

    TURNS = "Turns"
    TURNS_MISSED = "TurnsMissed"
    TURNS_FAILED = "TurnsFailed"
    BOT_UNAVAILABLE = "BotUnavailable"
    PIN_RIGHT = "PinRight"
    PIN_WRONG = "PinWrong"
    PIN_LOCKED = "PinLocked"
    PAYMENTS_MADE = "PaymentsMade"
    PAYMENTS_PLANNED = "PaymentsPlanned"
    PAYMENTS_REJECTED = "PaymentsRejected"
    CONVERSATIONS = "Conversations"
    CONVERSATIONS_CONTAINED = "ConversationsContained"
    CONTACTS_ANALYZED = "ContactsAnalyzed"
    CONTACTS_FAILED = "ContactsFailed"
    CONTACTS_STUCK = "ContactsStuck"
    MINUTES_PROCESSED = "MinutesProcessed"


class Metrics:
    """``logger`` has the correlation id, which each line carries as a property."""

    def __init__(self, logger: "Logger") -> None:
        self._logger = logger

    def count(self, metric: Metric, value: float = 1, *, channel: str | None = None) -> None:
        """Over all channels, and by the channel where there is one: web, sms, slack or voice."""
        line = EphemeralMetrics(service=SERVICE)
        line.add_metric(metric.value, MetricUnit.Count, value)
        if channel:
            line.add_dimensions(channel=channel)
        told = self._logger.get_correlation_id()
        if told:
            line.add_metadata("correlation_id", told)
        line.flush_metrics()
