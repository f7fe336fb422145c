"""Requests to the deployed webhooks, over HTTP, as the vendors make them."""

import http.client
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from local.stack.errors import NotHealthyError, StackError

TIMEOUT_S = 40.0
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class WebhookError(StackError):
    """The webhook answered with an error."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(f"The webhook says no (HTTP {status}): {body.decode()[:200]}")
        self.status = status


def post(url: str, kind: str, headers: Mapping[str, str], body: str) -> bytes:
    """Raises WebhookError, NotHealthyError."""
    return _exchange("POST", url, {"Content-Type": kind, **headers}, body)


def get(url: str, **query: str) -> dict[str, Any]:
    """What a vendor's API lists. Raises WebhookError, NotHealthyError."""
    answer: dict[str, Any] = json.loads(_exchange("GET", f"{url}?{urlencode(query)}", {}, None))
    return answer


def _exchange(method: str, url: str, headers: Mapping[str, str], body: str | None) -> bytes:
    split = urlsplit(url)
    connection = http.client.HTTPConnection(split.netloc, timeout=TIMEOUT_S)
    path = f"{split.path}?{split.query}" if split.query else split.path
    try:
        connection.request(method, path, body.encode() if body else None, dict(headers))
        answer = connection.getresponse()
        said = answer.read()
    except OSError as error:
        raise NotHealthyError(
            f"{split.netloc} does not answer: {error}.", "See what is wrong: omnilex status"
        ) from error
    finally:
        connection.close()
    if answer.status >= http.HTTPStatus.BAD_REQUEST:
        raise WebhookError(answer.status, said)
    return said
