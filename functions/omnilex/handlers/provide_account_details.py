"""ProvideAccountDetails: balances, what is due, and what has happened."""

import time
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.bank_table import BankTable
from omnilex.adapters.correlation import by_session, correlated
from omnilex.adapters.lex_v2 import to_answer, to_dialog
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain import account_details, verification
from omnilex.domain.dialog import Dialog, Reply
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
dynamodb = boto3.resource("dynamodb")
bank = BankTable(dynamodb.Table(settings.bank_table))
sessions = SessionsTable(dynamodb.Table(settings.sessions_table))
time_zone = ZoneInfo(settings.bank_time_zone)


@correlated(logger, by_session)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """A Lex V2 code-hook event; answers with the details, or asks who the customer is."""
    dialog = to_dialog(event)
    return to_answer(next_step(dialog, int(time.time())), dialog)


def next_step(dialog: Dialog, now_s: int) -> Reply:
    session = sessions.get(dialog.session_id, now_s)
    session, customer_id = verification.admit(session, dialog, now_s)
    sessions.put(session, now_s)
    if isinstance(customer_id, Reply):
        return customer_id
    today = datetime.fromtimestamp(now_s, time_zone).date()
    return account_details.next_step(dialog, bank.accounts(customer_id), bank.movements, today)
