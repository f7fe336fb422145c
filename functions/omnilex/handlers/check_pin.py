"""POST /pin/{token}: the PIN of a text conversation, from the page that its one-time link opens."""

import time
from http import HTTPStatus
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response, content_types
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import ValidationError

from omnilex.adapters import twilio
from omnilex.adapters.correlation import by_request, correlated
from omnilex.adapters.http_api import refuse
from omnilex.adapters.message_desk import ONCE, UNANSWERED, Correspondent, open_desk
from omnilex.adapters.pin_links import PinLink, PinLinks, PinLinkSpentError
from omnilex.adapters.talks_table import TalksTable
from omnilex.adapters.vendor_secret import TwilioSecret, VendorSecret
from omnilex.domain import sms
from omnilex.domain.correlation import of_session
from omnilex.domain.messaging import (
    Answer,
    Asks,
    ChannelNotConfiguredError,
    VendorUnavailableError,
)
from omnilex.domain.pin_page import PinEntry, PinOutcome, PinStatus
from omnilex.domain.session import Channel
from omnilex.settings import TwilioSettings

logger = Logger()
settings = TwilioSettings.from_env()
dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(settings.sessions_table)
lex = boto3.client("lexv2-runtime", config=ONCE)
desk = open_desk(dynamodb, lex, settings)
talks, links = TalksTable(table), PinLinks(table)
vendor = VendorSecret(
    boto3.client("secretsmanager"), settings.twilio_secret_arn, TwilioSecret, time.monotonic
)
app = APIGatewayHttpResolver()


@app.post("/pin/<token>")
def enter(token: str) -> Response[str]:
    """Each link takes one PIN; a wrong one is answered with the next link's token."""
    secret = vendor.get()
    entry = PinEntry.model_validate_json(app.current_event.decoded_body or "{}")
    link = links.spend(token, int(time.time()))
    logger.set_correlation_id(of_session(link.session_id))
    who = Correspondent(Channel.SMS, link.session_id, link.customer_phone)
    try:
        answer = desk.give_pin(who, entry.pin)
    except UNANSWERED as error:
        logger.error("PIN not checked", reason=type(error).__name__)
        return answered(PinOutcome(status=PinStatus.UNAVAILABLE, token=again(link)))
    told = outcome(answer, link, secret)
    logger.info("PIN entered", status=told.status.value)
    return answered(told)


def outcome(answer: Answer | None, link: PinLink, secret: TwilioSecret) -> PinOutcome:
    if answer is None:
        return PinOutcome(status=PinStatus.NOT_NEEDED)
    words = " ".join(sms.shown(answer))
    if answer.asks is Asks.PIN:
        return PinOutcome(status=PinStatus.WRONG, message=words, token=again(link))
    sent = send("\n".join(sms.shown(answer)), link, secret)
    if answer.turn.ended:
        return PinOutcome(status=PinStatus.LOCKED, message=words)
    return PinOutcome(status=PinStatus.RIGHT, is_sent=sent)


def again(link: PinLink) -> str:
    return links.make(link, int(time.time()))


def send(text: str, link: PinLink, secret: TwilioSecret) -> bool:
    """On with the conversation; where that fails, the customer's next text goes on with it."""
    if talks.is_stopped(link.session_id):
        return False
    try:
        twilio.send(secret, link.bank_phone, link.customer_phone, sms.split(text))
    except VendorUnavailableError as error:
        logger.error("text not sent", reason=str(error))
        return False
    return True


def answered(outcome: PinOutcome) -> Response[str]:
    return Response(
        HTTPStatus.OK,
        content_types.APPLICATION_JSON,
        outcome.model_dump_json(),
        headers={"Cache-Control": "no-store"},
    )


@app.exception_handler(ChannelNotConfiguredError)
def not_configured(error: ChannelNotConfiguredError) -> Response[str]:
    return refuse(HTTPStatus.NOT_FOUND, "not_found", "This bank has no SMS here.")


@app.exception_handler(PinLinkSpentError)
def spent(error: PinLinkSpentError) -> Response[str]:
    return refuse(
        HTTPStatus.NOT_FOUND,
        "link_spent",
        "This link has been used, or its ten minutes are over. Text us, and you get a new one.",
    )


@app.exception_handler(ValidationError)
def malformed(error: ValidationError) -> Response[str]:
    return refuse(HTTPStatus.BAD_REQUEST, "bad_request", "Send {pin}: four digits.")


@correlated(logger, by_request)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """An HTTP API event (payload 2.0); answers as ``PinOutcome``, or {error, message}."""
    return app.resolve(event, context)
