"""The product's own HTTP API, as its pages use it."""

import http.client
import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from local.stack.description import Stack
from local.stack.errors import NotHealthyError, StackError

TIMEOUT_S = 40.0
UNAUTHORIZED = 401
NOT_UP = {502, 503, 504}
TRIES, PAUSE_S = 4, 1.0


class RefusedError(StackError):
    """The API answered with an error; ``code`` is its word for it."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        said = str(body.get("message") or body)
        super().__init__(f"{said} (HTTP {status})", "See `omnilex logs`.")
        self.status = status
        self.code = str(body.get("error", ""))


class Api:
    """The site's /api, as nobody or as the administrator."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._token: str | None = None

    def chat(self, request: dict[str, str]) -> dict[str, Any]:
        return self._exchange("POST", "/chat", request)

    def contacts(self) -> Iterator[dict[str, Any]]:
        """Every row, newest first."""
        cursor: str | None = None
        while True:
            query = urlencode({"limit": "100"} | ({"cursor": cursor} if cursor else {}))
            page = self._read(f"/contacts?{query}")
            yield from page["contacts"]
            cursor = page["next_cursor"]
            if cursor is None:
                return

    def contact(self, contact_id: str) -> dict[str, Any]:
        """The whole document. Raises RefusedError."""
        return self._read(f"/contacts/{quote(contact_id, safe='')}")

    def unlock(self, customer_number: str) -> None:
        """Forget the customer's wrong PINs. Raises RefusedError."""
        self._as_staff("POST", f"/customers/{quote(customer_number, safe='')}/unlock")

    def _read(self, path: str) -> dict[str, Any]:
        """Reading is tried again while a function is not up yet."""
        for _ in range(TRIES - 1):
            try:
                return self._as_staff("GET", path)
            except RefusedError as refused:
                if refused.status not in NOT_UP:
                    raise
            time.sleep(PAUSE_S)
        return self._as_staff("GET", path)

    def _as_staff(self, method: str, path: str) -> dict[str, Any]:
        self._token = self._token or self._sign_in()
        try:
            return self._exchange(method, path)
        except RefusedError as refused:
            if refused.status != UNAUTHORIZED:
                raise
        self._token = self._sign_in()  # it had expired
        return self._exchange(method, path)

    def _sign_in(self) -> str:
        admin = self._stack.admin
        answer = self._stack.client("cognito-idp").admin_initiate_auth(
            UserPoolId=self._stack.output("UserPoolId"),
            ClientId=self._stack.output("UserPoolClientId"),
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": admin.username, "PASSWORD": admin.password},
        )
        return str(answer["AuthenticationResult"]["IdToken"])

    def _exchange(
        self, method: str, path: str, body: dict[str, str] | None = None
    ) -> dict[str, Any]:
        url = urlsplit(self._stack.api_url)
        headers = {"Content-Type": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        connection = http.client.HTTPConnection(url.netloc, timeout=TIMEOUT_S)
        try:
            connection.request(
                method, url.path + path, json.dumps(body) if body is not None else None, headers
            )
            response = connection.getresponse()
            answer = parse(response.read())
        except OSError as error:
            raise NotHealthyError(
                f"The site at {self._stack.site_url} does not answer: {error}.",
                "See what is wrong: omnilex status",
            ) from error
        finally:
            connection.close()
        if response.status >= 400:  # noqa: PLR2004
            raise RefusedError(response.status, answer)
        return answer


def parse(body: bytes) -> dict[str, Any]:
    """JSON, or what was sent in its place."""
    try:
        answer = json.loads(body)
    except ValueError:
        return {"message": body.decode(errors="replace")[:200]}
    return answer if isinstance(answer, dict) else {"message": str(answer)}
