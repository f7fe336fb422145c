"""What customers wrote in Slack, from a queue: asks the bot and posts its answer, each once."""

import time
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.block_kit import Blocks
from omnilex.adapters.correlation import correlated
from omnilex.adapters.message_desk import ONCE, Correspondent, open_desk, words
from omnilex.adapters.received_messages import ReceivedMessages
from omnilex.adapters.slack import SlackApi
from omnilex.adapters.vendor_secret import SlackSecret, VendorSecret
from omnilex.domain.correlation import of_session
from omnilex.domain.messaging import Answer, MessageBusyError
from omnilex.domain.session import Channel
from omnilex.domain.slack import ELSEWHERE, JOB, Answered, Elsewhere, Job
from omnilex.settings import SlackSettings

logger = Logger()
settings = SlackSettings.from_env()
dynamodb = boto3.resource("dynamodb")
received = ReceivedMessages(dynamodb.Table(settings.sessions_table), time.time, time.sleep)
lex = boto3.client("lexv2-runtime", config=ONCE)
desk = open_desk(dynamodb, lex, settings)
vendor = VendorSecret(
    boto3.client("secretsmanager"), settings.slack_secret_arn, SlackSecret, time.monotonic
)
api = SlackApi(vendor.get)


@correlated(logger)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """An SQS event of ``Job``s -> ``batchItemFailures``: those to be brought again.

    After one that failed, the rest of its conversation waits for it.
    """
    failed, waiting = [], set()
    for record in event["Records"]:
        conversation = record["attributes"]["MessageGroupId"]
        if conversation in waiting or not done(record):
            waiting.add(conversation)
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def done(record: dict[str, Any]) -> bool:
    try:
        answer_once(JOB.validate_json(record["body"]))
    except Exception as error:
        logger.exception("not answered", kind=type(error).__name__)
        return False
    return True


def answer_once(job: Job) -> None:
    """The bot hears it once; what it said is posted until Slack has taken it."""
    logger.set_correlation_id(of_session(job.place.session_id(key())))
    if received.claim(Channel.SLACK, job.message_id):
        answer = answer_to(job)
        received.keep_answer(Channel.SLACK, job.message_id, answer.model_dump_json())
    else:
        kept = received.answer(Channel.SLACK, job.message_id)
        if kept is None:
            raise MessageBusyError(job.message_id)
        if not kept or received.is_sent(Channel.SLACK, job.message_id):
            return
        answer = Answer.model_validate_json(kept)
    blocks = Blocks(job.place, answer, key())
    api.post_message(job.place, blocks.text, blocks.all())
    logger.info("Slack answered", asks=answer.asks.value)
    received.mark_sent(Channel.SLACK, job.message_id)


def answer_to(job: Job) -> Answer:
    session_id = job.place.session_id(key())
    if isinstance(job, Answered):
        return job.answer
    language = desk.talk(session_id).language
    if isinstance(job, Elsewhere):
        return words(ELSEWHERE, language)
    who = Correspondent(Channel.SLACK, session_id, job.place.identity)
    return desk.answer(who, job.text, may_tell_pin=False, to_turn=job.turn_id)


def key() -> str:
    return vendor.get().signing_secret.get_secret_value()
