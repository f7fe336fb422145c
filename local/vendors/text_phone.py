"""A phone that texts the bank: its messages come to the webhook signed as Twilio signs them."""

import base64
import hmac
import json
import re
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

from local.stack.description import Stack
from local.vendors import secrets, webhooks

BANK = "+14165550100"
LINK = re.compile(r"https?://\S+/pin/#(?:en|es)\.([\w-]+)")


@dataclass
class TextPhone:
    """A number of the customer's, texting with a number of the bank's."""

    stack: Stack
    number: str
    bank: str = BANK
    _seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._secret = secrets.read(self.stack.client("secretsmanager"), secrets.TWILIO)
        self.arrived()

    def text(self, body: str, sid: str | None = None) -> list[str]:
        """Send a text; the texts that come back at once."""
        fields = self._fields(body, sid or f"SM{uuid.uuid4().hex}")
        url = f"{self.stack.api_url}/sms"
        signed = url + "".join(name + fields[name] for name in sorted(fields))
        digest = hmac.digest(self._secret["auth_token"].encode(), signed.encode(), "sha1")
        headers = {
            "X-Twilio-Signature": base64.b64encode(digest).decode(),
            "I-Twilio-Idempotency-Token": str(uuid.uuid4()),
            "User-Agent": "TwilioProxy/1.1",
        }
        answer = webhooks.post(url, webhooks.FORM, headers, urlencode(fields))
        root = ElementTree.fromstring(answer)  # noqa: S314  our own webhook's
        return [message.text or "" for message in root.iter("Message")]

    def arrived(self) -> list[str]:
        """Texts that the bank has sent of its own accord since the last look."""
        account = self._secret["account_sid"]
        url = f"{self._secret['api_url']}/2010-04-01/Accounts/{account}/Messages.json"
        listed = webhooks.get(url, To=self.number, From=self.bank)["messages"]
        new = [one for one in reversed(listed) if one["sid"] not in self._seen]
        self._seen |= {one["sid"] for one in new}
        return [one["body"] for one in new]

    def enter_pin(self, token: str, pin: str) -> dict[str, Any]:
        """As the page behind the one-time link does."""
        body = json.dumps({"pin": pin})
        url = f"{self.stack.api_url}/pin/{token}"
        outcome: dict[str, Any] = json.loads(webhooks.post(url, webhooks.JSON, {}, body))
        return outcome

    def _fields(self, body: str, sid: str) -> dict[str, str]:
        return {
            "AccountSid": self._secret["account_sid"],
            "ApiVersion": "2010-04-01",
            "Body": body,
            "From": self.number,
            "FromCountry": "CA",
            "MessageSid": sid,
            "NumMedia": "0",
            "NumSegments": "1",
            "SmsMessageSid": sid,
            "SmsSid": sid,
            "SmsStatus": "received",
            "To": self.bank,
            "ToCountry": "CA",
        }


def pin_token(texts: list[str]) -> str | None:
    """Of the last one-time link in the texts."""
    found = [match[1] for text in texts for match in LINK.finditer(text)]
    return found[-1] if found else None
