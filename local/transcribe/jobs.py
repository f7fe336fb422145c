"""Transcription jobs: what was asked, and what came of it."""

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar
from urllib.parse import quote, unquote, urlsplit

from local.transcribe.errors import BadRequestError, ConflictError, NotFoundError

NAME = re.compile(r"[0-9a-zA-Z._-]{1,200}")
BUCKET = re.compile(r"[a-z0-9][.\-a-z0-9]{1,61}[a-z0-9]")
LANGUAGES = re.compile(r"[a-z]{2,3}-[A-Z]{2}")
FEWEST_SPEAKERS, MOST_SPEAKERS = 2, 30
PAGE = 100
SERVICE_BUCKET = "aws-transcribe-us-east-1-prod"


class State(StrEnum):
    QUEUED = "QUEUED"
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    FAILED = "FAILED"


@dataclass
class Job:
    """One job, in Transcribe's own names where they are said to the outside."""

    NAMED: ClassVar = "TranscriptionJobName"
    STATUS: ClassVar = "TranscriptionJobStatus"
    request: dict[str, Any]
    state: State = State.QUEUED
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    started_at: datetime | None = None
    completed_at: datetime | None = None
    failure_reason: str | None = None
    language: str | None = None
    language_score: float | None = None
    media_format: str | None = None
    rate_hz: int | None = None

    @property
    def name(self) -> str:
        return str(self.request[self.NAMED])

    @property
    def settings(self) -> dict[str, Any]:
        return dict(self.request.get("Settings") or {})

    @property
    def language_options(self) -> list[str] | None:
        """The languages to choose from; None where the request names the one it is."""
        if not self.request.get("IdentifyLanguage"):
            return None
        return list(self.request.get("LanguageOptions") or ["en-US"])

    @property
    def given_language(self) -> str | None:
        return self.request.get("LanguageCode")

    @property
    def media(self) -> tuple[str, str]:
        """Bucket and key of the recording."""
        return bucket_and_key(self.request["Media"]["MediaFileUri"])

    @property
    def output(self) -> tuple[str, str]:
        """Bucket and key of the transcript. A key that ends in a slash is a folder."""
        bucket = self.request.get("OutputBucketName") or SERVICE_BUCKET
        key = self.request.get("OutputKey") or ""
        if not key or key.endswith("/"):
            key += f"{self.name}.json"
        return bucket, key

    @property
    def redaction(self) -> dict[str, Any] | None:
        return self.request.get("ContentRedaction")

    @property
    def word_lists(self) -> tuple[str | None, str | None]:
        """The names of the vocabulary and of the filter, of the language where each has its own."""
        named = {**self.request, **self.settings}.get("LanguageIdSettings") or {}
        chosen = {**self.settings, **named.get(self.language or "", {})}
        return chosen.get("VocabularyName"), chosen.get("VocabularyFilterName")

    @property
    def redacted_output(self) -> tuple[str, str]:
        """Beside the transcript, under a name that says so."""
        bucket, key = self.output
        folder, slash, name = key.rpartition("/")
        return bucket, f"{folder}{slash}redacted-{name}"

    @property
    def files(self) -> dict[str, str]:
        """Where the transcripts are, once the job is done."""
        if self.state is not State.COMPLETED:
            return {}
        files = {}
        if not self.redaction or self.redaction.get("RedactionOutput") != "redacted":
            files["TranscriptFileUri"] = uri_of(*self.output)
        if self.redaction:
            files["RedactedTranscriptFileUri"] = uri_of(*self.redacted_output)
        return files

    def described(self) -> dict[str, Any]:
        """As GetTranscriptionJob answers it."""
        asked = (
            "Settings",
            "MediaSampleRateHertz",
            "IdentifyLanguage",
            "LanguageOptions",
            "LanguageIdSettings",
            "ContentRedaction",
            "Tags",
        )
        return self._shown(asked)

    def _shown(self, asked: Sequence[str]) -> dict[str, Any]:
        """How the job stands, and what was ``asked`` as it was asked."""
        shown = {
            self.NAMED: self.name,
            self.STATUS: self.state.value,
            "LanguageCode": self.language or self.given_language,
            "MediaSampleRateHertz": self.rate_hz,
            "MediaFormat": self.media_format or self.request.get("MediaFormat"),
            "Media": self.request["Media"],
            "Transcript": self.files,
            "IdentifiedLanguageScore": self.language_score,
            "CreationTime": self.created_at.timestamp(),
            "StartTime": self.started_at and self.started_at.timestamp(),
            "CompletionTime": self.completed_at and self.completed_at.timestamp(),
            "FailureReason": self.failure_reason,
        }
        shown |= {name: self.request[name] for name in asked if name in self.request}
        return {name: value for name, value in shown.items() if value is not None}

    def summary(self) -> dict[str, Any]:
        """As ListTranscriptionJobs answers it."""
        where = "CUSTOMER_BUCKET" if self.request.get("OutputBucketName") else "SERVICE_BUCKET"
        return {**self._told("IdentifyLanguage"), "OutputLocationType": where}

    def _told(self, *more: str) -> dict[str, Any]:
        kept = (
            self.NAMED,
            "CreationTime",
            "StartTime",
            "CompletionTime",
            "LanguageCode",
            self.STATUS,
            "FailureReason",
            *more,
        )
        described = self.described()
        return {name: described[name] for name in kept if name in described}

    @property
    def event(self) -> tuple[str, dict[str, str]]:
        """What EventBridge is told when the job has ended: the kind and the detail."""
        return "Transcribe Job State Change", self._ended(self.NAMED, self.STATUS)

    def _ended(self, named: str, status: str) -> dict[str, str]:
        why = {"FailureReason": self.failure_reason} if self.failure_reason else {}
        return {named: self.name, status: self.state.value, **why}


