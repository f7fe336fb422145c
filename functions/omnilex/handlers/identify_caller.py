"""IdentifyCaller: whose number is it? The contact flow greets by the answer."""

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
from omnilex.domain.customer import CustomerNotFoundError
from omnilex.domain.session import Channel
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
dynamodb = boto3.resource("dynamodb")
bank = BankTable(dynamodb.Table(settings.bank_table))
sessions = SessionsTable(dynamodb.Table(settings.sessions_table))


@correlated(logger, by_call)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, str]:
    """A contact flow's event -> ``{"phone_number", "prompt"}``; begins the call's session."""
    call = to_call(event)
    sessions.begin(call.session_id, Channel.VOICE, call.caller, int(time.time()))
    number = call.caller if call.caller and is_known(call.caller) else None
    logger.info("caller", known=number is not None)
    return calling.greet(number, call.language).model_dump()


def is_known(number: str) -> bool:
    try:
        bank.find_caller(number)
    except CustomerNotFoundError:
        return False
    return True
