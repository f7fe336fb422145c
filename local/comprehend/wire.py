"""The wire: AWS JSON 1.1 in and out of ``operations``."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.comprehend.errors import (
    ComprehendError,
    SerializationError,
    ThrottlingError,
    UnknownOperationError,
)
from local.comprehend.operations import Comprehend
from local.throttle import Throttle

TARGET_PREFIX = "Comprehend_20171127."
CONTENT_TYPE = "application/x-amz-json-1.1"


def application(comprehend: Comprehend, throttle: Throttle | None = None) -> Starlette:
    """The ASGI application; ready to answer as soon as it exists."""
    throttle = throttle or Throttle()

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def call(request: Request) -> Response:
        try:
            parameters = _parameters(await request.body())
            operation = _operation(comprehend, request.headers.get("x-amz-target", ""))
            if throttle.refuses():
                raise ThrottlingError
            answer = await run_in_threadpool(operation, parameters)
        except ComprehendError as error:
            return _respond(error.body(), status=error.status, error_code=error.code)
        return _respond(answer)

    return Starlette(
        routes=[
            Route("/_health", health, methods=["GET"]),
            Route("/", call, methods=["POST"]),
        ]
    )


def _operation(comprehend: Comprehend, target: str) -> Any:
    name = target.removeprefix(TARGET_PREFIX)
    operation = comprehend.operations.get(name) if target.startswith(TARGET_PREFIX) else None
    if operation is None:
        raise UnknownOperationError(f"No operation {target!r} here")
    return operation


def _parameters(body: bytes) -> Mapping[str, Any]:
    try:
        parameters = json.loads(body or b"{}")
    except ValueError as error:
        raise SerializationError("The request body is not JSON") from error
    if not isinstance(parameters, dict):
        raise SerializationError("Start of structure or map found where not expected.")
    return parameters


def _respond(
    answer: Mapping[str, Any], status: int = 200, error_code: str | None = None
) -> Response:
    headers = {"x-amzn-requestid": str(uuid.uuid4())}
    if error_code:
        headers["x-amzn-errortype"] = error_code
    return Response(
        json.dumps(answer, ensure_ascii=False).encode(),
        status_code=status,
        headers=headers,
        media_type=CONTENT_TYPE,
    )
