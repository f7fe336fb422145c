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
from pydantic import ValidationError

from omnilex.adapters.http_api import refuse
from omnilex.adapters.lex_bot import LexBot
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.domain.chat import (
    BotBusyError,
    BotUnavailableError,
    ChatInput,
    ChatRequest,
    ChatResponse,
    SessionExpiredError,
)
from omnilex.settings import ChatSettings

logger = Logger()
settings = ChatSettings.from_env()
sessions = SessionsTable(boto3.resource("dynamodb").Table(settings.sessions_table))
bot = LexBot(boto3.client("lexv2-runtime"), settings.bot_id, settings.bot_alias_id)
app = APIGatewayHttpResolver()

GREETING = "hello"


@app.post("/chat")
def chat() -> Response[str]:
    request = ChatRequest.model_validate_json(app.current_event.body or "{}")
    now_s = int(time.time())
    if request.session_id and not sessions.exists(request.session_id, now_s):
        raise SessionExpiredError
    session_id = request.session_id or f"web.{secrets.token_hex(16)}"
    messages, wanted = bot.say(session_id, request.text or GREETING)
    session = sessions.put(sessions.get(session_id, now_s), now_s)
    response = ChatResponse(
        session_id=session_id,
        messages=messages,
        input=ChatInput(kind=wanted),
        ended=False,
        expires_at=datetime.fromtimestamp(session.expires_at, UTC),
    )
    return Response(HTTPStatus.OK, content_types.APPLICATION_JSON, response.model_dump_json())


@app.exception_handler(ValidationError)
def malformed(error: ValidationError) -> Response[str]:
    return refuse(
        HTTPStatus.BAD_REQUEST, "bad_request", "Send {session_id, text} with 1 to 1024 characters."
    )


@app.exception_handler(SessionExpiredError)
def expired(error: SessionExpiredError) -> Response[str]:
    return refuse(
        HTTPStatus.NOT_FOUND,
        "session_expired",
        "This conversation has expired. Please start again.",
    )


@app.exception_handler(BotBusyError)
def busy(error: BotBusyError) -> Response[str]:
    return refuse(
        HTTPStatus.CONFLICT, "busy", "Your last message is still being answered. Please try again."
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
