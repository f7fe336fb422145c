"""CancelIntent: whatever was under way is dropped; who is verified stays verified."""

import time
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.correlation import by_session, correlated
from omnilex.adapters.lex_v2 import to_answer, to_dialog
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain import helping, planned
from omnilex.domain.dialog import Reply
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
sessions = SessionsTable(boto3.resource("dynamodb").Table(settings.sessions_table))


@correlated(logger, by_session)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """A Lex V2 code-hook event; answers with what one can do next.

    "Cancel it", once planned payments were told, is for those.
    """
    dialog = to_dialog(event)
    now_s = int(time.time())
    if planned.cancels_what_was_told(dialog, sessions.asked(dialog.session_id, now_s)):
        return to_answer(Reply.hand_over(planned.INTENT, {planned.DEED: planned.CANCEL}), dialog)
    sessions.put(sessions.get(dialog.session_id, now_s).started_over(), now_s)
    return to_answer(helping.start_over(dialog.language), dialog)
