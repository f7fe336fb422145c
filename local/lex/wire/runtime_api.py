"""The Lex V2 runtime's REST operations."""

import json
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.lex.dialog.runtime import Runtime
from local.lex.errors import ValidationError
from local.lex.speech import AudioInput, Speech, keyed, spoken_text
from local.lex.wire.errors import answering
from local.lex.wire.packed import pack, unpack

BASE = "/bots/{bot_id}/botAliases/{alias_id}/botLocales/{locale_id}/sessions/{session_id}"
TEXT_TYPE = "text/plain; charset=utf-8"
MAX_BODY_BYTES = 2 * 1024 * 1024
_PACKED = {
    "messages": "x-amz-lex-messages",
    "interpretations": "x-amz-lex-interpretations",
    "sessionState": "x-amz-lex-session-state",
    "requestAttributes": "x-amz-lex-request-attributes",
}


class RuntimeApi:
    """The five operations; ``speech`` hears and speaks where audio goes in or out."""

    def __init__(self, runtime: Runtime, speech: Speech) -> None:
        self._runtime = runtime
        self._speech = speech

    def routes(self) -> list[Route]:
        return [
            Route(f"{BASE}/text", answering(self._recognize_text), methods=["POST"]),
            Route(f"{BASE}/utterance", answering(self._recognize_utterance), methods=["POST"]),
            Route(BASE, answering(self._get_session), methods=["GET"]),
            Route(BASE, answering(self._put_session), methods=["POST"]),
            Route(BASE, answering(self._delete_session), methods=["DELETE"]),
        ]

    async def _recognize_text(self, request: Request) -> Response:
        body = await _json_body(request)
        answer = await run_in_threadpool(
            self._runtime.recognize,
            _key(request),
            body.get("text", ""),
            body.get("sessionState"),
            body.get("requestAttributes"),
        )
        return JSONResponse(answer)

    async def _recognize_utterance(self, request: Request) -> Response:
        headers = request.headers
        state = unpack(headers.get("x-amz-lex-session-state"), "x-amz-lex-session-state")
        name = "x-amz-lex-request-attributes"
        attributes = unpack(headers.get(name), name)
        wanted = headers.get("response-content-type") or "audio/mpeg"
        body = await _body(request)
        content_type = headers.get("content-type", "")
        said = AudioInput.of(content_type, body) or _decoded(body)
        keys = keyed(content_type, said) if isinstance(said, str) else None
        return await run_in_threadpool(
            self._utterance,
            _key(request),
            keys or said,
            state,
            text_mode="DTMF" if keys else "Text",
            request_attributes=attributes,
            response_content_type=wanted,
        )

    def _utterance(
        self, key: tuple[str, str, str, str], said: AudioInput | str, state: Any, **given: Any
    ) -> Response:
        mode = given["text_mode"] if isinstance(said, str) else "Speech"
        text = said if isinstance(said, str) else self._understood(key, said)
        wanted = given["response_content_type"]
        answer = self._runtime.recognize(
            key,
            text,
            state,
            given["request_attributes"],
            input_mode=mode,
            response_content_type=wanted,
            operation="RecognizeUtterance",
        )
        extra = {"x-amz-lex-input-mode": mode, "x-amz-lex-input-transcript": pack(text)}
        return self._spoken(answer, wanted, key[2], extra)

    def _understood(self, key: tuple[str, str, str, str], said: AudioInput) -> str:
        return self._runtime.likeliest(key, self._speech.hear(said, key[2]))

    async def _get_session(self, request: Request) -> Response:
        answer = await run_in_threadpool(self._runtime.get_session, _key(request))
        return JSONResponse(answer)

    async def _put_session(self, request: Request) -> Response:
        body = await _json_body(request)
        # This operation's header has no hyphens, unlike RecognizeUtterance's.
        wanted = request.headers.get("responsecontenttype") or TEXT_TYPE
        key = _key(request)
        answer = await run_in_threadpool(
            self._runtime.put_session,
            key,
            body.get("sessionState"),
            body.get("messages"),
            body.get("requestAttributes"),
        )
        answer.pop("interpretations", None)
        return await run_in_threadpool(self._spoken, answer, wanted, key[2], {})

    async def _delete_session(self, request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(self._runtime.delete_session, _key(request)))

    def _spoken(
        self, answer: dict[str, Any], wanted: str, locale_id: str, extra: dict[str, str]
    ) -> Response:
        """Everything but the voice goes in headers."""
        headers = {"x-amz-lex-session-id": answer["sessionId"], **extra}
        for name, header in _PACKED.items():
            if name in answer:
                headers[header] = pack(answer[name])
        if wanted.replace(" ", "").lower().startswith("text/plain"):
            return Response(b"", 200, headers, TEXT_TYPE)
        audio, media_type = self._speech.speak(
            spoken_text(answer.get("messages", [])), wanted, locale_id
        )
        return Response(audio, 200, headers, media_type)


def _key(request: Request) -> tuple[str, str, str, str]:
    path = request.path_params
    return path["bot_id"], path["alias_id"], path["locale_id"], path["session_id"]


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise ValidationError(f"The request is larger than {MAX_BODY_BYTES} bytes.")
    return bytes(body)


async def _json_body(request: Request) -> dict[str, Any]:
    try:
        document = json.loads(await _body(request) or b"{}")
    except ValueError as error:
        raise ValidationError("The request body is not JSON.") from error
    if not isinstance(document, dict):
        raise ValidationError("The request body must be a JSON object.")
    return document


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise ValidationError("inputStream is not UTF-8 text.") from error
