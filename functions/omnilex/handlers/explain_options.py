"""HelpIntent: what one can say here."""

import time
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.correlation import by_session, correlated
from omnilex.adapters.lex_v2 import to_answer, to_dialog
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain.helping import explain
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
sessions = SessionsTable(boto3.resource("dynamodb").Table(settings.sessions_table))


@correlated(logger, by_session)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """A Lex V2 code-hook event; answers with help, and goes on with the question that was open."""
    dialog = to_dialog(event)
    asked = sessions.asked(dialog.session_id, int(time.time()))
    return to_answer(explain(asked, dialog.language), dialog)
