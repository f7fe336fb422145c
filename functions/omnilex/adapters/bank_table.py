"""The bank in DynamoDB: see docs/data-model.md for the items."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from omnilex.domain.account_opening import PendingAccount
from omnilex.domain.customer import Account, Customer, CustomerNotFoundError, phone_digits
from omnilex.domain.demo_bank import Plan
from omnilex.domain.handing_over import CallBack
from omnilex.domain.payment import (
    BUSY,
    KEY_REUSED,
    Movement,
    Payment,
    PaymentContendedError,
    PaymentKeyReusedError,
    Receipt,
    check_debt,
    check_funds,
    entries,
)
from omnilex.domain.pin import PinHash

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

PLANS = "PLANS"
_NEW = "attribute_not_exists(pk)"
TRIES = 100  # each lost one means that another payment of the same account went through
_LOST = {"ConditionalCheckFailed", "TransactionConflict"}
_CUSTOMER_NUMBER_DIGITS = 8


class BankTable:
    def __init__(self, table: "Table") -> None:
        self._table = table

    def find_customer(self, number: str) -> Customer:
        """By customer number or phone number. Raises CustomerNotFoundError.

        Which it is, its length says, so that looking for nobody takes as long as for somebody.
        """
        digits = phone_digits(number)
        if len(digits) == _CUSTOMER_NUMBER_DIGITS:
            return self.get_customer(digits)
        return self.find_caller(digits)

    def find_caller(self, number: str) -> Customer:
        """By the phone number alone. Raises CustomerNotFoundError."""
        digits = phone_digits(number)
        found = self._table.query(
            IndexName="gsi1",
            KeyConditionExpression="gsi1pk = :phone",
            ExpressionAttributeValues={":phone": f"PHONE#{digits}"},
            Limit=1,
        )["Items"]
        if not found:
            raise CustomerNotFoundError
        return Customer.model_validate_json(str(found[0]["customer"]))

    def get_customer(self, customer_id: str) -> Customer:
        """Raises CustomerNotFoundError."""
        item = self._table.get_item(Key=_customer_key(customer_id)).get("Item")
        if item is None:
            raise CustomerNotFoundError
        return Customer.model_validate_json(str(item["customer"]))

    def keep_pin_hash(self, customer: Customer, pin_hash: PinHash) -> None:
        """The same PIN hashed anew; nothing where the customer's row has changed meanwhile."""
        changed = customer.model_copy(update={"pin_hash": pin_hash})
        try:
            self._table.update_item(
                Key=_customer_key(customer.customer_id),
                UpdateExpression="SET customer = :changed",
                ConditionExpression="customer = :before",
                ExpressionAttributeValues={
                    ":changed": changed.model_dump_json(),
                    ":before": customer.model_dump_json(),
                },
            )
        except self._table.meta.client.exceptions.ConditionalCheckFailedException:
            return

    def count_wrong_pin(self, customer: Customer | None, on: date) -> None:
        """One row a day and customer; all numbers that nobody has share one."""
        account = customer.customer_id if customer else "NOBODY"
        self._table.update_item(
            Key={"pk": f"WRONGPINS#{on}", "sk": account},
            UpdateExpression="SET gsi1pk = :account, gsi1sk = :on ADD wrong_pins :one",
            ExpressionAttributeValues={
                ":account": f"WRONGPINS#{account}",
                ":on": on.isoformat(),
                ":one": 1,
            },
        )

    def accounts(self, customer_id: str) -> list[Account]:
        """Every account of the customer as it stands now."""
        found = self._rows(f"CUSTOMER#{customer_id}", "ACCOUNT#", ConsistentRead=True)
        return [_to_account(item) for item in found]

    def movements(self, account: Account, limit: int = 5) -> list[Movement]:
        """The account's last ledger entries, the newest first."""
        newest = {"ScanIndexForward": False, "Limit": limit}
        found = self._rows(f"ACCOUNT#{account.account_id}", "ENTRY#", **newest)
        return [_to_movement(item) for item in found]

    def plans(self) -> list[Plan]:
        """What the bank offers."""
        found = self._rows(PLANS)
        return [
            Plan.model_validate({name: item.get(name) for name in Plan.model_fields})
            for item in found
        ]

    def pending_accounts(self, customer_id: str) -> list[PendingAccount]:
        """The plans that the customer has asked for and that are not opened yet."""
        found = self._rows(f"CUSTOMER#{customer_id}", "PENDING#", ConsistentRead=True)
        return [PendingAccount.model_validate_json(str(item["pending"])) for item in found]

    def keep_pending(self, asked: PendingAccount) -> PendingAccount | None:
        """Store the wish; or give back the one for the same plan that was there before."""
        key = {"pk": f"CUSTOMER#{asked.customer_id}", "sk": f"PENDING#{asked.plan_id}"}
        try:
            self._table.put_item(
                Item={**key, "pending": asked.model_dump_json()}, ConditionExpression=_NEW
            )
        except self._table.meta.client.exceptions.ConditionalCheckFailedException:
            item = self._table.get_item(Key=key, ConsistentRead=True)["Item"]
            return PendingAccount.model_validate_json(str(item["pending"]))
        return None

    def keep_call_back(self, asked: CallBack) -> None:
        """Once for a conversation."""
        key = {"pk": f"CUSTOMER#{asked.customer_id}", "sk": f"CALLBACK#{asked.session_id}"}
        self.put_new([{**key, "call_back": asked.model_dump_json()}])

    def receipt(self, payment: Payment) -> Receipt | None:
        """Of a payment made or planned under this key, or None. Raises PaymentKeyReusedError."""
        item = self._table.get_item(Key=payment_key(payment), ConsistentRead=True).get("Item")
        if item is None:
            return None
        if item["body_hash"] != payment.body_hash:
            raise PaymentKeyReusedError(KEY_REUSED)
        return Receipt.model_validate_json(str(item["receipt"]))

    def pay(self, payment: Payment, paid_at: datetime) -> Receipt:
        """Move the money, once for the payment's key, in one transaction.

        The balances are read and made conditions, so that the receipt's is the true one; another
        movement in between makes the transaction fail, and it is tried again.
        Raises PaymentRefusedError when nothing has moved.
        """
        for _ in range(TRIES):
            made = self.receipt(payment) or self._try_to_pay(payment, paid_at)
            if made:
                return made
        raise PaymentContendedError(BUSY)

    def replace(self, partition: str, items: Sequence[dict[str, Any]]) -> None:
        """Make ``items`` all that the partition holds; the bank's own, not a customer's."""
        wanted = {item["sk"] for item in items}
        held = self._rows(partition)
        with self._table.batch_writer() as batch:
            for item in items:
                batch.put_item(Item={"pk": partition, **item})
            for row in held:
                if row["sk"] not in wanted:
                    batch.delete_item(Key={"pk": partition, "sk": row["sk"]})

    def put_new(self, items: Iterable[dict[str, Any]]) -> None:
        """Store items that are not there yet; what is there stays as it is."""
        for item in items:
            try:
                self._table.put_item(Item=item, ConditionExpression=_NEW)
            except self._table.meta.client.exceptions.ConditionalCheckFailedException:
                continue

    def _rows(self, partition: str, prefix: str = "", **how: Any) -> list[dict[str, Any]]:
        """Of a partition, those whose sort key begins so.

        Written out, for boto3's Key conditions are built by something that threads share.
        """
        condition, values = "pk = :pk", {":pk": partition}
        if prefix:
            condition, values = f"{condition} AND begins_with(sk, :sk)", {**values, ":sk": prefix}
        found: list[dict[str, Any]] = self._table.query(
            KeyConditionExpression=condition, ExpressionAttributeValues=values, **how
        )["Items"]
        return found

    def _try_to_pay(
        self,
        payment: Payment,
        paid_at: datetime,
        also: Iterable["TransactWriteItemTypeDef"] = (),
    ) -> Receipt | None:
        """All of the payment, and what is written with it, or nothing.

        None when an account changed meanwhile. Raises PaymentRefusedError.
        """
        accounts = {one.account_id: one for one in self.accounts(payment.customer_id)}
        source, target = accounts[payment.from_account_id], accounts[payment.to_account_id]
        check_debt(payment.amount_cents, target)
        check_funds(payment.amount_cents, source)
        receipt = payment.receipt(source.balance_cents - payment.amount_cents, paid_at)
        writes = [*self._writes(payment, receipt, (source, target)), *also]
        return receipt if self._transact(writes) else None

    def _transact(self, writes: Iterable["TransactWriteItemTypeDef"]) -> bool:
        """False when a condition no longer held."""
        client = self._table.meta.client
        try:
            client.transact_write_items(TransactItems=list(writes))
        except client.exceptions.TransactionCanceledException as error:
            reasons = {reason["Code"] for reason in error.response["CancellationReasons"]}
            if not reasons & _LOST:
                raise
            return False
        return True

    def _writes(
        self, payment: Payment, receipt: Receipt, accounts: tuple[Account, Account]
    ) -> Iterable["TransactWriteItemTypeDef"]:
        at = receipt.paid_at.isoformat()
        yield self._put_new(self._payment_row(payment, receipt))
        for entry, account in zip(entries(payment), accounts, strict=True):
            yield self._put_new(
                {
                    "pk": f"ACCOUNT#{entry.account_id}",
                    "sk": f"ENTRY#{at}#{entry.reference}",
                    "correlation_id": payment.correlation_id,
                    **entry.model_dump(),
                }
            )
            yield self._change_balance(account, entry.amount_cents)
        yield self._event("PaymentMade", payment, receipt)

    def _payment_row(self, payment: Payment, receipt: Receipt) -> dict[str, Any]:
        return {
            **payment_key(payment),
            "gsi1pk": payments_of(payment.customer_id),
            "gsi1sk": f"{receipt.paid_at.isoformat()}#{receipt.reference}",
            "body_hash": payment.body_hash,
            "customer_id": payment.customer_id,
            "correlation_id": payment.correlation_id,
            "receipt": receipt.model_dump_json(),
        }

    def _event(self, kind: str, payment: Payment, receipt: Receipt) -> "TransactWriteItemTypeDef":
        """An outbox row, which the table's stream carries on."""
        return self._put_new(
            {
                "pk": f"OUTBOX#{payment.key}",
                "sk": kind,
                "type": kind,
                "at": receipt.paid_at.isoformat(),
                "customer_id": payment.customer_id,
                "correlation_id": payment.correlation_id,
                "reference": payment.reference,
                "amount_cents": payment.amount_cents,
            }
        )

    def _put_new(self, item: dict[str, Any]) -> "TransactWriteItemTypeDef":
        return {"Put": {"TableName": self._table.name, "Item": item, "ConditionExpression": _NEW}}

    def _change_balance(self, account: Account, by_cents: int) -> "TransactWriteItemTypeDef":
        return {
            "Update": {
                "TableName": self._table.name,
                "Key": {**_account_key(account)},
                "UpdateExpression": "SET balance_cents = balance_cents + :by",
                "ConditionExpression": "balance_cents = :before",
                "ExpressionAttributeValues": {":by": by_cents, ":before": account.balance_cents},
            }
        }


