"""The product's own HTTP API, as its pages use it."""

import http.client
import json
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from uuid import uuid4

from local.stack.description import Deployment, Stack, function_name
from local.stack.errors import NotHealthyError, StackError

TIMEOUT_S = 40.0
BAD_REQUEST, UNAUTHORIZED, INTERNAL = 400, 401, 500
NOT_UP = {502, 503, 504}
TRIES, PAUSE_S = 4, 1.0


class RefusedError(StackError):
    """The API answered with an error; ``code`` is its word for it."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        said = str(body.get("message") or body)
        super().__init__(f"{said} (HTTP {status})", "See `omnilex logs`.")
        self.status = status
        self.code = str(body.get("error", ""))


class StaffApi(ABC):
    """What staff may ask of the dashboard's API."""

    def contacts(self) -> Iterator[dict[str, Any]]:
        """Every row, newest first."""
        cursor: str | None = None
        while True:
            query = {"limit": "100"} | ({"cursor": cursor} if cursor else {})
            page = self._read("/contacts", query)
            yield from page["contacts"]
            cursor = page["next_cursor"]
            if cursor is None:
                return

    def contact(self, contact_id: str) -> dict[str, Any]:
        """The whole document. Raises RefusedError."""
        return self._read(f"/contacts/{quote(contact_id, safe='')}")

    def unlock(self, customer_number: str) -> None:
        """Forget the customer's wrong PINs. Raises RefusedError."""
        self._as_staff("POST", f"/customers/{quote(customer_number, safe='')}/unlock", {})

    def _read(self, path: str, query: dict[str, str] | None = None) -> dict[str, Any]:
        """Reading is tried again while a function is not up yet."""
        for _ in range(TRIES - 1):
            try:
                return self._as_staff("GET", path, query or {})
            except RefusedError as refused:
                if refused.status not in NOT_UP:
                    raise
            time.sleep(PAUSE_S)
        return self._as_staff("GET", path, query or {})

    @abstractmethod
    def _as_staff(self, method: str, path: str, query: dict[str, str]) -> dict[str, Any]: ...


def staff_api(stack: Deployment) -> StaffApi:
    """Of the stack here as its administrator; of one on AWS as the owner of the credentials."""
    return Api(stack) if isinstance(stack, Stack) else InvokedApi(stack)


class InvokedApi(StaffApi):
    """The API's function, invoked: whom IAM lets do so is an administrator.

    The audit trail names the caller's ARN, so no password of anybody's is needed.
    """

    def __init__(self, stack: Deployment) -> None:
        self._stack = stack

    @cached_property
    def _claims(self) -> dict[str, str]:
        caller = self._stack.client("sts").get_caller_identity()["Arn"]
        return {"sub": caller, "email": caller, "cognito:groups": "[admin]", "token_use": "id"}

    def unlock(self, customer_number: str) -> None:
        path = f"/customers/{quote(customer_number, safe='')}/unlock"
        event = self._event("POST", path, {}) | {"pathParameters": {"customer_id": customer_number}}
        self._invoke("unlock_pin", event)

    def _as_staff(self, method: str, path: str, query: dict[str, str]) -> dict[str, Any]:
        return self._invoke("serve_contacts", self._event(method, path, query))

    def _event(self, method: str, path: str, query: dict[str, str]) -> dict[str, Any]:
        return {
            "version": "2.0",
            "rawPath": path,
            "rawQueryString": urlencode(query),
            "queryStringParameters": query,
            "headers": {},
            "requestContext": {
                "authorizer": {"jwt": {"claims": self._claims}},
                "http": {"method": method, "path": path},
                "requestId": str(uuid4()),
                "stage": "$default",
            },
            "isBase64Encoded": False,
        }

    def _invoke(self, handler: str, event: dict[str, Any]) -> dict[str, Any]:
        answer = self._stack.client("lambda").invoke(
            FunctionName=function_name(self._stack, handler), Payload=json.dumps(event)
        )
        told = json.loads(answer["Payload"].read())
        if "FunctionError" in answer:
            raise RefusedError(INTERNAL, {"message": told.get("errorMessage", told)})
        body = parse((told.get("body") or "{}").encode())
        if told["statusCode"] >= BAD_REQUEST:
            raise RefusedError(told["statusCode"], body)
        return body


class Api(StaffApi):
    """The site's /api, as nobody or as the administrator."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._token: str | None = None

    def chat(self, request: dict[str, str]) -> dict[str, Any]:
        return self._exchange("POST", "/chat", request)

    def _as_staff(self, method: str, path: str, query: dict[str, str]) -> dict[str, Any]:
        path += f"?{urlencode(query)}" if query else ""
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
        if response.status >= BAD_REQUEST:
            raise RefusedError(response.status, answer)
        return answer


def parse(body: bytes) -> dict[str, Any]:
    """JSON, or what was sent in its place."""
    try:
        answer = json.loads(body)
    except ValueError:
        return {"message": body.decode(errors="replace")[:200]}
    return answer if isinstance(answer, dict) else {"message": str(answer)}
