"""Calls over HTTP: what a telephone network and Connect's media servers do between them.

``POST /calls`` begins one, ``POST /calls/{id}/turns`` says what the customer did, ``GET`` looks,
``DELETE`` hangs up. A turn is JSON (``keys``, ``text`` to be spoken, or ``silence``) or audio.
"""

import base64
import binascii
import json
from collections.abc import Awaitable, Callable
from typing import Any

import numpy as np
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.connect.calls import AgentLeg, Call, Calls, Event, Turn
from local.connect.errors import ConnectError
from local.connect.service import Voices
from local.connect.steps import Heard, Keyed, Pcm, Silent, Spoke
from local.speech.audio import UnreadableAudioError, decode

KEYS = frozenset("0123456789*#")
MAX_BODY_BYTES = 8 * 1024 * 1024
MAX_KEYS = 64
MAX_TEXT = 500
RATES = {"8000": 8_000, "16000": 16_000}
FULL_SCALE = 32_767
Answer = Callable[[Request], Awaitable[Response]]


class BadRequestError(ConnectError):
    """The request is not one that a telephone makes."""


def application(calls: Calls, voices: Voices) -> Starlette:
    """The ASGI application."""
    api = CallsApi(calls, voices)
    return Starlette(
        routes=[
            Route("/_health", _health),
            Route("/calls", _answering(api.begin), methods=["POST"]),
            Route("/calls/{contact_id}", _answering(api.look), methods=["GET"]),
            Route("/calls/{contact_id}", _answering(api.hang_up), methods=["DELETE"]),
            Route("/calls/{contact_id}/turns", _answering(api.take), methods=["POST"]),
        ]
    )


async def _health(_: Request) -> Response:
    return JSONResponse({"status": "ok"})


class CallsApi:
    def __init__(self, calls: Calls, voices: Voices) -> None:
        self._calls = calls
        self._voices = voices

    async def begin(self, request: Request) -> Response:
        body = await _json(request)
        agent = await run_in_threadpool(self._agent, body.get("agent"))
        call, events = await run_in_threadpool(
            self._calls.start, caller=body.get("from"), flow=body.get("flow"), agent=agent
        )
        return _told(call, events)

    async def take(self, request: Request) -> Response:
        contact_id = request.path_params["contact_id"]
        turn = await self._turn(request, self._calls.get(contact_id).contact.language_code)
        call, events = await run_in_threadpool(self._calls.take, contact_id, turn)
        return _told(call, events)

    async def look(self, request: Request) -> Response:
        return _told(self._calls.get(request.path_params["contact_id"]), [])

    async def hang_up(self, request: Request) -> Response:
        contact_id = request.path_params["contact_id"]
        return _told(await run_in_threadpool(self._calls.hang_up, contact_id), [])

    async def _turn(self, request: Request, language_code: str) -> Turn:
        query = request.query_params
        heard, text = await self._input(request, language_code)
        interrupted = query.get("interrupted_ms")
        return Turn(
            heard,
            text,
            waited_ms=_whole(query.get("waited_ms") or "400", "waited_ms"),
            interrupted_ms=_whole(interrupted, "interrupted_ms") if interrupted else None,
        )

    async def _input(self, request: Request, language_code: str) -> tuple[Heard, str]:
        kind = request.headers.get("content-type", "")
        if kind.startswith("audio/l16"):
            return _audio(kind, await _body(request)), ""
        body = await _json(request)
        text = body.get("text")
        if isinstance(text, str) and text.strip():
            text = text.strip()[:MAX_TEXT]
            spoken = await run_in_threadpool(self._voices.customer, text, language_code)
            return Spoke(*spoken, text), text
        keys = body.get("keys")
        if isinstance(keys, str) and keys and set(keys) <= KEYS:
            return Keyed(keys[:MAX_KEYS]), ""
        if body.get("silence") is True:
            return Silent(), ""
        raise BadRequestError(
            'Send audio/l16, or {"text"}, {"keys": 0-9 * #} or {"silence": true}.'
        )

    def _agent(self, given: Any) -> AgentLeg | None:
        if not given:
            return None
        if isinstance(given, dict) and given.get("text"):
            text = str(given["text"])[:MAX_TEXT]
            return AgentLeg(*self._voices.agent(text), text)
        try:
            recording = decode(base64.b64decode(given["audio"], validate=True))
        except (UnreadableAudioError, binascii.Error, TypeError, KeyError):
            raise BadRequestError(
                '"agent" is {"text"} or {"audio": base64 of a recording}.'
            ) from None
        pcm: Pcm = (recording.mono() * FULL_SCALE).astype(np.int16)
        return AgentLeg(pcm, recording.rate_hz)


def _told(call: Call, events: list[Event]) -> Response:
    return JSONResponse({**call.state(), "events": events})


def _audio(kind: str, body: bytes) -> Spoke:
    given = dict(part.strip().split("=", 1) for part in kind.split(";")[1:] if "=" in part)
    rate_hz = RATES.get(given.get("rate", "16000"))
    if rate_hz is None:
        raise BadRequestError("Audio is audio/l16; rate=16000 or rate=8000; channels=1.")
    return Spoke(np.frombuffer(body[: len(body) // 2 * 2], "<i2").astype(np.int16), rate_hz)


def _whole(given: str, name: str) -> int:
    if not given.isdigit():
        raise BadRequestError(f"{name} is a whole number of milliseconds.")
    return int(given)


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise BadRequestError(f"The request is larger than {MAX_BODY_BYTES} bytes.")
    return bytes(body)


async def _json(request: Request) -> dict[str, Any]:
    try:
        document = json.loads(await _body(request) or b"{}")
    except ValueError:
        raise BadRequestError("The request body is not JSON.") from None
    if not isinstance(document, dict):
        raise BadRequestError("The request body must be a JSON object.")
    return document


def _answering(operation: Answer) -> Answer:
    async def answer(request: Request) -> Response:
        try:
            return await operation(request)
        except ConnectError as error:
            body = {"error": error.code, "message": str(error)}
            return JSONResponse(body, error.status, {"x-amzn-ErrorType": error.code})

    return answer
