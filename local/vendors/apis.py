"""As much of Twilio's REST API and Slack's Web API as a bot's answers need, in their own shapes.

What was sent is listed by each vendor's own operation (``GET Messages.json``,
``conversations.history``); only a modal, which Slack shows and does not list, has an address of
ours.
"""

import json
import time
import uuid
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

ACCOUNTS = "/2010-04-01/Accounts/{sid}/Messages.json"
MOST_KEPT = 2000
Json = dict[str, Any]


class Vendors:
    """What was sent, the oldest first; the oldest are forgotten in the end."""

    def __init__(self) -> None:
        self._texts: list[Json] = []
        self._posts: dict[str, list[Json]] = {}
        self._views: dict[str, Json] = {}

    async def send_text(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        if not request.headers.get("authorization", "").startswith("Basic "):
            return JSONResponse({"code": 20003, "message": "Authenticate", "status": 401}, 401)
        missing = next((name for name in ("To", "From", "Body") if not form.get(name)), None)
        if missing:
            problem = f"A '{missing}' parameter is required."
            return JSONResponse({"code": 21604, "message": problem, "status": 400}, 400)
        text = twilio_message(request.path_params["sid"], form)
        self._texts = [*self._texts, text][-MOST_KEPT:]
        return JSONResponse(text, 201)

    async def list_texts(self, request: Request) -> Response:
        """Newest first, as Twilio lists; ``To`` and ``From`` filter."""
        wanted = {name.lower(): value for name, value in request.query_params.items()}
        found = [
            text
            for text in reversed(self._texts)
            if all(text[name] == wanted.get(name, text[name]) for name in ("to", "from"))
        ]
        return JSONResponse({"messages": found, "page": 0, "page_size": len(found)})

    async def post_message(self, request: Request) -> Response:
        body = await slack_body(request)
        if body is None:
            return JSONResponse({"ok": False, "error": "not_authed"})
        if not body.get("channel"):
            return JSONResponse({"ok": False, "error": "channel_not_found"})
        if not body.get("text") and not body.get("blocks"):
            return JSONResponse({"ok": False, "error": "no_text"})
        message = slack_message(body)
        self._posts.setdefault(body["channel"], []).append(message)
        answer = {"channel": body["channel"], "ts": message["ts"], "message": message}
        return JSONResponse({"ok": True, **answer})

    async def history(self, request: Request) -> Response:
        """Newest first, as Slack lists; ``oldest`` is left out."""
        oldest = request.query_params.get("oldest", "0")
        posts = self._posts.get(request.query_params.get("channel", ""), [])
        newer = [post for post in reversed(posts) if float(post["ts"]) > float(oldest)]
        return JSONResponse({"ok": True, "messages": newer, "has_more": False})

    async def open_view(self, request: Request) -> Response:
        body = await slack_body(request)
        if body is None:
            return JSONResponse({"ok": False, "error": "not_authed"})
        if not body.get("trigger_id"):
            return JSONResponse({"ok": False, "error": "invalid_trigger_id"})
        known = {"id": f"V{uuid.uuid4().hex[:10].upper()}", "hash": f"{time.time():.6f}.x"}
        view = {**body["view"], **known, "state": {"values": {}}}
        self._views[body["trigger_id"]] = view
        return JSONResponse({"ok": True, "view": view})

    async def view(self, request: Request) -> Response:
        """The modal that a button's trigger opened, once."""
        view = self._views.pop(request.query_params.get("trigger_id", ""), None)
        return JSONResponse({"view": view})


def application() -> Starlette:
    vendors = Vendors()
    return Starlette(
        routes=[
            Route("/_health", lambda _: Response("ok\n"), methods=["GET"]),
            Route(ACCOUNTS, vendors.send_text, methods=["POST"]),
            Route(ACCOUNTS, vendors.list_texts, methods=["GET"]),
            Route("/api/chat.postMessage", vendors.post_message, methods=["POST"]),
            Route("/api/conversations.history", vendors.history, methods=["GET"]),
            Route("/api/views.open", vendors.open_view, methods=["POST"]),
            Route("/_slack/view", vendors.view, methods=["GET"]),
        ]
    )


async def slack_body(request: Request) -> Json | None:
    """None without a token."""
    if not request.headers.get("authorization", "").startswith("Bearer "):
        return None
    body: Json = json.loads(await request.body())
    return body


def twilio_message(account_sid: str, form: dict[str, str]) -> Json:
    sid = f"SM{uuid.uuid4().hex}"
    uri = f"/2010-04-01/Accounts/{account_sid}/Messages/{sid}"
    return {
        "account_sid": account_sid,
        "api_version": "2010-04-01",
        "body": form["Body"],
        "date_created": formatdate(usegmt=False),
        "date_sent": None,
        "date_updated": formatdate(usegmt=False),
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "from": form["From"],
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": "1",
        "price": None,
        "price_unit": None,
        "sid": sid,
        "status": "queued",
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": form["To"],
        "uri": f"{uri}.json",
    }


def slack_message(body: Json) -> Json:
    thread = {"thread_ts": body["thread_ts"]} if body.get("thread_ts") else {}
    return {
        "type": "message",
        "subtype": "bot_message",
        "bot_id": "B0LOCAL",
        "user": "U0BOT",
        "text": body.get("text", ""),
        "blocks": body.get("blocks", []),
        "ts": f"{time.time():.6f}",
        **thread,
    }
