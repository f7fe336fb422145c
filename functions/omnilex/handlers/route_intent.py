"""The bot's one code hook: Lex V2 has one for an alias and locale, so this calls the intent's."""

import time
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from omnilex.adapters.correlation import by_session, correlated
from omnilex.adapters.customer_contexts import CustomerContexts
from omnilex.adapters.intent_functions import IntentFunctionError, IntentFunctions
from omnilex.adapters.lex_v2 import (
    aloud_too,
    as_of_intent,
    before_the_last,
    is_spoken,
    spoken,
    to_answer,
    to_dialog,
    to_reply,
)
from omnilex.adapters.metrics import Metric, Metrics
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain import calling, continuing, handing_over, helping
from omnilex.domain.dialog import Action, Dialog, Reply
from omnilex.domain.session import Asked, Channel, Session
from omnilex.domain.wording import Phrase
from omnilex.settings import RouterSettings

logger = Logger()
metrics = Metrics(logger)
settings = RouterSettings.from_env()
# Not retried: a PIN try would count twice. The answer must reach Lex within its 30 seconds.
once = Config(read_timeout=20, retries={"total_max_attempts": 1})
table = boto3.resource("dynamodb").Table(settings.sessions_table)
sessions, contexts = SessionsTable(table), CustomerContexts(table)
intents = IntentFunctions(boto3.client("lambda", config=once), settings.intent_functions)

# A payment may have been made before its function failed; asking again finds it, and pays once.
APOLOGY = Phrase(
    en="I am sorry, something went wrong on our side. Please ask me again; nothing is done twice.",
    es="Disculpe, algo falló de nuestro lado. Vuelva a pedírmelo; nada se hace dos veces.",
)
FALLBACK = "FallbackIntent"


@correlated(logger, by_session)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """A Lex V2 code-hook event; the answer of its intent's function, or an apology."""
    dialog = to_dialog(event)
    if helping.is_farewell(dialog.utterance) or calling.is_silent(dialog):  # whatever was asked
        event = as_of_intent(event, FALLBACK)
        dialog = to_dialog(event)
    try:
        answer = intents.answer(event)
    except IntentFunctionError as error:
        logger.error("intent function failed", reason=str(error))
        metrics.count(Metric.TURNS_FAILED, channel=channel_of(dialog))
        return to_answer(Reply.close(dialog.intent, APOLOGY(dialog.language), failed=True), dialog)
    if calling.part_of(dialog.attributes):
        answer = spoken(answer, dialog.language)
    reply = to_reply(answer)
    tell(dialog, reply)
    if calling.ends_part(reply, dialog):  # nothing of it was said yet
        reply = reply.model_copy(update={"aside": before_the_last(answer)})
    try:
        keep(dialog, reply)
    except (BotoCoreError, ClientError) as error:  # the customer's answer is there all the same
        logger.warning("answer not kept", reason=type(error).__name__)
    if calling.ends_part(reply, dialog):
        return to_answer(calling.ended(), calling.marked(dialog, reply))
    return aloud_too(answer, dialog.language) if is_spoken(event) else answer


def tell(dialog: Dialog, reply: Reply) -> None:
    """Once a turn: a hook that delegates is called again for the same turn."""
    logger.info("routed", intent=dialog.intent, to=reply.intent, action=reply.action.value)
    if reply.action is Action.DELEGATE:
        return
    metrics.count(Metric.TURNS, channel=channel_of(dialog))
    if reply.missed:
        metrics.count(Metric.TURNS_MISSED, channel=channel_of(dialog))


def channel_of(dialog: Dialog) -> Channel:
    """A call's session has Connect's id, which does not say so; the contact flow does."""
    is_call = calling.part_of(dialog.attributes) is not None
    return Channel.VOICE if is_call else Session(session_id=dialog.session_id).channel


def keep(dialog: Dialog, reply: Reply) -> None:
    """What the bot says, to be said again, and to come back to after a question in between."""
    if reply.action is Action.DELEGATE:
        return
    now_s = int(time.time())
    before = sessions.asked(dialog.session_id, now_s)
    for_a_person = dialog.intent == handing_over.INTENT and before.reply
    asked = Asked(
        reply=reply,
        misses=before.misses + 1 if reply.missed else 0,
        wanted=before.reply.intent if for_a_person and before.reply else None,
    )
    sessions.keep_asked(dialog.session_id, asked, now_s)
    if continuing.concerns(dialog, reply):
        keep_for_other_channels(dialog, reply, now_s)


def keep_for_other_channels(dialog: Dialog, reply: Reply, now_s: int) -> None:
    """What a verified customer is about to do, or has done, wherever the talk goes on."""
    session = sessions.get(dialog.session_id, now_s)
    customer_id = session.verified_customer(now_s)
    if customer_id:
        context = contexts.get(customer_id, now_s).after(dialog, reply, session)
        contexts.put(customer_id, context, now_s)
