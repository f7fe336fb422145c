"""ResumeCall: set the bot where the call stands, and tell the contact flow how to go on."""

import time
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config

from omnilex.adapters.contact_flow import Call, to_call
from omnilex.adapters.correlation import by_call, correlated
from omnilex.adapters.lex_session import LexSessions
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain import calling
from omnilex.domain.session import Asked
from omnilex.settings import BotSettings

logger = Logger()
settings = BotSettings.from_env()
sessions = SessionsTable(boto3.resource("dynamodb").Table(settings.sessions_table))
# A contact flow waits for eight seconds.
lex = boto3.client(
    "lexv2-runtime", config=Config(read_timeout=3, retries={"total_max_attempts": 2})
)
bot = LexSessions(lex, settings.bot_id, settings.bot_alias_id)


@correlated(logger, by_call)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, str]:
    """A contact flow's event -> ``{"next": talk | pin | agent | goodbye, "prompt"}``."""
    call = to_call(event)
    asked = sessions.asked(call.session_id, int(time.time()))
    after = calling.next_of(asked.reply)
    take_up(call, asked, after)
    logger.info("call goes on", next=after.value)
    return {"next": after.value, "prompt": calling.prompt_of(asked, call.language)}


def take_up(call: Call, asked: Asked, after: calling.Next) -> None:
    """The bot waits for what was asked last; what was not a question needs no waiting."""
    if asked.reply is None or not asked.is_open:
        return
    part = calling.Part.PIN if after is calling.Next.PIN else calling.Part.TALK
    attributes = {calling.PART: part.value, "phone_number": call.phone_number}
    bot.wait_for(call.session_id, asked.reply, attributes, call.language)
