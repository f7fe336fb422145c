"""The website's widget talks to the bot, in writing or by voice; the server mints the session."""

import base64
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, TypeVar

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response, content_types
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config
from pydantic import BaseModel, ValidationError

from omnilex.adapters.chat_answers import ChatAnswers
from omnilex.adapters.conversation_endings import ConversationEndings
from omnilex.adapters.correlation import by_request, correlated
from omnilex.adapters.http_api import refuse
from omnilex.adapters.lex_bot import LexBot
from omnilex.adapters.metrics import Metric, Metrics
from omnilex.adapters.session_turns import SessionTurns
from omnilex.adapters.sessions_table import SessionsTable
from omnilex.adapters.web_sessions import WebSessions
from omnilex.domain.chat import (
    BotBusyError,
    BotThrottledError,
    BotTurn,
    BotUnavailableError,
    ChatInput,
    ChatRequest,
    ChatResponse,
    EndRequest,
    MalformedRequestError,
    NothingHeardError,
    SessionExpiredError,
    SpokenPinError,
    TooManyTurnsError,
    VoiceRequest,
)
from omnilex.domain.correlation import of_session
from omnilex.domain.session import Channel, SessionBusyError
from omnilex.domain.verification import PIN
from omnilex.settings import ChatSettings

logger = Logger()
metrics = Metrics(logger)
settings = ChatSettings.from_env()
table = boto3.resource("dynamodb").Table(settings.sessions_table)
sessions, turns = SessionsTable(table), SessionTurns(table, time.time, time.sleep)
web, answers = WebSessions(table), ChatAnswers(table)
endings = ConversationEndings(boto3.client("sqs"), settings.conversation_endings_url)
# Not retried: what the customer said must not be heard twice. With ten seconds that a message may
# wait for its turn, an answer in time for the function's 29.
once = Config(read_timeout=18, retries={"total_max_attempts": 1})
lex = boto3.client("lexv2-runtime", config=once)
bot = LexBot(lex, settings.bot_id, settings.bot_alias_id, settings.bank_time_zone, time.sleep)
app = APIGatewayHttpResolver()

GREETING = "hello"
THROTTLED_FOR_S = 5
Request = TypeVar("Request", bound=BaseModel)


@app.post("/chat")
def chat() -> Response[str]:
    asked = parse(ChatRequest)
    text = asked.text or GREETING

    def say(session_id: str) -> BotTurn:
        return bot.say(session_id, text, asked.language)

    return converse(asked.session_id, say, asked.message_id)


@app.post("/chat/voice")
def voice() -> Response[str]:
    asked = parse(VoiceRequest)

    def hear(session_id: str) -> BotTurn:
        waiting = sessions.asked(session_id, int(time.time())).reply
        if waiting and waiting.slot == PIN:
            raise SpokenPinError
        return bot.hear(session_id, asked.audio, asked.language)

    return converse(asked.session_id, hear)


@app.post("/chat/end")
def end() -> Response[str]:
    asked, now_s = parse(EndRequest), int(time.time())
    session_id = web.find(asked.session_id, now_s, may_have_ended=True)
    logger.set_correlation_id(of_session(session_id))
    web.end(session_id, asked.feedback, now_s)
    endings.end(session_id, asked.feedback)
    return Response(
        HTTPStatus.OK, content_types.APPLICATION_JSON, json.dumps({"feedback": asked.feedback})
    )


def converse(
    handle: str | None, answer: Callable[[str], BotTurn], message_id: str | None = None
) -> Response[str]:
    """One turn of the session behind the browser's id, or of a new one; a message that was answered
    is answered alike.
    """
    now_s = int(time.time())
    key = (handle, message_id) if handle and message_id else None
    if key and (given := answers.find(*key, now_s)):
        return told(given)
    session_id = web.find(handle, now_s) if handle else web.mint()
    logger.set_correlation_id(of_session(session_id))
    web.count_turn(session_id, now_s)
    with turns.take(session_id):
        if key and (given := answers.find(*key, now_s)):  # while this one waited
            return told(given)
        response = answered(session_id, handle, answer, now_s)
        if key:
            answers.keep(*key, response, now_s)
    return told(response)


