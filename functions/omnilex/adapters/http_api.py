"""What our HTTP API says of who asks, and how it says no."""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response, content_types

from omnilex.domain.staff import Group, NotAllowedError, StaffMember


@dataclass(frozen=True)
class WebhookRequest:
    """A vendor's request as it was signed: raw body and query, headers by small letters."""

    headers: Mapping[str, str]
    query: str
    body: bytes

    @classmethod
    def of(cls, event: dict[str, Any]) -> "WebhookRequest":
        """The API delivers what is not text or JSON in base64."""
        body = event.get("body") or ""
        return cls(
            headers={name.lower(): value for name, value in event["headers"].items()},
            query=event.get("rawQueryString", ""),
            body=base64.b64decode(body) if event.get("isBase64Encoded") else body.encode(),
        )


def staff_member(event: dict[str, Any]) -> StaffMember:
    """From the claims that the JWT authorizer has checked; a list comes as ``[one two]``.

    Raises NotAllowedError for a token that says nothing of the person: an access token is let
    through by the authorizer, which knows the client alone. So for a request that met no
    authorizer: a route left open by mistake opens nothing.
    """
    claims = event["requestContext"].get("authorizer", {}).get("jwt", {}).get("claims", {})
    named = re.findall(r"[\w-]+", str(claims.get("cognito:groups", "")))
    known = frozenset(Group(name) for name in named if name in set(Group))
    if claims.get("token_use") != "id":
        raise NotAllowedError
    return StaffMember(
        staff_id=claims["sub"],
        groups=known,
        email=claims.get("email", ""),
        agent=claims.get("custom:agent", ""),
    )


def refuse(
    status: HTTPStatus, code: str, message: str, *, retry_after_s: int | None = None
) -> Response[str]:
    """``{"error": code, "message": plain words}``."""
    body = json.dumps({"error": code, "message": message})
    headers = {"Retry-After": str(retry_after_s)} if retry_after_s is not None else None
    return Response(status, content_types.APPLICATION_JSON, body, headers)
