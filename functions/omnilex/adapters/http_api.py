"""How our HTTP API says no."""

import json
from http import HTTPStatus

from aws_lambda_powertools.event_handler import Response, content_types


def refuse(status: HTTPStatus, code: str, message: str) -> Response[str]:
    """``{"error": code, "message": plain words}``."""
    body = json.dumps({"error": code, "message": message})
    return Response(status, content_types.APPLICATION_JSON, body)