def answered(
    session_id: str, handle: str | None, answer: Callable[[str], BotTurn], now_s: int
) -> str:
    before = sessions.get(session_id, now_s).verified_customer(now_s)
    turn = answer(session_id)
    until = sessions.extend(session_id, now_s)
    # From here on the id is worth something: one that nobody can have seen before.
    if sessions.get(session_id, now_s).verified_customer(now_s) != before:
        handle = web.renew(session_id, now_s)
    logger.info("chat answered", wants=turn.wants.value, ended=turn.ended)
    return ChatResponse(
        session_id=handle or session_id,
        messages=turn.messages,
        quick_replies=turn.quick_replies,
        input=ChatInput(kind=turn.wants),
        ended=turn.ended,
        expires_at=datetime.fromtimestamp(until, UTC),
        heard=turn.heard,
        speech=turn.speech and base64.b64encode(turn.speech).decode(),
    ).model_dump_json()


def told(response: str) -> Response[str]:
    return Response(HTTPStatus.OK, content_types.APPLICATION_JSON, response)


def parse(model: type[Request]) -> Request:
    try:
        return model.model_validate_json(app.current_event.decoded_body or "{}")
    except ValidationError:
        raise MalformedRequestError from None


@app.exception_handler(MalformedRequestError)
def malformed(error: MalformedRequestError) -> Response[str]:
    return refuse(
        HTTPStatus.BAD_REQUEST,
        "bad_request",
        "Send {session_id, text, language, message_id}: 1 to 1024 characters, en or es, 32 hex "
        "digits; by voice {session_id, audio, language}: base64 of at most 15 seconds of 16-bit "
        "mono PCM at 16 kHz; to end {session_id, feedback}: up or down.",
    )


@app.exception_handler(SessionExpiredError)
def expired(error: SessionExpiredError) -> Response[str]:
    return refuse(
        HTTPStatus.NOT_FOUND,
        "session_expired",
        "This conversation has expired. Please start again.",
    )


@app.exception_handler(SpokenPinError)
def spoken_pin(error: SpokenPinError) -> Response[str]:
    return refuse(
        HTTPStatus.CONFLICT, "pin_by_keypad", "Please do not say your PIN: enter it on the keypad."
    )


@app.exception_handler(NothingHeardError)
def nothing_heard(error: NothingHeardError) -> Response[str]:
    return refuse(
        HTTPStatus.UNPROCESSABLE_ENTITY, "nothing_heard", "I heard nothing. Please try again."
    )


@app.exception_handler([BotBusyError, SessionBusyError])
def busy(error: BotBusyError | SessionBusyError) -> Response[str]:
    return refuse(
        HTTPStatus.CONFLICT, "busy", "Your last message is still being answered. Please try again."
    )


@app.exception_handler(TooManyTurnsError)
def too_fast(error: TooManyTurnsError) -> Response[str]:
    return refuse(
        HTTPStatus.TOO_MANY_REQUESTS,
        "too_fast",
        f"That was a little fast. Please wait {error.retry_after_s} seconds.",
        retry_after_s=error.retry_after_s,
    )


@app.exception_handler(BotThrottledError)
def throttled(error: BotThrottledError) -> Response[str]:
    return refuse(
        HTTPStatus.TOO_MANY_REQUESTS,
        "throttled",
        "Many are writing to us. Please try again soon.",
        retry_after_s=THROTTLED_FOR_S,
    )


@app.exception_handler(BotUnavailableError)
def unavailable(error: BotUnavailableError) -> Response[str]:
    logger.error("bot unavailable", reason=str(error))
    metrics.count(Metric.BOT_UNAVAILABLE, channel=Channel.WEB)
    return refuse(
        HTTPStatus.BAD_GATEWAY, "bot_unavailable", "We cannot answer just now. Please try again."
    )


@correlated(logger, by_request)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """An HTTP API event (payload 2.0); answers as ``ChatResponse``, or {error, message}."""
    return app.resolve(event, context)
