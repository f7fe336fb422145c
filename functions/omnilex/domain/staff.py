"""Who of the bank asks, what they may see, and what is written down of what they did."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from omnilex.domain.contact import Contact, ContactNotFoundError
from omnilex.domain.search import fold


class Group(StrEnum):
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class NotAllowedError(PermissionError):
    """Not in a group that may do this."""


class StaffMember(BaseModel):
    """``staff_id`` is the identity provider's, which never changes. ``agent`` is the name under
    which the person takes calls, as file names and chats have it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    staff_id: str
    groups: frozenset[Group]
    email: str = ""
    agent: str = ""

    def must_be(self, *groups: Group) -> None:
        """Raises NotAllowedError."""
        if not self.groups & set(groups):
            raise NotAllowedError

    @property
    def only_own(self) -> bool:
        """Sees the contacts of one agent and no others; without a name, none."""
        return not self.groups & {Group.SUPERVISOR, Group.ADMIN}

    def must_see(self, contact: Contact) -> None:
        """Raises ContactNotFoundError: what is another's is not there."""
        is_own = bool(self.agent) and fold(contact.agent or "") == fold(self.agent)
        if self.only_own and not is_own:
            raise ContactNotFoundError(contact.contact_id)


class Deed(StrEnum):
    UNLOCKED_PIN = "UNLOCKED_PIN"
    LISTENED = "LISTENED"
    EXPORTED = "EXPORTED"
    DELETED = "DELETED"
    ANALYZED_AGAIN = "ANALYZED_AGAIN"
    SWAPPED_SPEAKERS = "SWAPPED_SPEAKERS"
    CHANGED_SETTING = "CHANGED_SETTING"
    CHANGED_CATEGORIES = "CHANGED_CATEGORIES"


class AuditEntry(BaseModel):
    """Written before what it tells of is done; never changed, never removed. ``email`` is the one
    that the person had then.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime
    staff_id: str
    deed: Deed
    subject: str
    detail: str | None = None
    email: str = ""
