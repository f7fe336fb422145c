"""What the tests of the API ask, and the contacts that they ask about."""

import copy
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import boto3

from omnilex.adapters.audit_trail import AuditTrail
from omnilex.domain.contact import Contact, ParticipantSentiment, Role, Sentiment, Status, Turn
from omnilex.domain.staff import AuditEntry
from omnilex.handlers import index_contact, serve_contacts
from tests.integration.analytics.world import (
    CONTEXT,
    DYNAMODB,
    NOON,
    World,
    configuration,
    event,
    wav,
)
from tests.integration.bank.world import World as Bank

OWN, OTHERS = "c-own", "c-others"
AGENT = "MarcusHale"
STEP_FUNCTIONS = boto3.client("stepfunctions")
BASE = event("serve_contacts", "list_opened")


@dataclass
class Answer:
    status: int
    text: str
    headers: dict[str, str]

    @property
    def body(self) -> Any:
        return json.loads(self.text)


def ask(
    method: str,
    path: str,
    *,
    role: str = "supervisor",
    query: dict[str, str] | None = None,
    body: Any = None,
) -> Answer:
    """As the gateway hands it on; ``body`` as JSON, unless it is a text."""
    asked = copy.deepcopy(BASE)
    asked["rawPath"] = asked["requestContext"]["http"]["path"] = path
    asked["requestContext"]["http"]["method"] = method
    asked["queryStringParameters"] = query or {}
    asked["rawQueryString"] = urlencode(query or {})
    asked["requestContext"]["authorizer"]["jwt"]["claims"] |= {
        "cognito:groups": f"[{role}]",
        "email": f"{role}@example.com",
        "custom:agent": AGENT,
    }
    if body is not None:
        asked["body"] = body if isinstance(body, str) else json.dumps(body)
        asked["headers"]["content-type"] = "application/json"
    answer = serve_contacts.lambda_handler(asked, CONTEXT)
    headers = {name: str(value) for name, value in answer["headers"].items()}
    return Answer(int(answer["statusCode"]), answer["body"], headers)


def contact_ids(answer: Answer) -> list[str]:
    return [row["contact_id"] for row in answer.body["contacts"]]


class Desk(World):
    """Two analysed contacts, one of MarcusHale and one of another agent's, both indexed."""

    def __init__(self) -> None:
        super().__init__()
        self.bank = Bank()

    def two(self) -> list[Contact]:
        return [
            self.analyzed(OWN, agent=AGENT, customer_id="20417731"),
            self.analyzed(
                OTHERS,
                agent="ElenaRuiz",
                customer_id="20417750",
                started_at=NOON - timedelta(hours=1),
            ),
        ]

    def analyzed(
        self, contact_id: str, text: str = "My card is blocked", **changes: Any
    ) -> Contact:
        turns = (
            turn(0, Role.AGENT, "How can I help?", 0.5),
            turn(1, Role.CUSTOMER, text, -2.0),
            turn(2, Role.CUSTOMER, "Thank you", 3.0),
        )
        contact = self.register(wav(seconds=0.1)).model_copy(
            update={
                "contact_id": contact_id,
                "status": Status.ANALYZED,
                "duration_ms": 9_000,
                "playback_key": f"mp3/{contact_id}.mp3",
                "words_key": f"words/{contact_id}.json",
                "sentiment": Sentiment(CUSTOMER=ParticipantSentiment(average=0.5, trend=5.0)),
                "turns": turns,
                **changes,
            }
        )
        self.put(contact)
        return contact

    def put(self, contact: Contact) -> None:
        self.keep_whole(contact)
        self.index(contact.contact_id)

    def keep_whole(self, contact: Contact) -> None:
        self.contacts.put(contact)
        self.keep(f"words/{contact.contact_id}.json", {"contact_id": contact.contact_id})
        folder = configuration().output_bucket_parsed_results
        self.keep(f"{folder}/{contact.contact_id}.json", contact.model_dump_json())

    def index(self, *contact_ids: str) -> None:
        index_contact.writer.apply(index_contact.indexed(contact_ids))

    def machine(self) -> str:
        """The state machine that the API starts; it does nothing."""
        definition = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}
        made = STEP_FUNCTIONS.create_state_machine(
            name="PostCallAnalyticsWorkflow",
            definition=json.dumps(definition),
            roleArn="arn:aws:iam::123456789012:role/machine",
        )
        return str(made["stateMachineArn"])

    def executions(self, machine: str) -> list[dict[str, Any]]:
        """What each was given."""
        listed = STEP_FUNCTIONS.list_executions(stateMachineArn=machine)["executions"]
        described = (
            STEP_FUNCTIONS.describe_execution(executionArn=one["executionArn"]) for one in listed
        )
        return [json.loads(one["input"]) for one in described]

    def audit(self) -> list[AuditEntry]:
        trail = AuditTrail(DYNAMODB.Table("bank"))
        return list(trail.between(NOON - timedelta(days=9_999), NOON + timedelta(days=9_999)))


def turn(index: int, role: Role, text: str, score: float) -> Turn:
    return Turn(
        index=index,
        role=role,
        text=text,
        begin_offset_ms=index * 3_000,
        duration_ms=2_000,
        score=score,
    )
