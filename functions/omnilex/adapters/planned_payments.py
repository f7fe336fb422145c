"""Payments for a later day in the bank's table: kept, made on the day, or cancelled before it."""

from datetime import datetime
from typing import TYPE_CHECKING

from omnilex.adapters.bank_table import TRIES, BankTable, payment_key, payments_of
from omnilex.domain.payment import (
    BUSY,
    Payment,
    PaymentContendedError,
    PaymentRefusedError,
    PlanStatus,
    Receipt,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef


class PlannedPayments(BankTable):
    def plans_of(self, customer_id: str) -> list[tuple[Payment, PlanStatus]]:
        """Every payment that the customer planned, and what has become of it, by its day."""
        found = self._table.query(
            IndexName="gsi1",
            KeyConditionExpression="gsi1pk = :payments",
            FilterExpression="sk = :planned",
            ExpressionAttributeValues={
                ":payments": payments_of(customer_id),
                ":planned": "PLANNED",
            },
        )["Items"]
        kept = [
            (Payment.model_validate_json(str(item["payment"])), PlanStatus(str(item["status"])))
            for item in found
        ]
        return sorted(kept, key=lambda one: (str(one[0].pay_on), one[0].reference))

    def plan(self, payment: Payment, planned_at: datetime) -> Receipt:
        """Keep a payment for its day, once for its key. Raises PaymentKeyReusedError."""
        for _ in range(TRIES):
            made = self.receipt(payment)
            if made:
                return made
            receipt = payment.receipt(None, planned_at)
            row = {
                **self._payment_row(payment, receipt),
                "payment": payment.model_dump_json(),
                "status": PlanStatus.PLANNED.value,
            }
            if self._transact(
                [self._put_new(row), self._event("PaymentPlanned", payment, receipt)]
            ):
                return receipt
        raise PaymentContendedError(BUSY)

    def pay_planned(self, key: str, at: datetime) -> PlanStatus | None:
        """Make the payment planned under this key, once; None where none was planned.

        The money moves and the plan is settled in one transaction, so that a plan cancelled at
        the same moment is either paid or cancelled. A refusal is kept with its reason, and goes
        out as an event.
        """
        for _ in range(TRIES):
            item = self._table.get_item(
                Key={"pk": f"PAYMENT#{key}", "sk": "PLANNED"}, ConsistentRead=True
            ).get("Item")
            if item is None:
                return None
            if item["status"] != PlanStatus.PLANNED:
                return PlanStatus(str(item["status"]))
            self._come_due(Payment.model_validate_json(str(item["payment"])), at)
        raise PaymentContendedError(BUSY)

    def _come_due(self, payment: Payment, at: datetime) -> None:
        """Try once to pay and settle; where the key is paid for already, only settle."""
        paid = self._settlement(payment, PlanStatus.PAID, at)
        try:
            if self.receipt(payment.when_due):
                self._transact([paid])
            else:
                self._try_to_pay(payment.when_due, at, also=[paid])
        except PaymentRefusedError as error:
            self._settle(payment, PlanStatus.REFUSED, at, error.why(payment.language))

    def cancel(self, payment: Payment, at: datetime) -> PlanStatus:
        """Unless its day has come first: what has become of it."""
        self._settle(payment, PlanStatus.CANCELLED, at)
        item = self._table.get_item(Key=payment_key(payment), ConsistentRead=True)["Item"]
        return PlanStatus(str(item["status"]))

    def _settle(self, payment: Payment, status: PlanStatus, at: datetime, reason: str = "") -> None:
        """With its event; nothing where another has settled it."""
        kind = {PlanStatus.REFUSED: "PaymentRefused", PlanStatus.CANCELLED: "PaymentCancelled"}
        event = self._event(kind[status], payment, payment.receipt(None, at))
        self._transact([self._settlement(payment, status, at, reason), event])

    def _settlement(
        self, payment: Payment, status: PlanStatus, at: datetime, reason: str = ""
    ) -> "TransactWriteItemTypeDef":
        return {
            "Update": {
                "TableName": self._table.name,
                "Key": payment_key(payment),
                "UpdateExpression": "SET #status = :status, settled_at = :at, reason = :reason",
                "ConditionExpression": "#status = :planned",
                "ExpressionAttributeNames": {"#status": "status"},
                "ExpressionAttributeValues": {
                    ":status": status.value,
                    ":planned": PlanStatus.PLANNED.value,
                    ":at": at.isoformat(),
                    ":reason": reason,
                },
            }
        }
