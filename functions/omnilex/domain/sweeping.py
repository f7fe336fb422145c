"""What is stuck, and what is said of it."""

from datetime import datetime, timedelta

from omnilex.domain.contact import Contact, Source, Status
from omnilex.domain.file_name import derived_id

PATIENCE = timedelta(minutes=15)
ENDED = {Status.ANALYZED, Status.FAILED}


def has_ended(contact: Contact, source: Source) -> bool:
    """Whether the contact has its end, or is a newer version's by now."""
    return contact.status in ENDED or contact.source.version_id != source.version_id


def error_of(status: str) -> str:
    """The ``Error`` of an execution that Step Functions holds to be in ``status``."""
    return {"ABORTED": "ExecutionAborted", "TIMED_OUT": "States.Timeout"}.get(
        status, "ExecutionLost"
    )


def name_of(source: Source, now: datetime) -> str:
    """An execution's: the same within an hour, so that a sweep that is repeated starts nothing."""
    return f"sweep-{derived_id(source.bucket, source.key, source.version_id)}-{now:%Y%m%dT%H}"
