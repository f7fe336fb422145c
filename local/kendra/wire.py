"""The wire: AWS JSON 1.1 in and out of an index."""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.kendra.errors import InvalidRequestError, KendraError, UnknownOperationError
from local.kendra.model import Index

QUERY = "AWSKendraFrontendService.Query"


def application(index: Index) -> Starlette:
    """The ASGI application; ready to answer as soon as it exists."""

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def call(request: Request) -> Response:
        try:
            target = request.headers.get("x-amz-target", "")
            if target != QUERY:
                raise UnknownOperationError(f"No operation {target!r} here")
            asked = _parameters(await request.body())
            return _respond(await run_in_threadpool(index.query, asked))
        except KendraError as error:
            return _respond(error.body(), error)

    return Starlette(
        routes=[
            Route("/_health", health, methods=["GET"]),
            Route("/", call, methods=["POST"]),
        ]
    )


def _parameters(body: bytes) -> Mapping[str, Any]:
    try:
        parameters = json.loads(body or b"{}")
    except ValueError:
        parameters = None
    if not isinstance(parameters, dict):
        raise InvalidRequestError("The request body is no JSON object.")
    return parameters


def _respond(answer: Mapping[str, Any], error: KendraError | None = None) -> Response:
    headers = {"x-amzn-requestid": str(uuid.uuid4())}
    if error:
        headers["x-amzn-errortype"] = error.code
    return Response(
        json.dumps(answer, ensure_ascii=False).encode(),
        status_code=error.status if error else 200,
        headers=headers,
        media_type="application/x-amz-json-1.1",
    )
