"""POST /customers/{customer_id}/unlock: an administrator forgets a customer's wrong PINs."""

import json
import time
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response, content_types
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.audit_trail import AuditTrail
from omnilex.adapters.bank_table import BankTable
from omnilex.adapters.correlation import by_request, correlated
from omnilex.adapters.http_api import refuse, staff_member
from omnilex.adapters.pin_attempts import PinAttempts
from omnilex.domain.customer import CustomerNotFoundError
from omnilex.domain.staff import AuditEntry, Deed, Group, NotAllowedError
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
dynamodb = boto3.resource("dynamodb")
audit_trail = AuditTrail(dynamodb.Table(settings.bank_table))
bank = BankTable(dynamodb.Table(settings.bank_table))
attempts = PinAttempts(dynamodb.Table(settings.sessions_table))
app = APIGatewayHttpResolver()


@app.post("/customers/<customer_id>/unlock")
def unlock(customer_id: str) -> Response[str]:
    staff = staff_member(app.current_event.raw_event)
    staff.must_be(Group.ADMIN)
    bank.get_customer(customer_id)
    at = datetime.fromtimestamp(int(time.time()), UTC)
    audit_trail.keep(
        AuditEntry(
            at=at,
            staff_id=staff.staff_id,
            email=staff.email,
            deed=Deed.UNLOCKED_PIN,
            subject=customer_id,
        )
    )
    attempts.unlock(customer_id)
    logger.info("PIN unlocked", staff_id=staff.staff_id)
    body = json.dumps({"customer_id": customer_id, "unlocked": True})
    return Response(HTTPStatus.OK, content_types.APPLICATION_JSON, body)


@app.exception_handler(NotAllowedError)
def not_allowed(error: NotAllowedError) -> Response[str]:
    return refuse(HTTPStatus.FORBIDDEN, "forbidden", "Only an administrator may unlock a PIN.")


@app.exception_handler(CustomerNotFoundError)
def unknown(error: CustomerNotFoundError) -> Response[str]:
    return refuse(HTTPStatus.NOT_FOUND, "customer_not_found", "There is no such customer.")


@correlated(logger, by_request)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """An HTTP API event (payload 2.0) behind the JWT authorizer -> {customer_id, unlocked}."""
    return app.resolve(event, context)
