"""TransferToAgent: a person takes over, or calls back."""

import time
from datetime import UTC, datetime
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.bank_table import BankTable
from omnilex.adapters.correlation import by_session, correlated
from omnilex.adapters.lex_v2 import to_answer, to_dialog
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain import handing_over
from omnilex.domain.dialog import Dialog, Reply
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
dynamodb = boto3.resource("dynamodb")
bank = BankTable(dynamodb.Table(settings.bank_table))
sessions = SessionsTable(dynamodb.Table(settings.sessions_table))


@correlated(logger, by_session)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """A Lex V2 code-hook event; answers with what happens next."""
    dialog = to_dialog(event)
    return to_answer(next_step(dialog, int(time.time())), dialog)


def next_step(dialog: Dialog, now_s: int) -> Reply:
    session = sessions.get(dialog.session_id, now_s)
    asked = sessions.asked(dialog.session_id, now_s)
    wanted = asked.reply.intent if asked.reply else None
    at = datetime.fromtimestamp(now_s, UTC)
    call_back = handing_over.call_back(session, wanted, now_s, at)
    if call_back:
        bank.keep_call_back(call_back)
        logger.info("call back", wanted=wanted, channel=session.channel)
    return handing_over.transferred(session, call_back, dialog)
