"""POST /visits: the beacon of the bank's site, which is sent only with the visitor's consent."""

import json
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response, content_types
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import ValidationError

from omnilex.adapters.correlation import by_request, correlated
from omnilex.adapters.http_api import refuse
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.adapters.visits import Visits
from omnilex.adapters.web_sessions import WebSessions
from omnilex.domain.chat import SessionExpiredError
from omnilex.domain.visits import Beacon, NobodyKnownError
from omnilex.settings import Settings

logger = Logger()
table = boto3.resource("dynamodb").Table(Settings.from_env().sessions_table)
sessions, web_sessions, visits = SessionsTable(table), WebSessions(table), Visits(table)
app = APIGatewayHttpResolver()


@app.post("/visits")
def record() -> Response[str]:
    beacon = Beacon.model_validate(json.loads(app.current_event.decoded_body or "null"))
    at = datetime.now(UTC)
    customer_id = customer_of(beacon.session_id, int(at.timestamp()))
    likely = tuple(visit for visit in beacon.views if visit.is_likely(at))
    body = json.dumps({"kept": visits.keep(customer_id, likely, at)})
    return Response(HTTPStatus.OK, content_types.APPLICATION_JSON, body)


def customer_of(handle: str, now_s: int) -> str:
    """Whose PIN was given in the chat that this browser holds. Raises NobodyKnownError."""
    try:
        session_id = web_sessions.find(handle, now_s, may_have_ended=True)
    except SessionExpiredError:
        raise NobodyKnownError from None
    customer_id = sessions.get(session_id, now_s).customer_id
    if customer_id is None:
        raise NobodyKnownError
    return customer_id


@app.exception_handler(NobodyKnownError)
def nobody(error: NobodyKnownError) -> Response[str]:
    told = "Visits are kept once the PIN was given in the chat."
    return refuse(HTTPStatus.CONFLICT, "nobody_known", told)


@app.exception_handler([ValidationError, ValueError])
def malformed(error: Exception) -> Response[str]:
    told = "Send consent, session_id and views; without consent send nothing."
    return refuse(HTTPStatus.BAD_REQUEST, "bad_request", told)


@correlated(logger, by_request)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """An HTTP API event (payload 2.0) -> ``{"kept": int}``."""
    return app.resolve(event, context)
