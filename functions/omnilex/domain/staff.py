"""Who of the bank asks, and what is written down of it."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Group(StrEnum):
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class NotAllowedError(PermissionError):
    """Not in a group that may do this."""


class StaffMember(BaseModel):
    """``staff_id`` is the identity provider's, which never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    staff_id: str
    groups: frozenset[Group]

    def must_be(self, *groups: Group) -> None:
        """Raises NotAllowedError."""
        if not self.groups & set(groups):
            raise NotAllowedError


class Deed(StrEnum):
    UNLOCKED_PIN = "UNLOCKED_PIN"


class AuditEntry(BaseModel):
    """Written before what it tells of is done; never changed, never removed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime
    staff_id: str
    deed: Deed
    subject: str
