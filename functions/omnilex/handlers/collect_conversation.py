"""CloudWatch Logs calls this with new entries of the bot's conversation log."""

import time
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.conversation_endings import ConversationEndings
from omnilex.adapters.conversations_table import ConversationsTable
from omnilex.adapters.correlation import correlated
from omnilex.adapters.lex_conversation_log import entries_of
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain.correlation import of_session
from omnilex.domain.session import Channel
from omnilex.settings import ConversationSettings

logger = Logger()
settings = ConversationSettings.from_env()
dynamodb = boto3.resource("dynamodb")
sessions = SessionsTable(dynamodb.Table(settings.sessions_table))
conversations = ConversationsTable(dynamodb.Table(settings.conversations_table))
endings = ConversationEndings(boto3.client("sqs"), settings.conversation_endings_url)


@correlated(logger)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """A subscription's ``{"awslogs": {"data": ...}}`` -> ``{"collected": int}``.

    A call is recorded, and its recording is the contact; its entries tell how the bot did in it.
    """
    entries, unreadable = entries_of(event)
    if unreadable:
        logger.warning("not entries of a conversation", lines=unreadable)
    now_s = int(time.time())
    conversations.append(entries, now_s)
    for session_id in dict.fromkeys(entry.session_id for entry in entries):
        if sessions.get(session_id, now_s).channel is Channel.VOICE:
            continue
        logger.set_correlation_id(of_session(session_id))
        if any(entry.ends_it for entry in entries if entry.session_id == session_id):
            endings.look_soon(session_id)
        endings.look_when_idle(session_id)
        logger.info("collected")
    return {"collected": len(entries)}
