"""One request to a vendor's HTTP API, by the standard library alone."""

import http.client
from collections.abc import Mapping
from urllib.parse import urlsplit

from omnilex.domain.messaging import VendorUnavailableError

TIMEOUT_S = 8


def post(url: str, headers: Mapping[str, str], body: str) -> tuple[int, bytes]:
    """Status and body of the answer. Raises VendorUnavailableError where there is none."""
    split = urlsplit(url)
    kind = http.client.HTTPSConnection if split.scheme == "https" else http.client.HTTPConnection
    connection = kind(split.netloc, timeout=TIMEOUT_S)
    try:
        connection.request("POST", split.path, body.encode(), dict(headers))
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException) as error:
        raise VendorUnavailableError(f"{split.hostname}: {type(error).__name__}") from None
    finally:
        connection.close()
