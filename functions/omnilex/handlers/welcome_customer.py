"""Welcome: greet, and find out who the customer is."""

import time
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.bank_table import BankTable
from omnilex.adapters.correlation import by_session, correlated
from omnilex.adapters.lex_v2 import to_answer, to_dialog
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain import verification
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
dynamodb = boto3.resource("dynamodb")
bank = BankTable(dynamodb.Table(settings.bank_table))
sessions = SessionsTable(dynamodb.Table(settings.sessions_table))


@correlated(logger, by_session)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """A Lex V2 code-hook event; by name if the session is verified, else it asks who it is."""
    dialog = to_dialog(event)
    now_s = int(time.time())
    session = sessions.get(dialog.session_id, now_s)
    customer_id = session.verified_customer(now_s)
    name = bank.get_customer(customer_id).first_name if customer_id else None
    return to_answer(verification.greet(name, dialog, session), dialog)
