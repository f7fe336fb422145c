"""Which groups may take a route, and who asks."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter
from pydantic import BaseModel

from omnilex.adapters.http_api import staff_member
from omnilex.domain.staff import Group, StaffMember

Next = Callable[[Any], Response[Any]]
Middleware = Callable[[APIGatewayHttpResolver, Next], Response[Any]]

EVERYBODY = (Group.AGENT, Group.SUPERVISOR, Group.ADMIN)
OVERSEERS = (Group.SUPERVISOR, Group.ADMIN)
ADMINS = (Group.ADMIN,)


def allow(*groups: Group) -> list[Middleware]:
    """For a route's ``middlewares``. Raises NotAllowedError."""

    def check(app: APIGatewayHttpResolver, following: Next) -> Response[Any]:
        staff_member(app.current_event.raw_event).must_be(*groups)
        return following(app)

    return [check]


class UnknownParameterError(ValueError):
    """A filter that is misspelt would otherwise find everything."""


def only(asked: type[BaseModel]) -> Middleware:
    """For a route's ``middlewares``: no parameter but these. Raises UnknownParameterError."""
    known = {field.alias or name for name, field in asked.model_fields.items()}

    def check(app: APIGatewayHttpResolver, following: Next) -> Response[Any]:
        unknown = sorted(set(app.current_event.query_string_parameters or {}) - known)
        if unknown:
            told = ", ".join(sorted(known))
            raise UnknownParameterError(f"{unknown[0][:40]} is no parameter here: {told}.")
        return following(app)

    return check


def new_router() -> APIGatewayHttpRouter:
    return APIGatewayHttpRouter()  # type: ignore[no-untyped-call]


def asking(router: APIGatewayHttpRouter) -> StaffMember:
    return staff_member(router.current_event.raw_event)
