"""Twilio: its signature, its form of an SMS, our answer in TwiML, and its REST API."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit
from xml.sax.saxutils import escape

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from omnilex.adapters import vendor_api
from omnilex.adapters.http_api import WebhookRequest
from omnilex.adapters.vendor_secret import TwilioSecret
from omnilex.domain.messaging import (
    MalformedMessageError,
    UnsignedRequestError,
    VendorUnavailableError,
)

FORM = "application/x-www-form-urlencoded"
SIGNATURE = "x-twilio-signature"
BODY_HASH = "bodySHA256"
TWIML = "text/xml; charset=utf-8"


class Sms(BaseModel):
    """What Twilio tells of a message; it adds fields without notice."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    message_sid: str = Field(alias="MessageSid", pattern=r"^[A-Z]{2}[0-9a-f]{32}$")
    account_sid: str = Field(alias="AccountSid")
    sender: str = Field(alias="From", pattern=r"^\+[1-9]\d{6,14}$|^\d{3,8}$")
    receiver: str = Field(alias="To", min_length=1)
    text: str = Field(default="", alias="Body", max_length=1600)


def read_sms(request: WebhookRequest, urls: Iterable[str], secret: TwilioSecret) -> Sms:
    """The message of a request that Twilio signed for one of the addresses we are known by.

    Raises UnsignedRequestError, or MalformedMessageError for what is signed and is no message.
    """
    token = secret.auth_token.get_secret_value()
    told = request.headers.get(SIGNATURE, "")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    pairs = _form(request.body) if kind == FORM else None
    for url in urls:
        address = f"{url}?{request.query}" if request.query else url
        if is_signed(address, pairs, request.body, told, token):
            return _sms(pairs, request.body, secret)
    raise UnsignedRequestError


def is_signed(
    url: str, pairs: Sequence[tuple[str, str]] | None, body: bytes, told: str, token: str
) -> bool:
    """``pairs`` are a form's; of another body Twilio signs the hash that it puts into the URL."""
    if pairs is None and not _has_hash_of(url, body):
        return False
    made = [signature(address, pairs or (), token) for address in _ways_to_write(url)]
    return any(hmac.compare_digest(one.encode(), told.encode()) for one in made)


def signature(url: str, pairs: Sequence[tuple[str, str]], token: str) -> str:
    """Of the URL and the form's fields in order; a field given twice counts once a value."""
    signed = url + "".join(name + value for name, value in sorted(set(pairs)))
    digest = hmac.digest(token.encode(), signed.encode(), "sha1")
    return base64.b64encode(digest).decode()


def twiml(texts: Iterable[str]) -> str:
    """The answer to a webhook: a message each; none is silence."""
    messages = "".join(f"<Message>{escape(text)}</Message>" for text in texts)
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{messages}</Response>'


def send(secret: TwilioSecret, sender: str, receiver: str, texts: Iterable[str]) -> None:
    """Texts one after the other, of our own accord. Raises VendorUnavailableError."""
    url = f"{secret.api_url}/2010-04-01/Accounts/{secret.account_sid}/Messages.json"
    login = f"{secret.account_sid}:{secret.auth_token.get_secret_value()}"
    headers = {
        "Authorization": f"Basic {base64.b64encode(login.encode()).decode()}",
        "Content-Type": FORM,
    }
    for text in texts:
        form = urlencode({"From": sender, "To": receiver, "Body": text})
        status, _ = vendor_api.post(url, headers, form)
        if status != HTTPStatus.CREATED:
            raise VendorUnavailableError(f"Twilio: {status}")


def _form(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(body.decode(), keep_blank_values=True, errors="strict")
    except ValueError:
        raise UnsignedRequestError from None


def _has_hash_of(url: str, body: bytes) -> bool:
    told = parse_qs(urlsplit(url).query).get(BODY_HASH, [""])[0]
    return hmac.compare_digest(told.encode(), hashlib.sha256(body).hexdigest().encode())


def _ways_to_write(url: str) -> list[str]:
    """Twilio may sign with the port that goes without saying."""
    split = urlsplit(url)
    if split.port is not None:
        return [url]
    port = {"https": 443, "http": 80}[split.scheme]
    return [url, urlunsplit(split._replace(netloc=f"{split.netloc}:{port}"))]


def _sms(pairs: Sequence[tuple[str, str]] | None, body: bytes, secret: TwilioSecret) -> Sms:
    try:
        sms = Sms.model_validate_json(body) if pairs is None else Sms.model_validate(dict(pairs))
    except ValidationError:
        raise MalformedMessageError from None
    if sms.account_sid != secret.account_sid:
        raise MalformedMessageError
    return sms
