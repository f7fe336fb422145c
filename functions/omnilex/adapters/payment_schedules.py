"""EventBridge Scheduler: one schedule for each planned payment, gone when it has run."""

import json
from typing import TYPE_CHECKING

from omnilex.domain.payment import Payment

if TYPE_CHECKING:
    from mypy_boto3_scheduler import EventBridgeSchedulerClient
    from mypy_boto3_scheduler.type_defs import TargetTypeDef

TIME_OF_DAY = "06:00:00"
TRIES, TRIED_FOR_S = 20, 24 * 60 * 60


class PaymentSchedules:
    """``function_arn`` pays, ``role_arn`` may call it, ``dead_letters_arn`` gets what fails."""

    def __init__(
        self,
        client: "EventBridgeSchedulerClient",
        *,
        group: str,
        function_arn: str,
        role_arn: str,
        dead_letters_arn: str,
        time_zone: str,
    ) -> None:
        self._client = client
        self._group = group
        self._function_arn = function_arn
        self._role_arn = role_arn
        self._dead_letters_arn = dead_letters_arn
        self._time_zone = time_zone

    def ensure(self, payment: Payment) -> None:
        """A schedule for the payment's day; the second one of a payment is the first.

        Made before the payment is kept: a schedule that finds no payment does nothing, while a
        payment without a schedule would be forgotten.
        """
        target: TargetTypeDef = {
            "Arn": self._function_arn,
            "RoleArn": self._role_arn,
            "Input": json.dumps(
                {"payment_key": payment.key, "correlation_id": payment.correlation_id}
            ),
            "DeadLetterConfig": {"Arn": self._dead_letters_arn},
            "RetryPolicy": {
                "MaximumRetryAttempts": TRIES,
                "MaximumEventAgeInSeconds": TRIED_FOR_S,
            },
        }
        try:
            self._client.create_schedule(
                Name=payment.reference,
                GroupName=self._group,
                ClientToken=payment.key,
                ScheduleExpression=f"at({payment.pay_on}T{TIME_OF_DAY})",
                ScheduleExpressionTimezone=self._time_zone,
                FlexibleTimeWindow={"Mode": "OFF"},
                ActionAfterCompletion="DELETE",
                Target=target,
            )
        except self._client.exceptions.ConflictException:
            return

    def drop(self, payment: Payment) -> None:
        """Of a payment that was cancelled; one that stays would find nothing to pay."""
        try:
            self._client.delete_schedule(Name=payment.reference, GroupName=self._group)
        except self._client.exceptions.ResourceNotFoundException:
            return
