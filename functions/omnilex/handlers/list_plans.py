"""GET /plans: what the bank offers, for its site; anybody may read it."""

import json
from http import HTTPStatus
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response, content_types
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.bank_table import BankTable
from omnilex.adapters.correlation import by_request, correlated
from omnilex.settings import Settings

logger = Logger()
bank = BankTable(boto3.resource("dynamodb").Table(Settings.from_env().bank_table))
app = APIGatewayHttpResolver()

FIVE_MINUTES = {"Cache-Control": "public, max-age=300"}


@app.get("/plans")
def plans() -> Response[str]:
    body = json.dumps({"plans": [plan.model_dump(mode="json") for plan in bank.plans()]})
    return Response(HTTPStatus.OK, content_types.APPLICATION_JSON, body, FIVE_MINUTES)


@correlated(logger, by_request)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """An HTTP API event (payload 2.0); answers ``{"plans": [Plan]}``."""
    return app.resolve(event, context)
