"""What a recording's name says: telephony id, agent, customer, and when the call began."""

import hashlib
import re
from datetime import UTC, datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

GUID = re.compile(r"_GUID_(.*?)_")
AGENT = re.compile(r"_AGENT_(.*?)_")
CUSTOMER = re.compile(r"_CUST_(.*?)_")
DATE_TIME = re.compile(r"(\d{4})-(\d{2})-(\d{2})T(\d{2})-(\d{2})-(\d{2})")
_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,79}")


class NameMetadata(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    guid: str | None
    agent: str | None
    customer_id: str | None
    began_at: datetime | None


def read(key: str, time_zone: str) -> NameMetadata:
    """The metadata in the last part of ``key``; its times are local to ``time_zone``, ours UTC."""
    stem = PurePosixPath(key).stem + "_"  # the patterns end in an underscore
    return NameMetadata(
        guid=_first(GUID, stem),
        agent=_first(AGENT, stem),
        customer_id=_first(CUSTOMER, stem),
        began_at=_date_time(stem, time_zone),
    )


def contact_id(metadata: NameMetadata, bucket: str, key: str) -> str:
    """The telephony id where the name has a usable one, else one derived from where the file is:
    a new version of a file is the same contact, analysed again.
    """
    if metadata.guid and _ID.fullmatch(metadata.guid):
        return metadata.guid
    return derived_id(bucket, key, None)


def derived_id(bucket: str, key: str, version_id: str | None) -> str:
    return hashlib.sha256("\n".join((bucket, key, version_id or "")).encode()).hexdigest()[:32]


def _first(pattern: re.Pattern[str], stem: str) -> str | None:
    match = pattern.search(stem)
    return match[1] or None if match else None


def _date_time(stem: str, time_zone: str) -> datetime | None:
    match = DATE_TIME.search(stem)
    if match is None:
        return None
    try:
        local = datetime(*map(int, match.groups()), tzinfo=ZoneInfo(time_zone))  # type: ignore[misc,arg-type]
    except ValueError:
        return None
    return local.astimezone(UTC)
