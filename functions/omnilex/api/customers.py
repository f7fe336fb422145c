"""A customer over all channels, and the bank's answers to frequent questions."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Query
from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter
from pydantic import BaseModel, ConfigDict, StringConstraints

from omnilex.api.access import EVERYBODY, allow, asking, new_router
from omnilex.api.desk import Desk
from omnilex.api.filters import ListQuery, search_of
from omnilex.domain import timeline
from omnilex.domain.customer import Customer, CustomerNotFoundError
from omnilex.domain.faq import Match
from omnilex.domain.staff import StaffMember
from omnilex.domain.timeline import Moment
from omnilex.domain.wording import Language

MOST_CONTACTS = 100
MOST_MOVEMENTS = 50
Question = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=300)]


class CustomerPage(BaseModel):
    """``name`` is None for a customer number that only contacts carry."""

    customer_id: str
    name: str | None
    timeline: list[Moment]


class FaqQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    q: Question
    language: Language = Language.ENGLISH


class FaqAnswers(BaseModel):
    matches: list[Match]


def routes(desk: Desk) -> APIGatewayHttpRouter:
    router = new_router()

    @router.get("/customers/<customer_id>", middlewares=allow(*EVERYBODY), tags=["customers"])
    def one_customer(customer_id: str) -> CustomerPage:
        staff = asking(router)
        rows = _rows(desk, customer_id, staff)
        customer = _customer(desk, customer_id)
        if not rows and (customer is None or staff.only_own):
            raise CustomerNotFoundError(customer_id)
        return CustomerPage(
            customer_id=customer_id,
            name=customer and customer.name,
            timeline=timeline.timeline(
                timeline.of_contacts(rows), *(_bank_parts(desk, customer_id) if customer else ())
            ),
        )

    @router.get("/faq", middlewares=allow(*EVERYBODY), tags=["customers"])
    def search_faq(asked: Annotated[FaqQuery, Query()]) -> FaqAnswers:
        return FaqAnswers(matches=desk.faq.matches(asked.q, asked.language))

    return router


def _rows(desk: Desk, customer_id: str, staff: StaffMember) -> list[dict[str, Any]]:
    """An agent sees the customers of their own contacts, and of those contacts alone."""
    asked = ListQuery(customer=customer_id[:200] or "?", limit=MOST_CONTACTS)
    return desk.index.find(search_of(asked, staff, desk.zone)).rows


def _customer(desk: Desk, customer_id: str) -> Customer | None:
    try:
        return desk.bank.get_customer(customer_id)
    except CustomerNotFoundError:
        return None


def _bank_parts(desk: Desk, customer_id: str) -> list[list[Moment]]:
    moved = [
        (account, movement)
        for account in desk.bank.accounts(customer_id)
        for movement in desk.bank.movements(account, MOST_MOVEMENTS)
    ]
    return [
        list(timeline.of_movements(moved)),
        list(timeline.of_accounts(desk.bank.pending_accounts(customer_id))),
        list(timeline.of_visits(desk.visits.of_customer(customer_id, desk.clock()))),
    ]
