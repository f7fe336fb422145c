"""What a file's name or its metadata says: telephony id, agent, customer, when the call began."""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

from omnilex.domain import connect_recording
from omnilex.domain.configuration import Configuration
from omnilex.domain.transcript import Known

_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,79}")
# Object metadata, which S3 hands back as x-amz-meta-<name>.
GUID, AGENT, CUSTOMER, DATE_TIME = "guid", "agent", "customer", "date-time"


def read(key: str, configuration: Configuration) -> Known:
    """By the four patterns, in the last part of ``key``; times are local to the configured place,
    ours UTC. Amazon Connect has names of its own.
    """
    of_connect = connect_recording.read(key)
    if of_connect:
        return Known(guid=of_connect.own_id, began_at=of_connect.began_at)
    stem = PurePosixPath(key).stem + "_"  # the patterns end in an underscore
    return Known(
        guid=_taken(configuration.filename_guid_regex, stem),
        agent=_taken(configuration.filename_agent_regex, stem),
        customer_id=_taken(configuration.filename_customer_regex, stem),
        began_at=_date_time(_taken(configuration.filename_date_time_regex, stem), configuration),
    )


def read_metadata(metadata: Mapping[str, str], configuration: Configuration) -> Known:
    """By the object's metadata; its time is ISO 8601, local where it names no zone."""
    said = {name.lower(): value.strip() for name, value in metadata.items()}
    return Known(
        guid=said.get(GUID) or None,
        agent=said.get(AGENT) or None,
        customer_id=said.get(CUSTOMER) or None,
        began_at=_iso(said.get(DATE_TIME, ""), configuration),
    )


def contact_id(guid: str | None, bucket: str, key: str) -> str:
    """The telephony or session id where there is a usable one, else one derived from where the file
    is: another version of the file is the same contact.
    """
    return guid if guid and _ID.fullmatch(guid) else derived_id(bucket, key)


def derived_id(bucket: str, key: str, version_id: str | None = None) -> str:
    return hashlib.sha256("\n".join((bucket, key, version_id or "")).encode()).hexdigest()[:32]


def _taken(pattern: str, stem: str) -> str | None:
    """All groups of the first match with a space between."""
    match = re.search(pattern, stem)
    return " ".join(filter(None, match.groups())) or None if match else None


def _date_time(taken: str | None, configuration: Configuration) -> datetime | None:
    if taken is None:
        return None
    try:
        local = datetime.strptime(taken, configuration.filename_date_time_fields)  # noqa: DTZ007
    except ValueError:
        return None
    return _in_utc(local, configuration)


def _iso(said: str, configuration: Configuration) -> datetime | None:
    try:
        return _in_utc(datetime.fromisoformat(said), configuration)
    except ValueError:
        return None


def _in_utc(at: datetime, configuration: Configuration) -> datetime:
    if at.tzinfo is None:
        at = at.replace(tzinfo=ZoneInfo(configuration.conversation_location))
    return at.astimezone(UTC)
