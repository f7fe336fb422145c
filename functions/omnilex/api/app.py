"""The dashboard's API as one resolver: its routes, and its errors in one form."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from pydantic import ValidationError

from omnilex.adapters.faq_search import FaqUnavailableError
from omnilex.adapters.http_api import refuse
from omnilex.adapters.search_index import CursorError
from omnilex.api import administration, changes, contacts, customers, figures, remarks
from omnilex.api.access import UnknownParameterError
from omnilex.api.contacts import NothingToGiveError
from omnilex.api.desk import Desk
from omnilex.api.figures import PeriodError
from omnilex.domain.categories import RuleSetError
from omnilex.domain.contact import ContactNotFoundError
from omnilex.domain.customer import CustomerNotFoundError
from omnilex.domain.knobs import SettingNotFoundError, SettingRefusedError
from omnilex.domain.notes import NoteNotFoundError
from omnilex.domain.removal import ContactInProgressError
from omnilex.domain.speaker_swap import NothingToSwapError
from omnilex.domain.staff import NotAllowedError
from omnilex.domain.uploads import UploadRefusedError

TITLE, VERSION = "OmniLex", "1"

# What each refusal says; None where the error has the words itself.
REFUSALS: dict[type[Exception], tuple[HTTPStatus, str, str | None]] = {
    NotAllowedError: (HTTPStatus.FORBIDDEN, "forbidden", "Your groups may not do this."),
    ContactNotFoundError: (
        HTTPStatus.NOT_FOUND,
        "contact_not_found",
        "There is no such contact.",
    ),
    CustomerNotFoundError: (
        HTTPStatus.NOT_FOUND,
        "customer_not_found",
        "There is no such customer.",
    ),
    NoteNotFoundError: (HTTPStatus.NOT_FOUND, "note_not_found", "There is no such note."),
    SettingNotFoundError: (
        HTTPStatus.NOT_FOUND,
        "setting_not_found",
        "There is no such setting.",
    ),
    CursorError: (
        HTTPStatus.BAD_REQUEST,
        "bad_cursor",
        "cursor comes from the page before, with the same sort.",
    ),
    PeriodError: (
        HTTPStatus.BAD_REQUEST,
        "bad_period",
        "A period ends on or after the day it begins and is at most two years long.",
    ),
    UnknownParameterError: (HTTPStatus.BAD_REQUEST, "bad_request", None),
    SettingRefusedError: (HTTPStatus.BAD_REQUEST, "bad_setting", None),
    UploadRefusedError: (HTTPStatus.BAD_REQUEST, "bad_upload", None),
    ContactInProgressError: (
        HTTPStatus.CONFLICT,
        "contact_in_progress",
        "The contact is still being analysed. Try again when that has ended.",
    ),
    NothingToSwapError: (
        HTTPStatus.CONFLICT,
        "nothing_to_swap",
        "Nobody speaks in this contact whose sides could be swapped.",
    ),
    RuleSetError: (HTTPStatus.CONFLICT, "bad_categories", None),
    FaqUnavailableError: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "faq_unavailable",
        "The answers cannot be searched just now. Try again in a minute.",
    ),
}


def build(desk: Desk) -> APIGatewayHttpResolver:
    app = APIGatewayHttpResolver(enable_validation=True)
    app.use(middlewares=[uncached])
    for part in (contacts, remarks, changes, figures, customers, administration):
        app.include_router(part.routes(desk))
    for kind, refusal in REFUSALS.items():
        app.exception_handler(kind)(_refusing(*refusal))
    app.exception_handler(NothingToGiveError)(
        lambda error: refuse(HTTPStatus.NOT_FOUND, error.code, str(error))
    )
    app.exception_handler([RequestValidationError, ValidationError])(malformed)
    app.not_found(unknown_route)
    return app


def uncached(app: APIGatewayHttpResolver, following: Callable[[Any], Response[Any]]) -> Any:
    """What is said of contacts is kept nowhere on its way."""
    response = following(app)
    response.headers["Cache-Control"] = "no-store"
    return response


def malformed(error: RequestValidationError | ValidationError) -> Response[str]:
    """Names the first thing that is wrong, and never repeats what was sent."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"] if part not in {"query", "body", "asked"})
    message = f"{where}: {first['msg']}" if where else str(first["msg"])
    return refuse(HTTPStatus.BAD_REQUEST, "bad_request", message)


def unknown_route(error: NotFoundError) -> Response[str]:
    return refuse(HTTPStatus.NOT_FOUND, "not_found", "There is nothing under this address.")


def _refusing(
    status: HTTPStatus, code: str, message: str | None
) -> Callable[[Exception], Response[str]]:
    def refusing(error: Exception) -> Response[str]:
        return refuse(status, code, message or str(error))

    return refusing
