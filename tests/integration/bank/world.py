"""What the tests of the bank's functions say and look at."""

import io
import json
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3

from omnilex.adapters.bank_table import account_item, customer_item
from omnilex.adapters.pin_attempts import PinAttempts
from omnilex.adapters.planned_payments import PlannedPayments
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain.customer import Account, Customer
from omnilex.domain.demo_bank import accounts_of
from omnilex.domain.payment import Payment
from omnilex.domain.pin import Allowance, Cost, PinHash, hash_pin
from omnilex.domain.session import Session

EVENTS = Path(__file__).parents[3] / "events"
SESSION_ID = "web.0123456789abcdef0123456789abcdef"
ANA = "20417731"
PIN = "4821"
PEPPER = b"pepper"
CHEAP = Cost(n=2, r=8, p=1)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


# Made once: making a client costs more than most tests, and moto answers one made before it began.
DYNAMODB = boto3.resource("dynamodb")
SECRETS, SCHEDULER = boto3.client("secretsmanager"), boto3.client("scheduler")
SQS = boto3.client("sqs")


@dataclass
class Context:
    """As much of Lambda's context as the logger reads."""

    function_name: str = "function"
    memory_limit_in_mb: int = 256
    invoked_function_arn: str = "arn:aws:lambda:us-east-1:123456789012:function:function"
    aws_request_id: str = "00000000-0000-4000-8000-000000000004"


CONTEXT: Any = Context()


def event(handler: str, situation: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((EVENTS / handler / f"{situation}.json").read_text())
    return read


def words(answer: dict[str, Any]) -> str:
    """The first thing the bot says, in words or on a card."""
    first = answer["messages"][0]
    said: str = first.get("content") or first["imageResponseCard"]["title"]
    return said


def buttons(answer: dict[str, Any]) -> list[dict[str, str]]:
    """What the bot offers to press, on the last of its cards."""
    pressed: list[dict[str, str]] = answer["messages"][-1]["imageResponseCard"]["buttons"]
    return pressed


class FaqFunction:
    """In Lambda's place: finds what it was given, and keeps what was asked."""

    def __init__(self, *matches: dict[str, Any]) -> None:
        self._matches = matches
        self.asked: list[dict[str, str]] = []

    def answer(self) -> dict[str, Any]:
        payload = json.dumps({"matches": self._matches}).encode()
        return {"StatusCode": 200, "Payload": io.BytesIO(payload)}


def match(score: float, question: str = "When are you open?") -> dict[str, Any]:
    source = f"https://www.example.com/help/{len(question)}"
    return {"question": question, "answer": "From 9 to 5.", "source": source, "score": score}


def action(answer: dict[str, Any]) -> dict[str, str]:
    taken: dict[str, str] = answer["sessionState"]["dialogAction"]
    return taken


def create_tables() -> None:
    create_bank_table()
    DYNAMODB.meta.client.create_table(
        TableName="sessions",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
    )


def create_bank_table() -> None:
    client = DYNAMODB.meta.client
    keys = {"pk": "HASH", "sk": "RANGE"}
    index = {"gsi1pk": "HASH", "gsi1sk": "RANGE"}
    client.create_table(
        TableName="bank",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"} for name in (*keys, *index)
        ],
        KeySchema=[{"AttributeName": name, "KeyType": kind} for name, kind in keys.items()],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "gsi1",
                "KeySchema": [
                    {"AttributeName": name, "KeyType": kind} for name, kind in index.items()
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )


def create_services() -> None:
    """What the bank has beside its tables."""
    SECRETS.create_secret(Name="pin-pepper", SecretString="pepper")
    SCHEDULER.create_schedule_group(Name="omnilex-payments")
    SQS.create_queue(QueueName="conversation-endings")
    SQS.create_queue(QueueName="slack-messages.fifo", Attributes={"FifoQueue": "true"})


def endings_waiting() -> int:
    """Messages in the queue of conversations that may be over whose time has not come."""
    url = SQS.get_queue_url(QueueName="conversation-endings")["QueueUrl"]
    counted = SQS.get_queue_attributes(
        QueueUrl=url, AttributeNames=["ApproximateNumberOfMessagesDelayed"]
    )["Attributes"]
    return int(counted["ApproximateNumberOfMessagesDelayed"])


def cheap_hash(pin: str) -> PinHash:
    """A hash that costs next to nothing: each row says what its own costs."""
    return hash_pin(pin, salt=b"salt", pepper=PEPPER, cost=CHEAP)


def day_try(world: "World", now_s: int, account: str = ANA) -> int | None:
    """Counts a try of the account over all channels."""
    return world.attempts.count_day_try(Allowance(account=account), now_s)


@dataclass
class World:
    bank: PlannedPayments = field(default_factory=lambda: PlannedPayments(DYNAMODB.Table("bank")))
    sessions: SessionsTable = field(
        default_factory=lambda: SessionsTable(DYNAMODB.Table("sessions"))
    )

    attempts: PinAttempts = field(default_factory=lambda: PinAttempts(DYNAMODB.Table("sessions")))

    def open_accounts(
        self,
        number: str = ANA,
        phone: str = "+14165550142",
        name: str = "Ana Moreau",
        pin: str = PIN,
    ) -> None:
        customer = Customer(customer_id=number, name=name, phone=phone, pin_hash=cheap_hash(pin))
        self.bank.put_new([customer_item(customer), *map(account_item, accounts_of(number))])

    def verified(self, **known: Any) -> None:
        """The conversation, its PIN given just now."""
        now_s = int(time.time())
        session = Session(session_id=SESSION_ID, customer_id=ANA, verified_until=now_s + 300)
        self.sessions.put(session.model_copy(update=known), now_s)

    def session(self) -> Session:
        return self.sessions.get(SESSION_ID, int(time.time()))

    def account(self, name: str) -> Account:
        return next(one for one in self.bank.accounts(ANA) if one.name == name)

    def payment(self, amount_cents: int = 125_50, key: str = "key-1") -> Payment:
        source, target = self.account("checking account"), self.account("mortgage")
        return Payment(
            key=key,
            customer_id=ANA,
            from_account_id=source.account_id,
            from_account=source.name,
            to_account_id=target.account_id,
            payee=target.name,
            amount_cents=amount_cents,
        )

    def items(self, kind: str) -> list[dict[str, Any]]:
        """Every row of the bank whose key starts with ``kind``."""
        rows = DYNAMODB.Table("bank").scan()["Items"]
        return [row for row in rows if str(row["pk"]).split("#")[0] == kind]

    def entries(self) -> list[dict[str, Any]]:
        return [row for row in self.items("ACCOUNT") if str(row["sk"]).startswith("ENTRY#")]

    def paid_cents(self) -> list[int]:
        """The amount of every payment made."""
        return [json.loads(row["receipt"])["amount_cents"] for row in self.items("PAYMENT")]

    def balances_agree(self) -> bool:
        """Every balance is its opening plus its entries, and the entries add up to zero."""
        entries = self.entries()
        moved: dict[str, int] = {}
        for entry in entries:
            account_id = str(entry["account_id"])
            moved[account_id] = moved.get(account_id, 0) + int(entry["amount_cents"])
        accounts = self.bank.accounts(ANA)
        return sum(moved.values()) == 0 and all(
            one.balance_cents == one.opening_balance_cents + moved.get(one.account_id, 0)
            for one in accounts
        )
