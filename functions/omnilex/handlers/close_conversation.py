"""Conversations that may be over, from a queue; each that is becomes a chat log for analytics."""

import time
from datetime import UTC, datetime
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.chat_logs_bucket import ChatLogsBucket
from omnilex.adapters.configuration import ConfigurationStore
from omnilex.adapters.conversations_table import ConversationsTable
from omnilex.adapters.correlation import correlated
from omnilex.adapters.session_turns import SessionTurns
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain.conversation import ChatLog, Ending, Part, due
from omnilex.domain.correlation import of_session
from omnilex.settings import AnalysisSettings

logger = Logger()
settings = AnalysisSettings.from_env()
dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(settings.sessions_table)
sessions, turns = SessionsTable(table), SessionTurns(table, time.time, time.sleep)
conversations = ConversationsTable(dynamodb.Table(settings.conversations_table))
chat_logs = ChatLogsBucket(boto3.client("s3"))
configuration = ConfigurationStore(boto3.client("ssm"), settings.configuration_path)


@correlated(logger)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """An SQS event of ``Ending``s -> ``batchItemFailures``: those to be brought again."""
    failed = []
    for record in event["Records"]:
        try:
            close(Ending.model_validate_json(record["body"]))
        except Exception as error:
            logger.exception("conversation not closed", kind=type(error).__name__)
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def close(ending: Ending) -> None:
    """Write what is over, and again what something came late for; one at a time for a session."""
    now_s = int(time.time())
    logger.set_correlation_id(of_session(ending.session_id))
    with turns.take(f"closing.{ending.session_id}"):
        parts, loose = conversations.parts(ending.session_id)
        for part in due(parts, loose, ending, datetime.fromtimestamp(now_s, UTC)):
            conversations.begin_part(part, now_s)
            write(ending.session_id, part, now_s)


def write(session_id: str, part: Part, now_s: int) -> None:
    log = ChatLog.of(part, sessions.get(session_id, now_s))
    stored = configuration.get()
    again = part.closed_at is not None
    file_id = chat_logs.put(
        stored.input_bucket_name, stored.input_bucket_raw_audio, log, again=again
    )
    conversations.end_part(
        session_id, part.model_copy(update={"customer_id": log.customer_id}), now_s
    )
    logger.info(
        "conversation closed",
        medium=log.medium,
        entries=len(log.entries),
        again=again,
        continues_as=file_id,
    )
