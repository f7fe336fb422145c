"""POST /chat: the website's widget talks to the bot; the server mints the session."""

import secrets
import time
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response, content_types
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config
from pydantic import ValidationError

from omnilex.adapters.http_api import refuse
from omnilex.adapters.lex_bot import LexBot
from omnilex.adapters.session_turns import SessionTurns
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain.chat import (
    BotBusyError,
    BotThrottledError,
    BotUnavailableError,
    ChatInput,
    ChatRequest,
    ChatResponse,
    MalformedRequestError,
    SessionExpiredError,
)
from omnilex.domain.session import SessionBusyError
from omnilex.settings import ChatSettings

logger = Logger()
settings = ChatSettings.from_env()
table = boto3.resource("dynamodb").Table(settings.sessions_table)
sessions, turns = SessionsTable(table), SessionTurns(table, time.time, time.sleep)
# Not retried: what the customer said must not be heard twice. With ten seconds that a message may
# wait for its turn, an answer in time for the function's 29.
once = Config(read_timeout=18, retries={"total_max_attempts": 1})
lex = boto3.client("lexv2-runtime", config=once)
bot = LexBot(lex, settings.bot_id, settings.bot_alias_id, settings.bank_time_zone, time.sleep)
app = APIGatewayHttpResolver()

GREETING = "hello"


@app.post("/chat")
def chat() -> Response[str]:
    request = parse(app.current_event.decoded_body or "{}")
    now_s = int(time.time())
    if request.session_id and not sessions.exists(request.session_id, now_s):
        raise SessionExpiredError
    session_id = request.session_id or f"web.{secrets.token_hex(16)}"
    with turns.take(session_id):
        turn = bot.say(session_id, request.text or GREETING, request.language)
    response = ChatResponse(
        session_id=session_id,
        messages=turn.messages,
        input=ChatInput(kind=turn.wants),
        ended=turn.ended,
        expires_at=datetime.fromtimestamp(sessions.extend(session_id, now_s), UTC),
    )
    return Response(HTTPStatus.OK, content_types.APPLICATION_JSON, response.model_dump_json())


def parse(body: str) -> ChatRequest:
    try:
        return ChatRequest.model_validate_json(body)
    except ValidationError:
        raise MalformedRequestError from None


@app.exception_handler(MalformedRequestError)
def malformed(error: MalformedRequestError) -> Response[str]:
    return refuse(
        HTTPStatus.BAD_REQUEST,
        "bad_request",
        "Send {session_id, text, language}: 1 to 1024 characters, en or es.",
    )


@app.exception_handler(SessionExpiredError)
def expired(error: SessionExpiredError) -> Response[str]:
    return refuse(
        HTTPStatus.NOT_FOUND,
        "session_expired",
        "This conversation has expired. Please start again.",
    )


@app.exception_handler([BotBusyError, SessionBusyError])
def busy(error: BotBusyError | SessionBusyError) -> Response[str]:
    return refuse(
        HTTPStatus.CONFLICT, "busy", "Your last message is still being answered. Please try again."
    )


@app.exception_handler(BotThrottledError)
def throttled(error: BotThrottledError) -> Response[str]:
    return refuse(
        HTTPStatus.TOO_MANY_REQUESTS, "throttled", "Many are writing to us. Please try again soon."
    )


@app.exception_handler(BotUnavailableError)
def unavailable(error: BotUnavailableError) -> Response[str]:
    logger.error("bot unavailable", reason=str(error))
    return refuse(
        HTTPStatus.BAD_GATEWAY, "bot_unavailable", "We cannot answer just now. Please try again."
    )


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """An HTTP API event (payload 2.0); answers as ``ChatResponse``, or {error, message}."""
    return app.resolve(event, context)
