"""Call Analytics jobs: what is asked of them beside, or otherwise than, of the others."""

from dataclasses import dataclass
from typing import Any, ClassVar

from local.transcribe.call_categories import Category
from local.transcribe.errors import BadRequestError
from local.transcribe.jobs import (
    BUCKET,
    SERVICE_BUCKET,
    Job,
    State,
    bucket_and_key,
    check_codes,
    check_name,
    uri_of,
)

CHANNELS = 2
AGENT, CUSTOMER = "AGENT", "CUSTOMER"
ROLES = (AGENT, CUSTOMER)
DEFAULT_LANGUAGE = "en-US"


@dataclass
class Call(Job):
    """A recording of two channels, whose participants are known by their channel."""

    NAMED: ClassVar = "CallAnalyticsJobName"
    STATUS: ClassVar = "CallAnalyticsJobStatus"
    categories: tuple[Category, ...] = ()

    @property
    def language_options(self) -> list[str] | None:
        """One is the language; several, or none, are to choose from."""
        if self.given_language:
            return None
        return list(self.settings.get("LanguageOptions") or [DEFAULT_LANGUAGE])

    @property
    def given_language(self) -> str | None:
        options = self.settings.get("LanguageOptions") or []
        return str(options[0]) if len(options) == 1 else None

    @property
    def redaction(self) -> dict[str, Any] | None:
        return self.settings.get("ContentRedaction")

    @property
    def roles(self) -> tuple[str, ...]:
        """Who is on each channel; the agent is on the first where nothing is said."""
        said = {one["ChannelId"]: one["ParticipantRole"] for one in self._definitions}
        return tuple(said.get(channel, role) for channel, role in enumerate(ROLES))

    @property
    def output(self) -> tuple[str, str]:
        return self._output("analytics/", "")

    @property
    def redacted_output(self) -> tuple[str, str]:
        return self._output("redacted-analytics/", "redacted-")

    @property
    def redacted_media(self) -> tuple[str, str]:
        """Bucket and key of the sound without what was redacted."""
        bucket, key = self.redacted_output
        return bucket, f"{key.removesuffix('.json')}.wav"

    def described(self) -> dict[str, Any]:
        """As GetCallAnalyticsJob answers it."""
        shown = self._shown(("Settings", "ChannelDefinitions", "DataAccessRoleArn", "Tags"))
        if self.state is State.COMPLETED and self.redaction:
            shown["Media"] = {
                **shown["Media"],
                "RedactedMediaFileUri": uri_of(*self.redacted_media),
            }
        return shown

    def summary(self) -> dict[str, Any]:
        """As ListCallAnalyticsJobs answers it."""
        return self._told()

    @property
    def event(self) -> tuple[str, dict[str, str]]:
        return "Call Analytics Job State Change", self._ended("JobName", "JobStatus")

    @property
    def _definitions(self) -> list[dict[str, Any]]:
        return list(self.request.get("ChannelDefinitions") or [])

    def _output(self, folder: str, prefix: str) -> tuple[str, str]:
        """A bucket or folder gets a folder of Call Analytics' own; a file is where it is said."""
        where = self.request.get("OutputLocation") or f"s3://{SERVICE_BUCKET}"
        bucket, _, key = where.removeprefix("s3://").partition("/")
        if not key or key.endswith("/"):
            return bucket, f"{key}{folder}{self.name}.json"
        parent, slash, name = key.rpartition("/")
        return bucket, f"{parent}{slash}{prefix}{name}"


def call_of(request: dict[str, Any], categories: tuple[Category, ...] = ()) -> Call:
    """``categories`` are looked for in it. Raises BadRequestError as Transcribe words it."""
    check_name(request, Call.NAMED)
    bucket_and_key((request.get("Media") or {}).get("MediaFileUri", ""))
    check_codes((request.get("Settings") or {}).get("LanguageOptions") or [])
    _check_channels(request.get("ChannelDefinitions"))
    where = request.get("OutputLocation")
    if where is not None and not BUCKET.fullmatch(where.removeprefix("s3://").partition("/")[0]):
        raise BadRequestError("The OutputLocation isn't a valid S3 URI.")
    return Call(request, categories=categories)


def _check_channels(definitions: list[dict[str, Any]] | None) -> None:
    if definitions is None:
        return
    channels = sorted(one.get("ChannelId", -1) for one in definitions)
    roles = sorted(one.get("ParticipantRole", "") for one in definitions)
    if channels != [*range(CHANNELS)] or roles != [*ROLES]:
        raise BadRequestError(
            "ChannelDefinitions must name an AGENT and a CUSTOMER, on channels 0 and 1."
        )