def customer_item(customer: Customer) -> dict[str, Any]:
    return {
        **_customer_key(customer.customer_id),
        "gsi1pk": f"PHONE#{phone_digits(customer.phone)}",
        "gsi1sk": f"CUSTOMER#{customer.customer_id}",
        "customer": customer.model_dump_json(),
    }


def account_item(account: Account) -> dict[str, Any]:
    return {**_account_key(account), **account.model_dump(mode="json")}


def plan_item(plan: Plan) -> dict[str, Any]:
    return {"sk": f"PLAN#{plan.plan_id}", **plan.model_dump(mode="json")}


def _to_account(item: dict[str, Any]) -> Account:
    held = {name: item[name] for name in Account.model_fields if name in item}
    return Account.model_validate(held)


def _to_movement(item: dict[str, Any]) -> Movement:
    at = str(item["sk"]).split("#")[1]
    told = {name: item.get(name, "") for name in ("amount_cents", "memo", "reference")}
    return Movement.model_validate({"at": at, **told})


def _customer_key(customer_id: str) -> dict[str, str]:
    return {"pk": f"CUSTOMER#{customer_id}", "sk": "PROFILE"}


def _account_key(account: Account) -> dict[str, str]:
    return {"pk": f"CUSTOMER#{account.customer_id}", "sk": f"ACCOUNT#{account.account_id}"}


def payments_of(customer_id: str) -> str:
    """Their partition in the index: every payment of the customer, made or planned, by time."""
    return f"PAYMENTS#{customer_id}"


def payment_key(payment: Payment) -> dict[str, str]:
    return {"pk": f"PAYMENT#{payment.key}", "sk": "PLANNED" if payment.pay_on else "PAYMENT"}
