"""Errors on the wire."""

import logging
import uuid
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local.lex.errors import LexError

log = logging.getLogger("local.lex")

Endpoint = Callable[[Request], Awaitable[Response]]


def error_response(error: LexError) -> Response:
    """``error`` as Lex answers it: the name in a header, the message in the body."""
    headers = {"x-amzn-ErrorType": error.code, "x-amzn-RequestId": str(uuid.uuid4())}
    return JSONResponse({"message": str(error)}, error.status, headers)


def answering(endpoint: Endpoint) -> Endpoint:
    """``endpoint`` with its errors answered; one that nobody foresaw is logged with its trace."""

    async def answered(request: Request) -> Response:
        try:
            response = await endpoint(request)
        except LexError as error:
            return error_response(error)
        except Exception:
            log.exception("%s %s", request.method, request.url.path)
            return error_response(LexError("The emulator failed; its log says why."))
        response.headers.setdefault("x-amzn-RequestId", str(uuid.uuid4()))
        return response

    return answered