def uri_of(bucket: str, key: str) -> str:
    return f"https://s3.us-east-1.amazonaws.com/{bucket}/{quote(key)}"


class Jobs:
    """Every job of one kind of this process; ``run`` is called with each new one."""

    def __init__(self, run: Callable[[Job], None], job_of: Callable[[dict[str, Any]], Job]) -> None:
        self._job_of = job_of
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._run = run

    def start(self, request: dict[str, Any]) -> Job:
        """Raises BadRequestError or ConflictError."""
        job = self._job_of(request)
        with self._lock:
            if job.name in self._jobs:
                raise ConflictError("The requested job name already exists.")
            self._jobs[job.name] = job
        self._run(job)
        return job

    def get(self, name: str) -> Job:
        try:
            return self._jobs[name]
        except KeyError:
            raise NotFoundError(
                "The requested job couldn't be found. Check the job name and try your "
                "request again."
            ) from None

    def delete(self, name: str) -> None:
        """Raises BadRequestError while the job runs; a job that is not there is deleted already."""
        with self._lock:
            job = self._jobs.get(name)
            if job and job.state is State.IN_PROGRESS:
                raise BadRequestError("The job is in progress and can't be deleted.")
            self._jobs.pop(name, None)

    def listed(self, request: dict[str, Any]) -> tuple[list[Job], str | None]:
        """A page, newest first, and the token of the next."""
        size = int(request.get("MaxResults") or 5)
        if not 1 <= size <= PAGE:
            raise BadRequestError("MaxResults must be between 1 and 100.")
        found = list(self._matching(request))
        found.sort(key=lambda job: job.created_at, reverse=True)
        at = int(request.get("NextToken") or 0)
        after = at + size
        return found[at:after], str(after) if after < len(found) else None

    def _matching(self, request: dict[str, Any]) -> Iterator[Job]:
        status, part = request.get("Status"), request.get("JobNameContains", "")
        for job in list(self._jobs.values()):
            if status in {None, job.state.value} and part.casefold() in job.name.casefold():
                yield job


def transcription_of(request: dict[str, Any]) -> Job:
    """Raises BadRequestError as Transcribe words it."""
    check_name(request, Job.NAMED)
    bucket_and_key((request.get("Media") or {}).get("MediaFileUri", ""))
    _check_language(request)
    _check_settings(request.get("Settings") or {})
    output = request.get("OutputBucketName")
    if output is not None and not BUCKET.fullmatch(output):
        raise BadRequestError("The OutputBucketName isn't a valid bucket name.")
    return Job(request)


def check_name(request: dict[str, Any], named: str) -> None:
    name = request.get(named, "")
    if not NAME.fullmatch(name):
        raise BadRequestError(
            f"1 validation error detected: Value '{name}' at '{named[0].lower()}{named[1:]}' "
            "failed to satisfy constraint: Member must satisfy regular expression pattern: "
            "^[0-9a-zA-Z._-]+"
        )


def _check_language(request: dict[str, Any]) -> None:
    ways = [
        request.get("LanguageCode"),
        request.get("IdentifyLanguage"),
        request.get("IdentifyMultipleLanguages"),
    ]
    if sum(map(bool, ways)) != 1:
        raise BadRequestError(
            "You must specify exactly one of LanguageCode, IdentifyLanguage and "
            "IdentifyMultipleLanguages."
        )
    options = request.get("LanguageOptions") or [request.get("LanguageCode") or "en-US"]
    if request.get("LanguageOptions") is not None and len(options) < 2:  # noqa: PLR2004
        raise BadRequestError("LanguageOptions must have at least two language codes.")
    check_codes(options)


def check_codes(languages: Iterable[str]) -> None:
    for language in languages:
        if not LANGUAGES.fullmatch(language):
            raise BadRequestError(f"The language code {language} isn't supported.")


def _check_settings(settings: dict[str, Any]) -> None:
    by_speaker, by_channel = (
        settings.get("ShowSpeakerLabels"),
        settings.get("ChannelIdentification"),
    )
    most = settings.get("MaxSpeakerLabels")
    if by_speaker and by_channel:
        raise BadRequestError(
            "You can't use ShowSpeakerLabels and ChannelIdentification in the same request."
        )
    if bool(by_speaker) != (most is not None):
        raise BadRequestError(
            "When you set ShowSpeakerLabels to true, you must also set MaxSpeakerLabels."
        )
    if most is not None and not FEWEST_SPEAKERS <= most <= MOST_SPEAKERS:
        raise BadRequestError("MaxSpeakerLabels must be between 2 and 30.")


def bucket_and_key(uri: str) -> tuple[str, str]:
    """Of ``s3://bucket/key`` or S3's https form. Raises BadRequestError."""
    if uri.startswith("s3://"):
        # Not urlsplit: a key may hold ? and #.
        bucket, _, key = uri.removeprefix("s3://").partition("/")
    else:
        parts = urlsplit(uri)
        host, path = parts.netloc, unquote(parts.path.lstrip("/"))
        virtual = re.fullmatch(r"(.+)\.s3[.-].*amazonaws\.com", host)
        bucket, key = (virtual[1], path) if virtual else tuple(path.partition("/")[::2])
    if not bucket or not key:
        raise BadRequestError("The S3 URI that you provided isn't a valid URI.")
    return bucket, key
