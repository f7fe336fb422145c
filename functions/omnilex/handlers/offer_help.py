"""FallbackIntent: perhaps a frequent question; else say what the bot can do, or offer a person."""

import time
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.correlation import by_session, correlated
from omnilex.adapters.faq_search import FaqSearch, FaqUnavailableError, KendraFaq
from omnilex.adapters.lex_v2 import to_answer, to_dialog
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain import faq, helping
from omnilex.domain.dialog import Dialog, Reply
from omnilex.domain.faq import Match
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
    """A Lex V2 code-hook event; answers with an answer, or with what the bot can do."""
    dialog = to_dialog(event)
    return to_answer(next_step(dialog, int(time.time())), dialog)


def next_step(dialog: Dialog, now_s: int) -> Reply:
    session = sessions.get(dialog.session_id, now_s)
    if session.verified_customer(now_s) is None:  # a receipt is nobody else's to hear of
        session = session.model_copy(update={"receipt": None})
    asked = sessions.asked(dialog.session_id, now_s)
    if helping.is_silence(dialog):
        return helping.not_heard(dialog, asked)
    if helping.is_goodbye(dialog.utterance, asked):
        return helping.say_goodbye(dialog, session, asked)
    if helping.is_thanks(dialog.utterance):
        return helping.aside(helping.WELCOME(dialog.language), asked)
    if helping.is_stray_yes(dialog, session):
        return helping.not_understood(dialog, session, asked)
    answer = faq.answered(matches(dialog), asked, dialog)
    return answer or helping.not_understood(dialog, session, asked)


def matches(dialog: Dialog) -> list[Match]:
    """None while the search is down: the other intents go on."""
    try:
        return questions.matches(dialog.utterance, dialog.language)
    except FaqUnavailableError as error:
        logger.error("no FAQ search", reason=str(error))
        return []
