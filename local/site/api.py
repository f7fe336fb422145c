"""A rewrite to the HTTP API, passed on to where that API listens on this machine."""

import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

HTTP_API = re.compile(
    r"https://([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?(/.*)?"
)
TIMEOUT_S = 35.0  # an HTTP API gives up after 30
HOP_BY_HOP = {
    *("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer"),
    *("transfer-encoding", "upgrade", "host", "content-length"),
}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def local_address(target: str, gateway: str) -> str | None:
    """Where an API's AWS address leads here; None if it is not an HTTP API's."""
    match = HTTP_API.fullmatch(target)
    if match is None:
        return None
    return f"{gateway}/_aws/execute-api/{match[1]}/$default{match[2] or '/'}"


def forward(address: str, method: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """One exchange. Raises OSError when nobody answers."""
    split = urlsplit(address)
    connection = http.client.HTTPConnection(split.netloc, timeout=TIMEOUT_S)
    path = f"{split.path}?{split.query}" if split.query else split.path
    try:
        connection.request(method, path, body or None, end_to_end(headers))
        response = connection.getresponse()
        return Answer(response.status, end_to_end(dict(response.getheaders())), response.read())
    finally:
        connection.close()


def end_to_end(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in HOP_BY_HOP}
