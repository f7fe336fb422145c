"""Puts the runtime together and serves it."""

import asyncio
import hashlib
import logging
import os
import string
from datetime import datetime
from pathlib import Path

from local.lex.bot.files import read_bot
from local.lex.bot.model import Bot
from local.lex.bots import TEST_ALIAS, Bots, build
from local.lex.conversation_log import ConversationLogs
from local.lex.dialog.hooks import Invoke, invoke_through_boto3
from local.lex.dialog.runtime import Record, Runtime
from local.lex.errors import BotFormatError
from local.lex.faq import faq_answers
from local.lex.reloading import watch
from local.lex.server import application
from local.serving import serve_until_stopped

REGION = "us-east-1"
_ALPHABET = string.digits + string.ascii_uppercase
BOT_ID_LENGTH = 10


def serve(
    host: str,
    port: int,
    *,
    bot_path: Path | None = None,
    state: Path | None = None,
    function: str | None = None,
    lambda_endpoint: str | None = None,
    faq: Path | None = None,
) -> None:
    """Serve one bot, or what is deployed into ``state``, until SIGTERM or SIGINT.

    Raises BotFormatError.
    """
    if bot_path is None and state is None:
        raise BotFormatError("omnilex lex serve", "no bot", "Give a bot: omnilex lex serve BOT")
    use_local_lambda(lambda_endpoint)
    bots = Bots(state / "bots" if state else None)
    if bot_path:
        bot = read_bot(bot_path)
        bot_id = id_of(bot)
        bots.serve(bot_id, build(bot), function)
        watch(bot_path, lambda: _serve_anew(bots, bot_id, bot_path, function))
        print(_address(bot, bot_id, f"http://{host}:{port}"), flush=True)
    logs = ConversationLogs(state / "conversation-logs" if state else None)
    asgi = application(bots, make_runtime(bots, record=logs, faq=faq))
    log = logging.getLogger("local.lex")
    asyncio.run(serve_until_stopped(asgi, port, host, log))


def _serve_anew(bots: Bots, bot_id: str, path: Path, function: str | None) -> None:
    bot = read_bot(path)
    bots.serve(bot_id, build(bot), function)
    print(f"{bot.name} has changed and is built anew.", flush=True)


def make_runtime(
    bots: Bots,
    invoke: Invoke | None = None,
    *,
    record: Record | None = None,
    faq: Path | None = None,
) -> Runtime:
    """The runtime over ``bots``, by this machine's clock and zone."""
    return Runtime(
        bots.channel,
        invoke or invoke_through_boto3(),
        lambda: datetime.now().astimezone(),
        record=record,
        search=faq_answers(faq) if faq else None,
    )


def use_local_lambda(endpoint: str | None) -> None:
    """Let the hooks call Lambda at ``endpoint``; a local one needs no real keys."""
    if endpoint:
        os.environ["AWS_ENDPOINT_URL_LAMBDA"] = endpoint
        os.environ.setdefault("AWS_ACCESS_KEY_ID", "local")
        os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "local")
    os.environ.setdefault("AWS_DEFAULT_REGION", REGION)


def id_of(bot: Bot) -> str:
    """Ten characters, the same for the same name."""
    number = int.from_bytes(hashlib.sha256(bot.name.encode()).digest())
    return "".join(_ALPHABET[number // 36**place % 36] for place in range(BOT_ID_LENGTH))


def _address(bot: Bot, bot_id: str, url: str) -> str:
    locale = next(iter(bot.locales), "en_US")
    return (
        f"{bot.name} ({', '.join(bot.locales)}) answers at {url}\n"
        f"  aws lexv2-runtime recognize-text --endpoint-url {url} --bot-id {bot_id} "
        f"--bot-alias-id {TEST_ALIAS} --locale-id {locale} --session-id me --text hello"
    )
