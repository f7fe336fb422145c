"""Somebody in Slack who writes to the bot: signed events and interactions, as Slack sends them."""

import hmac
import json
import time
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from local.stack.description import Stack
from local.stack.errors import NotHealthyError
from local.vendors import secrets, webhooks

TEAM = "T0LOCAL"
PATIENCE_S, LOOK_AGAIN_S = 60.0, 0.1
ENTER_PIN = "enter_pin"
Json = dict[str, Any]


@dataclass
class SlackUser:
    """``user`` in direct messages with the bot, or in a thread of them."""

    stack: Stack
    user: str
    thread_ts: str | None = None
    _newest: str = "0"
    _last: list[Json] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._secret = secrets.read(self.stack.client("secretsmanager"), secrets.SLACK)
        self.channel = f"D{self.user[1:]}"
        self._fetch()

    @property
    def buttons(self) -> list[Json]:
        """Of the bot's last answer."""
        blocks = [block for message in self._last for block in message["blocks"]]
        return [one for block in blocks if block["type"] == "actions" for one in block["elements"]]

    def say(self, text: str, event_id: str | None = None) -> list[Json]:
        """Write a message; what the bot posts, once it does."""
        self.deliver(text, event_id or f"Ev{uuid.uuid4().hex[:10].upper()}")
        return self.wait()

    def deliver(self, text: str, event_id: str, retry: int = 0) -> None:
        """One delivery of an event; Slack's own retries say which they are."""
        at = f"{time.time():.6f}"
        thread = {"thread_ts": self.thread_ts} if self.thread_ts else {}
        event = {
            "type": "message",
            "channel": self.channel,
            "channel_type": "im",
            "user": self.user,
            "text": text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"),
            "team": TEAM,
            "ts": at,
            "event_ts": at,
            **thread,
        }
        envelope = {
            "token": "unused",
            "team_id": TEAM,
            "api_app_id": "A0LOCAL",
            "type": "event_callback",
            "event": event,
            "event_id": event_id,
            "event_time": int(float(at)),
            "authorizations": [{"team_id": TEAM, "user_id": "U0BOT", "is_bot": True}],
        }
        retries = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        headers = retries if retry else {}
        self._post("/slack/events", webhooks.JSON, json.dumps(envelope), headers)

    def press(self, button: Json) -> list[Json]:
        """A button that says something; what the bot posts then."""
        self._press(button)
        return self.wait()

    def open_modal(self) -> Json:
        """Press the button that asks for the PIN; the modal that Slack then shows."""
        button = next(one for one in self.buttons if one["action_id"] == ENTER_PIN)
        trigger_id = self._press(button)
        found = webhooks.get(f"{self._vendor_url}/_slack/view", trigger_id=trigger_id)["view"]
        if found is None:
            raise NotHealthyError("The button opened no modal.", "See `omnilex logs`.")
        view: Json = found
        return view

    def submit(self, view: Json, fields: dict[str, str]) -> dict[str, str]:
        """Send the modal; what is wrong, by field. Nothing: it closes, and the bot posts."""
        values = {
            name: {name: {"type": "plain_text_input", "value": value}}
            for name, value in fields.items()
        }
        payload = {
            "type": "view_submission",
            **self._common("none"),
            "view": {**view, "state": {"values": values}},
            "response_urls": [],
        }
        answer = json.loads(self._interact(payload) or b"{}")
        errors: dict[str, str] = answer.get("errors", {})
        return errors

    def wait(self) -> list[Json]:
        """The bot's next messages. Raises NotHealthyError when there are none."""
        until = time.monotonic() + PATIENCE_S
        while not (new := self._fetch()):
            if time.monotonic() >= until:
                raise NotHealthyError("The bot does not answer in Slack.", "See `omnilex logs`.")
            time.sleep(LOOK_AGAIN_S)
        self._last = new
        return new

    def _fetch(self) -> list[Json]:
        url = f"{self._secret['api_url']}/conversations.history"
        listed = webhooks.get(url, channel=self.channel, oldest=self._newest)["messages"]
        if listed:
            self._newest = listed[0]["ts"]
        here = [one for one in reversed(listed) if one.get("thread_ts") == self.thread_ts]
        return list(here)

    def _press(self, button: Json) -> str:
        trigger_id = uuid.uuid4().hex
        at = f"{time.time():.6f}"
        action = {**button, "type": "button", "block_id": "b", "action_ts": at}
        thread = {"thread_ts": self.thread_ts} if self.thread_ts else {}
        payload = {
            "type": "block_actions",
            **self._common(trigger_id),
            "channel": {"id": self.channel, "name": "directmessage"},
            "container": {"type": "message", "channel_id": self.channel},
            "message": {"type": "message", "ts": self._newest, "bot_id": "B0LOCAL", **thread},
            "actions": [action],
        }
        self._interact(payload)
        return trigger_id

    def _common(self, trigger_id: str) -> Json:
        return {
            "token": "unused",
            "api_app_id": "A0LOCAL",
            "team": {"id": TEAM, "domain": "local"},
            "user": {"id": self.user, "name": "somebody", "team_id": TEAM},
            "trigger_id": trigger_id,
        }

    def _interact(self, payload: Json) -> bytes:
        form = urlencode({"payload": json.dumps(payload)})
        return self._post("/slack/interactions", webhooks.FORM, form, {})

    def _post(self, path: str, kind: str, body: str, headers: dict[str, str]) -> bytes:
        at = str(int(time.time()))
        key = self._secret["signing_secret"].encode()
        signature = hmac.digest(key, f"v0:{at}:{body}".encode(), "sha256").hex()
        signed = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={signature}"}
        return webhooks.post(f"{self.stack.api_url}{path}", kind, {**signed, **headers}, body)

    @property
    def _vendor_url(self) -> str:
        return self._secret["api_url"].removesuffix("/api")
