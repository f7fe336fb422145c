"""POST /sms: Twilio brings a customer's text message; the answer is what the bot says to it."""

import hmac
import json
import time
from http import HTTPStatus
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters import twilio
from omnilex.adapters.correlation import by_request, correlated
from omnilex.adapters.http_api import WebhookRequest
from omnilex.adapters.message_desk import ONCE, Correspondent, open_desk
from omnilex.adapters.pin_links import PinLink, PinLinks
from omnilex.adapters.received_messages import ReceivedMessages
from omnilex.adapters.talks_table import TalksTable
from omnilex.adapters.twilio import Sms
from omnilex.adapters.vendor_secret import TwilioSecret, VendorSecret
from omnilex.domain import sms
from omnilex.domain.correlation import of_session
from omnilex.domain.messaging import (
    Asks,
    ChannelNotConfiguredError,
    MalformedMessageError,
    MessageBusyError,
    UnsignedRequestError,
    VendorUnavailableError,
)
from omnilex.domain.session import Channel
from omnilex.domain.sms import Keyword
from omnilex.domain.wording import Language
from omnilex.settings import SmsSettings

logger = Logger()
settings = SmsSettings.from_env()
dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(settings.sessions_table)
lex = boto3.client("lexv2-runtime", config=ONCE)
desk = open_desk(dynamodb, lex, settings)
received = ReceivedMessages(table, time.time, time.sleep)
talks, links = TalksTable(table), PinLinks(table)
vendor = VendorSecret(
    boto3.client("secretsmanager"), settings.twilio_secret_arn, TwilioSecret, time.monotonic
)

TWILIO_WAITS_S = 13  # 15, less what the way takes
DUPLICATES_WAIT_S = 25


def receive(event: dict[str, Any]) -> str:
    """A message is answered once; every further delivery of it gets the same TwiML."""
    secret, began_at = vendor.get(), time.monotonic()
    message = twilio.read_sms(WebhookRequest.of(event), addresses(event), secret)
    if not received.claim(Channel.SMS, message.message_sid):
        answer = received.await_answer(Channel.SMS, message.message_sid, DUPLICATES_WAIT_S)
        return answer or twilio.twiml([])
    texts = [part for text in answer_to(message, secret) for part in sms.split(text)]
    if time.monotonic() - began_at > TWILIO_WAITS_S and send(message, texts, secret):
        texts = []
    answer = twilio.twiml(texts)
    received.keep_answer(Channel.SMS, message.message_sid, answer)
    return answer


def addresses(event: dict[str, Any]) -> tuple[str, ...]:
    """As the channel's guide says, by the site; or the API's own, which only we can have."""
    domain = event["requestContext"]["domainName"]
    return (f"{settings.webhook_url}/sms", f"https://{domain}/sms")


def answer_to(message: Sms, secret: TwilioSecret) -> list[str]:
    """The texts to send; none where the carrier or Twilio has said what there is to say."""
    who = correspondent(message, secret)
    logger.set_correlation_id(of_session(who.session_id))
    word = sms.keyword(message.text)
    if word:
        return obey(word, message, who)
    if talks.is_stopped(who.session_id):
        return []
    answer = desk.answer(who, message.text, may_tell_pin=settings.allow_pin_by_sms)
    logger.info("sms answered", asks=answer.asks.value)
    texts = ["\n".join(sms.shown(answer))]
    if answer.asks is Asks.PIN:
        texts.append(ask_for_pin(message, who, answer.language))
    return texts


def correspondent(message: Sms, secret: TwilioSecret) -> Correspondent:
    """A session for a customer's phone and a number of ours; its id does not tell the phone."""
    between = f"{message.sender} {message.receiver}".encode()
    token = secret.auth_token.get_secret_value().encode()
    told = hmac.digest(token, between, "sha256").hex()[:32]
    return Correspondent(Channel.SMS, f"sms.{told}", message.sender)


def obey(word: Keyword, message: Sms, who: Correspondent) -> list[str]:
    """Carriers' words never reach the bot. To its own words Twilio replies by itself."""
    language = spoken(message.text, who)
    if word is Keyword.STOP:
        talks.stop(who.session_id)
        return [] if sms.is_answered_by_twilio(message.text) else [sms.STOPPED(language)]
    if word is Keyword.START:
        talks.start(who.session_id)
    return [sms.EXPLAINED(language)]


def spoken(text: str, who: Correspondent) -> Language:
    """Spanish words are answered in Spanish; Twilio's are everybody's."""
    return (
        desk.talk(who.session_id).language if sms.is_answered_by_twilio(text) else Language.SPANISH
    )


def ask_for_pin(message: Sms, who: Correspondent, language: Language) -> str:
    link = PinLink(
        session_id=who.session_id,
        customer_phone=message.sender,
        bank_phone=message.receiver,
        language=language,
    )
    token = links.make(link, int(time.time()))
    # Behind the #, so that no server and no log ever sees it.
    by_link = sms.PIN_BY_LINK.of(link=f"{settings.site_url}/pin/#{language}.{token}")
    if settings.allow_pin_by_sms:
        return sms.PIN_OR_TEXT(language, by_link=by_link)
    return by_link(language)


def send(message: Sms, texts: list[str], secret: TwilioSecret) -> bool:
    """Twilio has stopped waiting for the answer: bring it."""
    try:
        twilio.send(secret, message.receiver, message.sender, texts)
    except VendorUnavailableError as error:
        logger.error("late answer not sent", reason=str(error))
        return False
    return True


REFUSALS = {
    ChannelNotConfiguredError: (HTTPStatus.NOT_FOUND, "not_found", "This bank has no SMS here."),
    UnsignedRequestError: (
        HTTPStatus.FORBIDDEN,
        "bad_signature",
        "The signature is not Twilio's for this address. See docs/channels.md.",
    ),
    MalformedMessageError: (
        HTTPStatus.BAD_REQUEST,
        "bad_request",
        "Send MessageSid, AccountSid, From, To and Body of at most 1600 letters, as Twilio does.",
    ),
    MessageBusyError: (HTTPStatus.CONFLICT, "busy", "This message is still being answered."),
}


@correlated(logger, by_request)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """An HTTP API event (payload 2.0) signed by Twilio; answers TwiML, or {error, message}."""
    try:
        return answer_of(HTTPStatus.OK, twilio.TWIML, receive(event))
    except tuple(REFUSALS) as error:
        status, code, message = REFUSALS[type(error)]
        logger.warning("refused", code=code)
        body = json.dumps({"error": code, "message": message})
        return answer_of(status, "application/json", body)


def answer_of(status: HTTPStatus, kind: str, body: str) -> dict[str, Any]:
    return {"statusCode": status.value, "headers": {"Content-Type": kind}, "body": body}
