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
from omnilex.adapters.session_turns import SessionTurns
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain.conversation import ChatLog, Ending, is_over
from omnilex.settings import ConversationSettings

logger = Logger()
settings = ConversationSettings.from_env()
dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(settings.sessions_table)
sessions, turns = SessionsTable(table), SessionTurns(table, time.time, time.sleep)
conversations = ConversationsTable(dynamodb.Table(settings.conversations_table))
chat_logs = ChatLogsBucket(boto3.client("s3"))
configuration = ConfigurationStore(boto3.client("ssm"), settings.configuration_path)


@logger.inject_lambda_context
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
    """Write what was said since the last time, if it is over; one at a time for a session."""
    now_s = int(time.time())
    with turns.take(f"closing.{ending.session_id}"):
        entries = conversations.unwritten(ending.session_id)
        if not entries or not is_over(entries, ending, datetime.fromtimestamp(now_s, UTC)):
            return
        part = conversations.begin_part(entries, now_s)
        log = ChatLog.of(entries, sessions.get(ending.session_id, now_s), ending.feedback)
        stored = configuration.get()
        chat_logs.put(stored.input_bucket_name, stored.input_bucket_raw_audio, log)
        conversations.end_part(ending.session_id, part, now_s)
    logger.info("conversation closed", medium=log.medium, entries=len(log.entries))
