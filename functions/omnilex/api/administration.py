"""Settings and the audit trail, and who somebody is."""

from datetime import timedelta
from itertools import islice
from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body, Query
from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter
from pydantic import BaseModel, ConfigDict, Field

from omnilex.api.access import ADMINS, EVERYBODY, OVERSEERS, allow, asking, new_router, only
from omnilex.api.desk import Desk
from omnilex.api.filters import When, first_moment, last_moment
from omnilex.domain.categories import RuleSet
from omnilex.domain.knobs import checked, shown
from omnilex.domain.staff import AuditEntry, Deed

DAYS_SHOWN = 7
MOST_ENTRIES = 500


class NewValue(BaseModel):
    model_config = ConfigDict(extra="forbid")

    value: str | int | float


class AuditQuery(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    begin: When | None = Field(default=None, alias="from")
    end: When | None = Field(default=None, alias="to")


class AuditPage(BaseModel):
    """The newest first; where there are more, ask up to the last one's time."""

    entries: list[AuditEntry]
    has_more: bool


def routes(desk: Desk) -> APIGatewayHttpRouter:
    router = new_router()

    @router.get("/me", middlewares=allow(*EVERYBODY), tags=["administration"])
    def me() -> dict[str, Any]:
        staff = asking(router)
        return {
            "staff_id": staff.staff_id,
            "email": staff.email,
            "groups": sorted(staff.groups),
            "agent": staff.agent or None,
        }

    @router.get("/settings", middlewares=allow(*ADMINS), tags=["administration"])
    def settings() -> dict[str, Any]:
        return {"settings": shown(desk.configuration.values())}

    @router.put("/settings/<key>", middlewares=allow(*ADMINS), tags=["administration"])
    def change_setting(key: str, given: Annotated[NewValue, Body()]) -> dict[str, Any]:
        value = checked(key, str(given.value))
        desk.audit(asking(router), Deed.CHANGED_SETTING, key, value)
        desk.configuration.put(key, value)
        return {"key": key, "value": value}

    @router.get("/categories", middlewares=allow(*OVERSEERS), tags=["administration"])
    def categories() -> RuleSet:
        return desk.support_files.rules() or RuleSet()

    @router.put("/categories", middlewares=allow(*ADMINS), tags=["administration"])
    def change_categories(given: Annotated[RuleSet, Body()]) -> RuleSet:
        detail = f"{len(given.categories)} categories, {len(given.highlights)} highlights"
        desk.audit(asking(router), Deed.CHANGED_CATEGORIES, "categories", detail)
        desk.support_files.put_rules(given)
        return given

    @router.get("/audit", middlewares=[*allow(*ADMINS), only(AuditQuery)], tags=["administration"])
    def audit(asked: Annotated[AuditQuery, Query()]) -> AuditPage:
        end = last_moment(asked.end, desk.zone) if asked.end else desk.clock()
        begin = first_moment(asked.begin, desk.zone) if asked.begin else None
        found = desk.audit_trail.between(begin or end - timedelta(days=DAYS_SHOWN), end)
        entries = list(islice(found, MOST_ENTRIES + 1))
        return AuditPage(entries=entries[:MOST_ENTRIES], has_more=len(entries) > MOST_ENTRIES)

    return router
