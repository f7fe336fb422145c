"""POST /slack/events and /slack/interactions: taken at once, answered from a queue.

Two things cannot wait for the queue: a modal opens within three seconds of its button, and a PIN
goes into no queue.
"""

import json
import re
import time
from http import HTTPStatus
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response, content_types
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config

from omnilex.adapters import block_kit, slack
from omnilex.adapters.correlation import by_request, correlated
from omnilex.adapters.http_api import WebhookRequest, refuse
from omnilex.adapters.message_desk import ONCE, UNANSWERED, Correspondent, open_desk
from omnilex.adapters.slack import Pressed, SlackApi, Submitted
from omnilex.adapters.slack_queue import SlackQueue
from omnilex.adapters.vendor_secret import SlackSecret, VendorSecret
from omnilex.domain import slack as words
from omnilex.domain.correlation import of_session
from omnilex.domain.customer import phone_digits
from omnilex.domain.messaging import (
    Asks,
    ChannelNotConfiguredError,
    MalformedMessageError,
    UnsignedRequestError,
    VendorUnavailableError,
)
from omnilex.domain.session import Channel
from omnilex.domain.slack import Answered, Said, unsealed
from omnilex.domain.wording import Language
from omnilex.settings import ReceiveSlackSettings

logger = Logger()
settings = ReceiveSlackSettings.from_env()
# A modal waits three seconds, and no longer.
soon = ONCE.merge(Config(read_timeout=2.5))
lex = boto3.client("lexv2-runtime", config=soon)
desk = open_desk(boto3.resource("dynamodb"), lex, settings)
queue = SlackQueue(boto3.client("sqs"), settings.slack_messages_url)
vendor = VendorSecret(
    boto3.client("secretsmanager"), settings.slack_secret_arn, SlackSecret, time.monotonic
)
api = SlackApi(vendor.get)
app = APIGatewayHttpResolver()

PIN = re.compile(r"[0-9]{4}")
NUMBER_DIGITS = {8, 11}  # a customer number, a phone number


@app.post("/slack/events")
def receive_event() -> Response[str]:
    secret, request = signed()
    told = slack.read_event(request.body)
    if isinstance(told, str):
        return answered({"challenge": told})
    if told:
        session_id = told.place.session_id(key_of(secret))
        logger.set_correlation_id(of_session(session_id))
        queue.put(told, session_id)
        logger.info("Slack message taken")
    return answered(None)


@app.post("/slack/interactions")
def receive_interaction() -> Response[str]:
    secret, request = signed()
    told = slack.read_interaction(request.body)
    if told is None:
        return answered(None)
    session_id = told.place.session_id(key_of(secret))
    logger.set_correlation_id(of_session(session_id))
    logger.info("Slack interaction taken", kind=type(told).__name__)
    if isinstance(told, Submitted):
        return answered(submit(told, session_id))
    press(told, session_id, key_of(secret))
    return answered(None)


def signed() -> tuple[SlackSecret, WebhookRequest]:
    """Raises ChannelNotConfiguredError, UnsignedRequestError."""
    secret = vendor.get()
    request = WebhookRequest.of(app.current_event.raw_event)
    slack.check_signature(request, secret, time.time())
    return secret, request


def key_of(secret: SlackSecret) -> str:
    return secret.signing_secret.get_secret_value()


def press(told: Pressed, session_id: str, key: str) -> None:
    """Open the modal, or say what the button says; what we did not make says nothing."""
    if told.action_id == block_kit.ENTER_PIN:
        language = desk.talk(session_id).language
        asks = desk.asks(session_id)
        api.open_view(told.trigger_id, block_kit.pin_modal(told.place, asks, language))
        return
    button = unsealed(session_id, told.value, key)
    if button is None:
        raise MalformedMessageError
    queue.put(
        Said(
            message_id=told.message_id,
            place=told.place,
            text=button.value,
            turn_id=button.turn_id,
        ),
        session_id,
    )


def submit(told: Submitted, session_id: str) -> dict[str, Any] | None:
    """Check the PIN; what is wrong is said in the modal, what comes of it in the conversation."""
    language = desk.talk(session_id).language
    pin, number = told.fields.get(block_kit.PIN, ""), told.fields.get(block_kit.NUMBER)
    faults = faults_of(pin, number, language)
    if faults:
        return errors(faults)
    who = Correspondent(Channel.SLACK, session_id, told.place.identity)
    try:
        answer = desk.give_pin(who, pin, number)
    except UNANSWERED as error:
        logger.error("PIN not checked", reason=type(error).__name__)
        return errors({block_kit.PIN: words.NOT_CHECKED(language)})
    if answer is None:
        return errors({block_kit.PIN: words.PIN_NOT_NEEDED(language)})
    if answer.asks is Asks.PIN:
        said = " ".join(message.text or "" for message in answer.turn.messages)
        return errors({block_kit.PIN: said})
    queue.put(Answered(message_id=told.message_id, place=told.place, answer=answer), session_id)
    return {"response_action": "clear"}


def faults_of(pin: str, number: str | None, language: Language) -> dict[str, str]:
    faults = {}
    if not PIN.fullmatch(pin):
        faults[block_kit.PIN] = words.FOUR_DIGITS(language)
    if number is not None and len(phone_digits(number)) not in NUMBER_DIGITS:
        faults[block_kit.NUMBER] = words.A_NUMBER(language)
    return faults


def errors(by_block: dict[str, str]) -> dict[str, Any]:
    return {"response_action": "errors", "errors": by_block}


def answered(body: dict[str, Any] | None) -> Response[str]:
    text = "" if body is None else json.dumps(body)
    return Response(HTTPStatus.OK, content_types.APPLICATION_JSON, text)


@app.exception_handler(ChannelNotConfiguredError)
def not_configured(error: ChannelNotConfiguredError) -> Response[str]:
    return refuse(HTTPStatus.NOT_FOUND, "not_found", "This bank has no Slack here.")


@app.exception_handler(UnsignedRequestError)
def unsigned(error: UnsignedRequestError) -> Response[str]:
    logger.warning("unsigned request refused")
    return refuse(
        HTTPStatus.FORBIDDEN,
        "bad_signature",
        "Not signed with this app's signing secret within five minutes. See docs/channels.md.",
    )


@app.exception_handler(MalformedMessageError)
def malformed(error: MalformedMessageError) -> Response[str]:
    return refuse(
        HTTPStatus.BAD_REQUEST, "bad_request", "Neither an event nor an interaction of Slack's."
    )


@app.exception_handler(VendorUnavailableError)
def modal_not_opened(error: VendorUnavailableError) -> Response[str]:
    """Slack shows the customer that the button did not work, so that they press it again."""
    logger.error("modal not opened", reason=str(error))
    return refuse(HTTPStatus.BAD_GATEWAY, "slack_unavailable", "Slack did not open the modal.")


@correlated(logger, by_request)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """An HTTP API event (payload 2.0) signed by Slack; answers what Slack asks, or nothing."""
    return app.resolve(event, context)
