"""The bank in DynamoDB: see docs/data-model.md for the items."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.conditions import Key
from boto3.dynamodb.types import TypeSerializer
from botocore.exceptions import ClientError

from omnilex.domain.customer import Account, Customer, CustomerNotFoundError, phone_digits
from omnilex.domain.demo_bank import Plan
from omnilex.domain.payment import (
    InsufficientFundsError,
    Payment,
    PaymentContendedError,
    PaymentKeyReusedError,
    Receipt,
    entries,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef, UpdateTypeDef

_NEW = "attribute_not_exists(pk)"
_TRIES = 100  # each lost one means that another payment of the same account went through
_serialize = TypeSerializer().serialize


class BankTable:
    def __init__(self, table: "Table") -> None:
        self._table = table

    def find_customer(self, number: str) -> Customer:
        """By customer number or phone number. Raises CustomerNotFoundError."""
        digits = phone_digits(number)
        item = self._table.get_item(Key=_customer_key(digits)).get("Item")
        if item is None:
            found = self._table.query(
                IndexName="gsi1",
                KeyConditionExpression=Key("gsi1pk").eq(f"PHONE#{digits}"),
                Limit=1,
            )["Items"]
            item = found[0] if found else None
        if item is None:
            raise CustomerNotFoundError
        return Customer.model_validate_json(str(item["customer"]))

    def get_customer(self, customer_id: str) -> Customer:
        """Raises CustomerNotFoundError."""
        item = self._table.get_item(Key=_customer_key(customer_id)).get("Item")
        if item is None:
            raise CustomerNotFoundError
        return Customer.model_validate_json(str(item["customer"]))

    def accounts(self, customer_id: str) -> list[Account]:
        """Every account of the customer as it stands now."""
        found = self._table.query(
            KeyConditionExpression=Key("pk").eq(f"CUSTOMER#{customer_id}")
            & Key("sk").begins_with("ACCOUNT#"),
            ConsistentRead=True,
        )["Items"]
        return [_to_account(item) for item in found]

    def receipt(self, payment: Payment) -> Receipt | None:
        """Of a payment made under this key, or None. Raises PaymentKeyReusedError."""
        item = self._table.get_item(Key=_payment_key(payment), ConsistentRead=True).get("Item")
        if item is None:
            return None
        if item["body_hash"] != payment.body_hash:
            raise PaymentKeyReusedError(payment.reference)
        return Receipt.model_validate_json(str(item["receipt"]))

    def pay(self, payment: Payment, paid_at: datetime) -> Receipt:
        """Move the money, once for the payment's key, in one transaction.

        The balance is read and made a condition, so that the receipt's is the true one; another
        movement in between makes the transaction fail, and it is tried again.
        Raises InsufficientFundsError, PaymentKeyReusedError or PaymentContendedError; then nothing
        has moved.
        """
        for _ in range(_TRIES):
            made = self.receipt(payment)
            if made:
                return made
            balance_cents = self._balance_cents(payment.customer_id, payment.from_account_id)
            if balance_cents < payment.amount_cents:
                raise InsufficientFundsError("The account no longer holds the amount.")
            receipt = Receipt(
                reference=payment.reference,
                payee=payment.payee,
                amount_cents=payment.amount_cents,
                paid_at=paid_at,
                from_account=payment.from_account,
                balance_after_cents=balance_cents - payment.amount_cents,
            )
            try:
                self._table.meta.client.transact_write_items(
                    TransactItems=list(self._writes(payment, receipt, balance_cents))
                )
            except ClientError as error:
                if error.response["Error"]["Code"] != "TransactionCanceledException":
                    raise
            else:
                return receipt
        raise PaymentContendedError(payment.reference)

    def put_new(self, items: Iterable[dict[str, Any]]) -> None:
        """Store items that are not there yet; what is there stays as it is."""
        for item in items:
            try:
                self._table.put_item(Item=item, ConditionExpression=_NEW)
            except self._table.meta.client.exceptions.ConditionalCheckFailedException:
                continue

    def _balance_cents(self, customer_id: str, account_id: str) -> int:
        key = {"pk": f"CUSTOMER#{customer_id}", "sk": f"ACCOUNT#{account_id}"}
        item = self._table.get_item(Key=key, ConsistentRead=True)["Item"]
        return int(str(item["balance_cents"]))

    def _writes(
        self, payment: Payment, receipt: Receipt, balance_cents: int
    ) -> Iterable["TransactWriteItemTypeDef"]:
        at = receipt.paid_at.isoformat()
        yield self._put_new(
            {
                **_payment_key(payment),
                "body_hash": payment.body_hash,
                "customer_id": payment.customer_id,
                "receipt": receipt.model_dump_json(),
            }
        )
        for entry in entries(payment):
            yield self._put_new(
                {
                    "pk": f"ACCOUNT#{entry.account_id}",
                    "sk": f"ENTRY#{at}#{entry.reference}",
                    **entry.model_dump(),
                }
            )
            yield self._change_balance(payment, entry.account_id, entry.amount_cents, balance_cents)
        event = {"type": "PaymentMade", "customer_id": payment.customer_id, "at": at}
        yield self._put_new(
            {
                "pk": f"OUTBOX#{payment.reference}",
                "sk": "EVENT",
                **event,
                "reference": payment.reference,
                "amount_cents": payment.amount_cents,
            }
        )

    def _put_new(self, item: dict[str, Any]) -> "TransactWriteItemTypeDef":
        values = {name: _serialize(value) for name, value in item.items()}
        return {"Put": {"TableName": self._table.name, "Item": values, "ConditionExpression": _NEW}}

    def _change_balance(
        self, payment: Payment, account_id: str, by_cents: int, balance_cents: int
    ) -> "TransactWriteItemTypeDef":
        update: UpdateTypeDef = {
            "TableName": self._table.name,
            "Key": {
                "pk": _serialize(f"CUSTOMER#{payment.customer_id}"),
                "sk": _serialize(f"ACCOUNT#{account_id}"),
            },
            "UpdateExpression": "SET balance_cents = balance_cents + :by",
            "ConditionExpression": "attribute_exists(pk)",
            "ExpressionAttributeValues": {":by": _serialize(by_cents)},
        }
        if account_id == payment.from_account_id:
            update["ConditionExpression"] = "balance_cents = :before"
            update["ExpressionAttributeValues"] = {
                ":by": _serialize(by_cents),
                ":before": _serialize(balance_cents),
            }
        return {"Update": update}


def customer_item(customer: Customer) -> dict[str, Any]:
    return {
        **_customer_key(customer.customer_id),
        "gsi1pk": f"PHONE#{phone_digits(customer.phone)}",
        "gsi1sk": f"CUSTOMER#{customer.customer_id}",
        "customer": customer.model_dump_json(),
    }


def account_item(account: Account) -> dict[str, Any]:
    return {
        "pk": f"CUSTOMER#{account.customer_id}",
        "sk": f"ACCOUNT#{account.account_id}",
        **account.model_dump(mode="json"),
    }


def _to_account(item: dict[str, Any]) -> Account:
    return Account.model_validate({name: item[name] for name in Account.model_fields})


def _customer_key(customer_id: str) -> dict[str, str]:
    return {"pk": f"CUSTOMER#{customer_id}", "sk": "PROFILE"}


def _payment_key(payment: Payment) -> dict[str, str]:
    return {"pk": f"PAYMENT#{payment.key}", "sk": "PAYMENT"}


def plan_item(plan: Plan) -> dict[str, Any]:
    return {"pk": "PLANS", "sk": f"PLAN#{plan.plan_id}", **plan.model_dump(mode="json")}
