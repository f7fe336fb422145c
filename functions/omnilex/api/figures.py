"""Figures over many contacts, what the filters offer, and the list to take away."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from http import HTTPStatus
from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response, content_types
from aws_lambda_powertools.event_handler.openapi.params import Query
from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter
from pydantic import BaseModel, ConfigDict, Field

from omnilex.api.access import ADMINS, EVERYBODY, allow, asking, new_router, only
from omnilex.api.contacts import attachment
from omnilex.api.desk import Desk
from omnilex.api.filters import Day, Filters, Name, search_of
from omnilex.domain.exports import as_csv
from omnilex.domain.insights import Figures, Tally, scope
from omnilex.domain.staff import Deed

MOST_EXPORTED = 2_000  # at once: a Lambda function answers with six megabytes at most
DAYS_SHOWN = 30
MOST_DAYS = 732
MOST_NAMES = 20
NEXT = "X-Next-Cursor"


class SummaryQuery(BaseModel):
    """Whole days of the bank's time zone, both included; without them the last thirty."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    begin: Day | None = Field(default=None, alias="from")
    end: Day | None = Field(default=None, alias="to")
    channel: Literal["CALL", "CHAT"] | None = None
    agent: Name | None = None
    category: Name | None = None


class ExportQuery(Filters):
    """``cursor`` asks for the part that follows; a part without a next one is the last."""

    format: Literal["csv", "json"] = "csv"
    cursor: str | None = Field(default=None, max_length=1_000)


class PeriodError(ValueError):
    """Ends before it begins, or is too long."""


def routes(desk: Desk) -> APIGatewayHttpRouter:
    router = new_router()

    @router.get("/summary", middlewares=[*allow(*EVERYBODY), only(SummaryQuery)], tags=["figures"])
    def summary(asked: Annotated[SummaryQuery, Query()]) -> dict[str, Any]:
        staff = asking(router)
        end = asked.end or desk.clock().astimezone(desk.zone).date()
        begin = asked.begin or end - timedelta(days=DAYS_SHOWN - 1)
        if not 0 <= (end - begin).days < MOST_DAYS:
            raise PeriodError
        agent = (staff.agent or "?") if staff.only_own else asked.agent or ""
        filters = scope(asked.channel or "", agent, asked.category or "")
        told = summed(desk.summaries.days(filters, begin, end))
        search = search_of(_listed(asked, begin, end), staff, desk.zone)
        for kind, names, count in (
            ("entity", "entities", "contacts"),
            ("unanswered", "unanswered", "count"),
        ):
            exact = desk.index.counts(search, kind, [one["text"] for one in told[names]])
            told[names] = [{"text": text, count: n} for text, n in exact.most_common() if n]
        return told

    @router.get("/facets", middlewares=allow(*EVERYBODY), tags=["figures"])
    def facets() -> dict[str, list[str]]:
        staff = asking(router)
        offered = desk.index.facets()
        plural = {"entity": "entities", "category": "categories"}
        told = {plural.get(kind, f"{kind}s"): values for kind, values in offered.items()}
        return {**told, "agents": [staff.agent]} if staff.only_own else told

    @router.get(
        "/exports/contacts", middlewares=[*allow(*ADMINS), only(ExportQuery)], tags=["figures"]
    )
    def export(asked: Annotated[ExportQuery, Query()]) -> Response[str]:
        staff = asking(router)
        search = search_of(asked, staff, desk.zone)
        page = desk.index.find_many(search, asked.cursor, MOST_EXPORTED)
        detail = f"{len(page.rows)} of {page.total} as {asked.format}"
        desk.audit(staff, Deed.EXPORTED, "contacts", detail)
        if asked.format == "csv":
            written = as_csv(page.rows, is_first=asked.cursor is None)
            answer = attachment(written, "text/csv; charset=utf-8", "contacts.csv")
        else:
            told = {"contacts": page.rows, "next_cursor": page.next_cursor, "total": page.total}
            answer = Response(HTTPStatus.OK, content_types.APPLICATION_JSON, json.dumps(told), {})
        if page.next_cursor:
            answer.headers[NEXT] = page.next_cursor
        return answer

    return router


def _listed(asked: SummaryQuery, begin: date, end: date) -> Filters:
    """The contacts behind the figures, as the list finds them."""
    return Filters(
        begin=begin, end=end, channel=asked.channel, agent=asked.agent, category=asked.category
    )


def summed(days: Mapping[date, Figures]) -> dict[str, Any]:
    added = Figures()
    for figures in days.values():
        added.merge(figures)
    whole = added.spelled_once()
    share = whole.contained / whole.bot_contacts if whole.bot_contacts else None
    return {
        "contacts": whole.whole.contacts,
        "failed": whole.failed,
        "average": whole.whole.told()["average"],
        "trend": whole.whole.told()["trend"],
        "days": [
            {"date": day.isoformat(), "failed": figures.failed, **figures.whole.told()}
            for day, figures in sorted(days.items())
        ],
        "by_channel": _named(whole.by_channel),
        "by_agent": _named(whole.by_agent),
        "by_category": _named(whole.by_category),
        "by_intent": _named(whole.by_intent),
        "containment": {
            "bot_contacts": whole.bot_contacts,
            "contained": whole.contained,
            "share": share,
        },
        "pin_failures": whole.pin_failures,
        "pin_contacts": whole.pin_contacts,
        "entities": [
            {"text": text, "contacts": count}
            for text, count in whole.entities.most_common(MOST_NAMES)
        ],
        "unanswered": [
            {"text": text, "count": count}
            for text, count in whole.unanswered.most_common(MOST_NAMES)
        ],
    }


def _named(tallies: Mapping[str, Tally]) -> list[dict[str, Any]]:
    """Those with the most contacts first."""
    ordered = sorted(tallies.items(), key=lambda one: (-one[1].contacts, one[0]))
    return [{"name": name, **tally.told()} for name, tally in ordered]
