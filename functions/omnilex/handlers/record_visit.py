"""POST /visits: the beacon of the bank's site, which is sent only with the visitor's consent."""

import json
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import ValidationError

from omnilex.adapters.http_api import refuse
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.adapters.visits import Visits
from omnilex.adapters.web_sessions import WebSessions
from omnilex.domain.chat import SessionExpiredError
from omnilex.domain.visits import Beacon, Visit
from omnilex.settings import Settings

logger = Logger()
table = boto3.resource("dynamodb").Table(Settings.from_env().sessions_table)
sessions, web_sessions, visits = SessionsTable(table), WebSessions(table), Visits(table)
app = APIGatewayHttpResolver()


@app.post("/visits")
def record() -> Response[str]:
    beacon = Beacon.model_validate(json.loads(app.current_event.decoded_body or "null"))
    at = datetime.now(UTC).replace(microsecond=0)
    if visits.keep(beacon.visitor_id, Visit(at=at, page=beacon.page, dwell_s=beacon.dwell_s)):
        customer_id = verified(beacon.session_id, int(at.timestamp()))
        if customer_id:
            visits.link(beacon.visitor_id, customer_id, at)
    return Response(HTTPStatus.NO_CONTENT)


def verified(handle: str | None, now_s: int) -> str | None:
    """The customer whose PIN was given in the chat that this browser holds."""
    if handle is None:
        return None
    try:
        session_id = web_sessions.find(handle, now_s)
    except SessionExpiredError:
        return None
    return sessions.get(session_id, now_s).customer_id


@app.exception_handler([ValidationError, ValueError])
def malformed(error: Exception) -> Response[str]:
    told = "Send consent, visitor_id, page and dwell_s; without consent send nothing."
    return refuse(HTTPStatus.BAD_REQUEST, "bad_request", told)


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """An HTTP API event (payload 2.0) -> 204."""
    return app.resolve(event, context)
