"""The wire: AWS JSON 1.1 in and out of the jobs."""

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.transcribe.errors import BadRequestError, TranscribeError, UnknownOperationError
from local.transcribe.jobs import Jobs

TARGET_PREFIX = "Transcribe."
CONTENT_TYPE = "application/x-amz-json-1.1"
Parameters = dict[str, Any]
Operation = Callable[[Jobs, Parameters], Parameters]


def application(jobs: Jobs) -> Starlette:
    """The ASGI application; ready to answer as soon as it exists."""

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def call(request: Request) -> Response:
        try:
            operation = _operation(request.headers.get("x-amz-target", ""))
            answer = operation(jobs, _parameters(await request.body()))
        except TranscribeError as error:
            body = {"__type": error.code, "Message": str(error)}
            return _respond(body, error.status)
        return _respond(answer)

    return Starlette(
        routes=[
            Route("/_health", health, methods=["GET"]),
            Route("/", call, methods=["POST"]),
        ]
    )


def _start(jobs: Jobs, request: Parameters) -> Parameters:
    return {"TranscriptionJob": jobs.start(request).described()}


def _get(jobs: Jobs, request: Parameters) -> Parameters:
    return {"TranscriptionJob": jobs.get(request.get("TranscriptionJobName", "")).described()}


def _delete(jobs: Jobs, request: Parameters) -> Parameters:
    jobs.delete(request.get("TranscriptionJobName", ""))
    return {}


def _list(jobs: Jobs, request: Parameters) -> Parameters:
    page, token = jobs.listed(request)
    answer: Parameters = {"TranscriptionJobSummaries": [job.summary() for job in page]}
    if request.get("Status"):
        answer["Status"] = request["Status"]
    return {**answer, "NextToken": token} if token else answer


OPERATIONS: Mapping[str, Operation] = {
    "StartTranscriptionJob": _start,
    "GetTranscriptionJob": _get,
    "DeleteTranscriptionJob": _delete,
    "ListTranscriptionJobs": _list,
}


def _operation(target: str) -> Operation:
    operation = OPERATIONS.get(target.removeprefix(TARGET_PREFIX))
    if operation is None:
        raise UnknownOperationError(f"No operation {target!r} here")
    return operation


def _parameters(body: bytes) -> Parameters:
    try:
        parameters = json.loads(body or b"{}")
    except ValueError:
        raise BadRequestError("The request body is not JSON.") from None
    if not isinstance(parameters, dict):
        raise BadRequestError("The request body is not an object.")
    return parameters


def _respond(body: Mapping[str, Any], status: int = 200) -> Response:
    headers = {"x-amzn-RequestId": str(uuid.uuid4())}
    return Response(json.dumps(body), status, headers, CONTENT_TYPE)
