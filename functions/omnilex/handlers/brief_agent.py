"""BriefAgent: who is on the line, verified or not, and what was wanted."""

import time
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.bank_table import BankTable
from omnilex.adapters.contact_flow import to_call
from omnilex.adapters.correlation import by_call, correlated
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain import calling
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
dynamodb = boto3.resource("dynamodb")
bank = BankTable(dynamodb.Table(settings.bank_table))
sessions = SessionsTable(dynamodb.Table(settings.sessions_table))


@correlated(logger, by_call)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, str]:
    """A contact flow's event -> ``{"customer_id", "customer_name", "verified", "wanted"}``."""
    call, now_s = to_call(event), int(time.time())
    session = sessions.get(call.session_id, now_s)
    customer_id = session.verified_customer(now_s)
    customer = bank.get_customer(customer_id) if customer_id else None
    briefing = calling.brief(session, customer, sessions.asked(call.session_id, now_s), now_s)
    logger.info("agent briefed", verified=briefing.verified, wanted=briefing.wanted)
    return briefing.model_dump()
