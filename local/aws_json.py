"""The AWS JSON protocol, 1.1, as the emulators of Transcribe, Comprehend and Kendra speak it."""

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.throttle import Throttle

CONTENT_TYPE = "application/x-amz-json-1.1"
Parameters = dict[str, Any]
Operation = Callable[[Parameters], Mapping[str, Any]]


class ServiceError(Exception):
    """What a service answers with: the name that clients match on, the HTTP status, the wording."""

    code: ClassVar = "InternalServerException"
    status: ClassVar = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def body(self) -> dict[str, Any]:
        return {"__type": self.code, "Message": self.message}


class UnknownOperationError(ServiceError):
    code = "UnknownOperationException"


class SerializationError(ServiceError):
    code = "SerializationException"


class ThrottlingError(ServiceError):
    code = "ThrottlingException"


def application(
    prefix: str, operations: Mapping[str, Operation], throttle: Throttle | None = None
) -> Starlette:
    """The ASGI application; ready to answer as soon as it exists. ``prefix`` of each target."""
    throttle = throttle or Throttle()

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def call(request: Request) -> Response:
        try:
            operation = _operation(operations, prefix, request.headers.get("x-amz-target", ""))
            parameters = _parameters(await request.body())
            if throttle.refuses():
                raise ThrottlingError("Rate exceeded")
            return _respond(await run_in_threadpool(operation, parameters))
        except ServiceError as error:
            return _respond(error.body(), error)

    return Starlette(
        routes=[
            Route("/_health", health, methods=["GET"]),
            Route("/", call, methods=["POST"]),
        ]
    )


def _operation(operations: Mapping[str, Operation], prefix: str, target: str) -> Operation:
    name = target.removeprefix(prefix)
    operation = operations.get(name) if target.startswith(prefix) else None
    if operation is None:
        raise UnknownOperationError(f"No operation {target!r} here")
    return operation


def _parameters(body: bytes) -> Parameters:
    try:
        parameters = json.loads(body or b"{}")
    except ValueError:
        raise SerializationError("The request body is not JSON.") from None
    if not isinstance(parameters, dict):
        raise SerializationError("Start of structure or map found where not expected.")
    return parameters


def _respond(answer: Mapping[str, Any], error: ServiceError | None = None) -> Response:
    headers = {"x-amzn-requestid": str(uuid.uuid4())}
    if error:
        headers["x-amzn-errortype"] = error.code
    return Response(
        json.dumps(answer, ensure_ascii=False).encode(),
        status_code=error.status if error else 200,
        headers=headers,
        media_type=CONTENT_TYPE,
    )
