"""What the dashboard's routes work with; the handler puts it together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from omnilex.adapters.audit_trail import AuditTrail
from omnilex.adapters.bank_table import BankTable
from omnilex.adapters.configuration import ConfigurationStore
from omnilex.adapters.contact_notes import ContactNotes
from omnilex.adapters.contacts_table import ContactsTable
from omnilex.adapters.executions import Executions
from omnilex.adapters.faq_search import FaqSearch, KendraFaq
from omnilex.adapters.recordings_bucket import RecordingsBucket
from omnilex.adapters.results_bucket import ResultsBucket, whole
from omnilex.adapters.search_index import SearchIndex
from omnilex.adapters.summary_items import Summaries
from omnilex.adapters.support_files import SupportFiles
from omnilex.adapters.visits import Visits
from omnilex.domain import connect_recording
from omnilex.domain.contact import Contact, ContactNotFoundError
from omnilex.domain.staff import AuditEntry, Deed, StaffMember

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Desk:
    contacts: ContactsTable
    notes: ContactNotes
    index: SearchIndex
    summaries: Summaries
    configuration: ConfigurationStore
    s3: "S3Client"
    recordings: RecordingsBucket
    executions: Executions
    audit_trail: AuditTrail
    bank: BankTable
    visits: Visits
    faq: FaqSearch | KendraFaq
    zone: ZoneInfo
    clock: Callable[[], datetime] = now

    def contact(self, contact_id: str, staff: StaffMember) -> Contact:
        """In short. Raises ContactNotFoundError where there is none, or none for this person."""
        contact = self.contacts.get(contact_id)
        staff.must_see(contact)
        if self.notes.is_going(contact_id):
            raise ContactNotFoundError(contact_id)
        return contact

    def other_part(self, contact: Contact, staff: StaffMember) -> Contact | None:
        """Of a call that the bot passed on: the part of the other, if this person may see it."""
        part = connect_recording.read(contact.source.key)
        if part is None:
            return None
        try:
            return self.contact(part.other_id, staff)
        except ContactNotFoundError:
            return None

    def whole(self, contact: Contact) -> Contact:
        """With its turns."""
        return whole(self.results, self.configuration.get(), contact)

    @property
    def results(self) -> ResultsBucket:
        return ResultsBucket(self.s3, self.configuration.get().output_bucket_name)

    def audit(
        self, staff: StaffMember, deed: Deed, subject: str, detail: str | None = None
    ) -> None:
        """Write down, before it is done, what somebody does."""
        entry = AuditEntry(
            at=self.clock(),
            staff_id=staff.staff_id,
            email=staff.email,
            deed=deed,
            subject=subject,
            detail=detail,
        )
        self.audit_trail.keep(entry)

    @property
    def support_files(self) -> SupportFiles:
        return SupportFiles(self.s3, self.configuration.get().support_files_bucket_name)
