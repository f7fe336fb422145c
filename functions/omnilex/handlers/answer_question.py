"""AnswerQuestion: a frequent question's answer; then on with whatever was being asked."""

import time
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.correlation import by_session, correlated
from omnilex.adapters.faq_search import FaqSearch, FaqUnavailableError, KendraFaq
from omnilex.adapters.lex_v2 import to_answer, to_dialog
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain import faq
from omnilex.domain.dialog import Dialog, Reply
from omnilex.settings import FaqSettings

logger = Logger()
settings = FaqSettings.from_env()
sessions = SessionsTable(boto3.resource("dynamodb").Table(settings.sessions_table))
questions = (
    KendraFaq(boto3.client("kendra"), settings.kendra_index_id)
    if settings.kendra_index_id
    else FaqSearch(boto3.client("lambda"), settings.search_faq_function)
)


@correlated(logger, by_session)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """A Lex V2 code-hook event; answers with the answer, or with questions to choose from."""
    dialog = to_dialog(event)
    return to_answer(next_step(dialog, int(time.time())), dialog)


def next_step(dialog: Dialog, now_s: int) -> Reply:
    asked = sessions.asked(dialog.session_id, now_s)
    try:
        matches = questions.matches(dialog.utterance, dialog.language)
    except FaqUnavailableError as error:
        logger.error("no FAQ search", reason=str(error))
        return faq.unanswered(asked, dialog)
    return faq.answered(matches, asked, dialog) or faq.unanswered(asked, dialog)
