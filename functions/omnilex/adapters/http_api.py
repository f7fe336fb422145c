"""What our HTTP API says of who asks, and how it says no."""

import json
import re
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response, content_types

from omnilex.domain.staff import Group, NotAllowedError, StaffMember


def staff_member(event: dict[str, Any]) -> StaffMember:
    """From the claims that the JWT authorizer has checked; a list comes as ``[one two]``.

    Raises NotAllowedError for a token that says nothing of the person: an access token is let
    through by the authorizer, which knows the client alone.
    """
    claims = event["requestContext"]["authorizer"]["jwt"]["claims"]
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
