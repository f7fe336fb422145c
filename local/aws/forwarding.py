"""Requests for services of our own that arrive at ministack's port are passed on to them."""

import asyncio
import os
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

# service id in AWS_ENDPOINT_URL_<ID>: (credential scope, Step Functions name, target prefix)
SERVICES = {
    "LEX_RUNTIME_V2": ("lex", None, None),
    "TRANSCRIBE": ("transcribe", "transcribe", "Transcribe"),
    "COMPREHEND": ("comprehend", "comprehend", "Comprehend_20171127"),
}
HOP_BY_HOP = {"host", "content-length", "connection", "transfer-encoding"}
PASSED_BACK = ("content-type", "x-amz")
Answer = tuple[int, dict[str, str], bytes]
Handler = Callable[..., Awaitable[Answer]]


def install() -> None:
    """Register every service that has an ``AWS_ENDPOINT_URL_<ID>``, for SDKs and state machines."""
    from ministack import app
    from ministack.services import stepfunctions

    for service_id, (scope, name, prefix) in SERVICES.items():
        url = os.environ.get(f"AWS_ENDPOINT_URL_{service_id}")
        if not url:
            continue
        app.SERVICE_HANDLERS[scope] = forward_to(url)
        if name:
            stepfunctions._AWS_SDK_SERVICE_MAP[name] = {
                "target_prefix": prefix,
                "protocol": "json",
                "service_key": scope,
            }


def forward_to(url: str) -> Handler:
    async def handle(
        method: str, path: str, headers: dict[str, str], body: Any, query: dict[str, Any]
    ) -> Answer:
        question = f"?{urlencode(query, doseq=True)}" if query else ""
        payload = body.encode() if isinstance(body, str) else (body or None)
        kept = {name: value for name, value in headers.items() if name.lower() not in HOP_BY_HOP}
        request = urllib.request.Request(url + path + question, payload, kept, method=method)
        return await asyncio.to_thread(exchange, request)

    return handle


def exchange(request: urllib.request.Request) -> Answer:
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, passed_back(response.headers), response.read()
    except urllib.error.HTTPError as error:
        return error.code, passed_back(error.headers), error.read()


def passed_back(headers: Any) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower().startswith(PASSED_BACK)}
