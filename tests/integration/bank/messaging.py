"""Twilio and Slack as the tests of SMS and Slack need them: their signatures and their APIs."""

import base64
import copy
import hashlib
import hmac
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode

from tests.integration.bank.world import SECRETS, event

ACCOUNT_SID = "AC" + "0" * 32
AUTH_TOKEN = "0123456789abcdef0123456789abcdef"
SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
SMS_URL = "https://www.example.com/api/sms"
ANAS_PHONE, OUR_PHONE = "+14165550142", "+14165550100"

Event = dict[str, Any]


class Vendor:
    """Stands in for both vendors' APIs, all run long: the functions keep its address for minutes.

    ``fails`` makes it refuse what comes.
    """

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict[str, str], Any]] = []
        self.fails = False
        vendor = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, answer = vendor.take(self.path, dict(self.headers), body)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(json.dumps(answer).encode())

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def take(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, Any]:
        if self.fails:
            return 500, {}
        is_form = "form" in headers["Content-Type"]
        told = dict(parse_qsl(body.decode())) if is_form else json.loads(body)
        self.requests.append((path, headers, told))
        return (201, {"sid": f"SM{uuid.uuid4().hex}"}) if is_form else (200, {"ok": True})

    @property
    def texts(self) -> list[str]:
        """What was sent by SMS or posted to Slack."""
        return [told.get("Body") or told.get("text") for _, _, told in self.requests]

    def forget(self) -> None:
        self.requests.clear()
        self.fails = False


@contextmanager
def bot_of(client: Any, answer: Callable[[str, str, str], dict[str, Any]]) -> Iterator[list[str]]:
    """``answer`` (session, locale, text) takes Lex's place at the client; yields what it hears."""
    heard: list[str] = []

    class Arrived:
        status_code = 200

    def recognize(params: dict[str, Any], **_: Any) -> tuple[Arrived, dict[str, Any]]:
        path = unquote(params["url_path"]).split("/")
        text = json.loads(params["body"])["text"]
        heard.append(text)
        return Arrived(), answer(path[8], path[6], text)

    name = "before-call.lex-runtime-v2.RecognizeText"
    client.meta.events.register(name, recognize)
    try:
        yield heard
    finally:
        client.meta.events.unregister(name, recognize)


def says(*texts: str, **state: Any) -> dict[str, Any]:
    """An answer of Lex in plain words."""
    messages = [{"contentType": "PlainText", "content": text} for text in texts]
    return {"messages": messages, "sessionState": state}


def create_secrets(vendor_url: str) -> None:
    twilio = {"account_sid": ACCOUNT_SID, "auth_token": AUTH_TOKEN, "api_url": vendor_url}
    slack = {"signing_secret": SIGNING_SECRET, "bot_token": "xoxb-1", "api_url": vendor_url}
    SECRETS.create_secret(Name="twilio", SecretString=json.dumps(twilio))
    SECRETS.create_secret(Name="slack", SecretString=json.dumps(slack))


def signed_by_twilio(url: str, pairs: list[tuple[str, str]]) -> str:
    told = url + "".join(name + value for name, value in sorted(set(pairs)))
    return base64.b64encode(hmac.digest(AUTH_TOKEN.encode(), told.encode(), "sha1")).decode()


def sms(
    text: str, *, sid: str | None = None, sender: str = ANAS_PHONE, to: str = OUR_PHONE
) -> Event:
    """A text message as Twilio brings it."""
    made = copy.deepcopy(event("relay_sms", "customer_writes"))
    fields = dict(parse_qsl(base64.b64decode(made["body"]).decode(), keep_blank_values=True))
    message_sid = sid or f"SM{uuid.uuid4().hex}"
    fields |= {"Body": text, "From": sender, "To": to, "MessageSid": message_sid}
    made["headers"]["x-twilio-signature"] = signed_by_twilio(SMS_URL, list(fields.items()))
    made["body"] = base64.b64encode(urlencode(fields).encode()).decode()
    return made


def signed_by_slack(made: Event, at: int | None = None) -> Event:
    """With a signature of now."""
    made = copy.deepcopy(made)
    at = int(time.time()) if at is None else at
    raw = base64.b64decode(made["body"]) if made["isBase64Encoded"] else made["body"].encode()
    told = f"v0:{at}:".encode() + raw
    made["headers"]["x-slack-request-timestamp"] = str(at)
    digest = hmac.new(SIGNING_SECRET.encode(), told, hashlib.sha256).hexdigest()
    made["headers"]["x-slack-signature"] = f"v0={digest}"
    return made
