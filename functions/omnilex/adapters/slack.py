"""Slack: its signature, its events and interactions, and its Web API."""

import hmac
import json
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from omnilex.adapters import vendor_api
from omnilex.adapters.http_api import WebhookRequest
from omnilex.adapters.vendor_secret import SlackSecret
from omnilex.domain.messaging import (
    MalformedMessageError,
    UnsignedRequestError,
    VendorUnavailableError,
)
from omnilex.domain.slack import Elsewhere, Place, Said

WINDOW_S = 5 * 60
SIGNATURE, TIMESTAMP = "x-slack-signature", "x-slack-request-timestamp"
MESSAGE, MENTION, DIRECT = "message", "app_mention", "im"
MOST_LETTERS = 1024  # of an utterance, says Lex
_MENTIONED = re.compile(r"<@[A-Z0-9]+>\s*")
_ESCAPED = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}


class _Lenient(BaseModel):
    """Slack adds fields without notice."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class _Event(_Lenient):
    type: str
    channel: str = ""
    channel_type: str = ""
    user: str | None = None
    text: str = ""
    ts: str = ""
    thread_ts: str | None = None
    bot_id: str | None = None
    subtype: str | None = None


class _Envelope(_Lenient):
    type: str
    challenge: str = ""
    team_id: str = ""
    event_id: str = ""
    event: _Event | None = None


class _Named(_Lenient):
    id: str


class _Action(_Lenient):
    action_id: str
    action_ts: str
    value: str = ""


class _Message(_Lenient):
    ts: str
    thread_ts: str | None = None


class _Input(_Lenient):
    value: str | None = None


class _Values(_Lenient):
    values: Mapping[str, Mapping[str, _Input]] = {}


class _View(_Lenient):
    id: str = ""
    hash: str = ""
    private_metadata: str = ""
    callback_id: str = ""
    state: _Values = _Values()


class _Interaction(_Lenient):
    type: str
    team: _Named
    user: _Named
    channel: _Named | None = None
    message: _Message | None = None
    trigger_id: str = ""
    actions: tuple[_Action, ...] = ()
    view: _View | None = None


class Pressed(_Lenient):
    """A button in a message; ``trigger_id`` opens a modal within three seconds."""

    message_id: str
    place: Place
    action_id: str
    value: str
    trigger_id: str


class Submitted(_Lenient):
    """A modal that was sent: ``fields`` by the name of their block."""

    message_id: str
    place: Place
    fields: Mapping[str, str] = Field(repr=False)


def check_signature(request: WebhookRequest, secret: SlackSecret, now_s: float) -> None:
    """Of the raw body, and of these five minutes. Raises UnsignedRequestError."""
    told, at = request.headers.get(SIGNATURE, ""), request.headers.get(TIMESTAMP, "")
    if not re.fullmatch(r"\d{1,12}", at) or abs(now_s - int(at)) > WINDOW_S:
        raise UnsignedRequestError
    made = signature(at, request.body, secret.signing_secret.get_secret_value())
    if not hmac.compare_digest(made.encode(), told.encode()):
        raise UnsignedRequestError


def signature(timestamp: str, body: bytes, signing_secret: str) -> str:
    signed = b"v0:" + timestamp.encode() + b":" + body
    return f"v0={hmac.digest(signing_secret.encode(), signed, 'sha256').hex()}"


def read_event(body: bytes) -> str | Said | Elsewhere | None:
    """A challenge to be given back; what somebody wrote; None for what is not for us.

    What bots write, ourselves among them, and changes to messages are not. Raises
    MalformedMessageError.
    """
    try:
        envelope = _Envelope.model_validate_json(body)
    except ValidationError:
        raise MalformedMessageError from None
    if envelope.type == "url_verification":
        return envelope.challenge
    event = envelope.event
    if event is None or event.user is None or event.bot_id or event.subtype:
        return None
    place = Place(
        team=envelope.team_id, user=event.user, channel=event.channel, thread_ts=event.thread_ts
    )
    if event.type == MENTION:
        thread = place.model_copy(update={"thread_ts": event.thread_ts or event.ts})
        return Elsewhere(message_id=envelope.event_id, place=thread)
    text = plain(event.text)
    if event.type != MESSAGE or event.channel_type != DIRECT or not text:
        return None
    return Said(message_id=envelope.event_id, place=place, text=text)


def read_interaction(body: bytes) -> Pressed | Submitted | None:
    """A button pressed or a modal sent; None for what is not for us.

    Raises MalformedMessageError.
    """
    try:
        form = parse_qs(body.decode(), strict_parsing=True)
        told = _Interaction.model_validate_json(form["payload"][0])
        if told.type == "view_submission" and told.view:
            return _submitted(told, told.view)
        if told.type == "block_actions" and told.actions and told.channel and told.message:
            return _pressed(told, told.actions[0], told.channel.id, told.message)
    except (ValidationError, ValueError, KeyError):
        raise MalformedMessageError from None
    return None


def plain(text: str) -> str:
    """Without mentions, and with what Slack escapes as it was typed."""
    bare = _MENTIONED.sub("", text)
    for escaped, letter in _ESCAPED.items():
        bare = bare.replace(escaped, letter)
    return bare.strip()[:MOST_LETTERS]


class SlackApi:
    """The Web API as our app; ``secret`` gives the app's token and the API's address."""

    def __init__(self, secret: Callable[[], SlackSecret]) -> None:
        self._secret = secret

    def post_message(self, place: Place, text: str, blocks: list[dict[str, Any]]) -> None:
        """Raises VendorUnavailableError."""
        thread = {"thread_ts": place.thread_ts} if place.thread_ts else {}
        self._call(
            "chat.postMessage",
            {"channel": place.channel, "text": text, "blocks": blocks, **thread},
        )

    def open_view(self, trigger_id: str, view: dict[str, Any]) -> None:
        """Raises VendorUnavailableError."""
        self._call("views.open", {"trigger_id": trigger_id, "view": view})

    def _call(self, method: str, body: dict[str, Any]) -> None:
        secret = self._secret()
        headers = {
            "Authorization": f"Bearer {secret.bot_token.get_secret_value()}",
            "Content-Type": "application/json; charset=utf-8",
        }
        status, said = vendor_api.post(f"{secret.api_url}/{method}", headers, json.dumps(body))
        answer = json.loads(said) if status == HTTPStatus.OK else {}
        if not answer.get("ok"):
            raise VendorUnavailableError(f"Slack, {method}: {answer.get('error', status)}")


def _pressed(told: _Interaction, action: _Action, channel: str, message: _Message) -> Pressed:
    place = Place(
        team=told.team.id, user=told.user.id, channel=channel, thread_ts=message.thread_ts
    )
    return Pressed(
        message_id=f"{told.user.id}.{message.ts}.{action.action_ts}",
        place=place,
        action_id=action.action_id,
        value=action.value,
        trigger_id=told.trigger_id,
    )


def _submitted(told: _Interaction, view: _View) -> Submitted:
    """The view was opened for a place; whoever sends it must be the one it was opened for."""
    place = Place.model_validate_json(view.private_metadata)
    if (place.team, place.user) != (told.team.id, told.user.id):
        raise MalformedMessageError
    fields = {
        block: (one.value or "").strip()
        for block, inputs in view.state.values.items()
        for one in inputs.values()
    }
    return Submitted(message_id=f"{view.id}.{view.hash}", place=place, fields=fields)
