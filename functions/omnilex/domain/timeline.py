"""Everything between the bank and a customer, in one line of time."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from omnilex.domain.account_opening import PendingAccount
from omnilex.domain.customer import Account
from omnilex.domain.payment import Movement
from omnilex.domain.visits import Visit


class Kind(StrEnum):
    CONTACT = "contact"
    PAYMENT = "payment"
    ACCOUNT = "account"
    VISIT = "visit"


class Moment(BaseModel):
    """``amount_cents`` is from the account's side: what left it is negative."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime
    kind: Kind
    title: str
    detail: str = ""
    medium: str | None = None
    contact_id: str | None = None
    amount_cents: int | None = None
    dwell_s: int | None = None


def timeline(*parts: Iterable[Moment]) -> list[Moment]:
    """The newest first."""
    moments = [moment for part in parts for moment in part]
    return sorted(moments, key=lambda moment: moment.at.astimezone(UTC), reverse=True)


def of_contacts(rows: Iterable[Mapping[str, Any]]) -> Iterable[Moment]:
    for row in rows:
        is_call = row["channel"] == "CALL"
        yield Moment(
            at=datetime.fromisoformat(row["started_at"]),
            kind=Kind.CONTACT,
            title="Call" if is_call else "Chat",
            detail=f"with {row['agent']}" if row["agent"] else "",
            medium=row["medium"],
            contact_id=row["contact_id"],
        )


def of_movements(moved: Iterable[tuple[Account, Movement]]) -> Iterable[Moment]:
    """A payment between two accounts of the customer once, from the side that paid."""
    shown: dict[tuple[str, object], tuple[Account, Movement]] = {}
    for number, (account, movement) in enumerate(moved):
        key = (movement.reference, movement.at if movement.reference else number)
        if key not in shown or movement.amount_cents < 0:
            shown[key] = account, movement
    for account, movement in shown.values():
        way = "from" if movement.amount_cents < 0 else "to"
        yield Moment(
            at=movement.at,
            kind=Kind.PAYMENT,
            title=movement.memo,
            detail=f"{way} {account.name}",
            amount_cents=movement.amount_cents,
        )


def of_accounts(asked: Iterable[PendingAccount]) -> Iterable[Moment]:
    for one in asked:
        yield Moment(at=one.asked_at, kind=Kind.ACCOUNT, title=one.plan, detail="asked for")


def of_visits(visits: Iterable[Visit]) -> Iterable[Moment]:
    for visit in visits:
        yield Moment(at=visit.started_at, kind=Kind.VISIT, title=visit.page, dwell_s=visit.dwell_s)
