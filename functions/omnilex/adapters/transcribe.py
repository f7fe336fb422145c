"""Amazon Transcribe's jobs and vocabularies."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from botocore.exceptions import ClientError

from omnilex.domain.transcription import JobOutcome, Transcription

if TYPE_CHECKING:
    from mypy_boto3_transcribe import TranscribeServiceClient

NOT_THERE = {"NotFoundException", "BadRequestException"}  # Transcribe has said both
UNDER_WAY = ("QUEUED", "IN_PROGRESS")
PAGE = 100
ABSENT = "ABSENT"


class Transcribe:
    def __init__(self, client: "TranscribeServiceClient") -> None:
        self._client = client

    def start(self, transcription: Transcription) -> JobOutcome:
        """How the job stands; a job of this name that is there already is the one asked for."""
        analytics = transcription.agent_channel is not None
        try:
            if analytics:
                asked: Any = transcription.analytics_request()
                call = self._client.start_call_analytics_job(**asked)["CallAnalyticsJob"]
                return _of_analytics(call)
            asked = transcription.request()
            job = self._client.start_transcription_job(**asked)["TranscriptionJob"]
            return _of_transcription(job)
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConflictException":
                raise
            return self.outcome(transcription.job_name, analytics=analytics)

    def outcome(self, job_name: str, *, analytics: bool = False) -> JobOutcome:
        """How the job stands; ABSENT where none of this name was started."""
        try:
            if analytics:
                call = self._client.get_call_analytics_job(CallAnalyticsJobName=job_name)
                return _of_analytics(call["CallAnalyticsJob"])
            job = self._client.get_transcription_job(TranscriptionJobName=job_name)
        except ClientError as error:
            if error.response["Error"]["Code"] not in NOT_THERE:
                raise
            return JobOutcome(status=ABSENT)
        return _of_transcription(job["TranscriptionJob"])

    def vocabularies(self, name: str | None, languages: Sequence[str]) -> dict[str, str]:
        """{language: vocabulary} of those that exist and are ready."""
        ready = {one: f"{name}-{one}" for one in languages} if name else {}
        return {one: named for one, named in ready.items() if self._is_ready(named)}

    def jobs_under_way(self) -> int:
        """Running or queued, of both kinds and whoever started them."""
        return sum(self._count(status) for status in UNDER_WAY)

    def _is_ready(self, vocabulary: str) -> bool:
        try:
            found = self._client.get_vocabulary(VocabularyName=vocabulary)
        except ClientError as error:
            if error.response["Error"]["Code"] not in NOT_THERE:
                raise
            return False
        return found["VocabularyState"] == "READY"

    def _count(self, status: Any) -> int:
        counted, asked = 0, {"Status": status, "MaxResults": PAGE}
        calls: list[tuple[Any, str]] = [
            (self._client.list_transcription_jobs, "TranscriptionJobSummaries"),
            (self._client.list_call_analytics_jobs, "CallAnalyticsJobSummaries"),
        ]
        for call, listed in calls:
            page = call(**asked)
            counted += len(page[listed])
            while token := page.get("NextToken"):
                page = call(**asked, NextToken=token)
                counted += len(page[listed])
        return counted


def _of_transcription(job: Any) -> JobOutcome:
    files = job.get("Transcript", {})
    return JobOutcome(
        status=job["TranscriptionJobStatus"],
        reason=job.get("FailureReason"),
        language=job.get("LanguageCode"),
        language_score=_score(job) if job.get("IdentifyLanguage") else None,
        transcript_key=_key(
            files.get("RedactedTranscriptFileUri") or files.get("TranscriptFileUri")
        ),
    )


def _of_analytics(job: Any) -> JobOutcome:
    files = job.get("Transcript", {})
    return JobOutcome(
        status=job["CallAnalyticsJobStatus"],
        reason=job.get("FailureReason"),
        language=job.get("LanguageCode"),
        language_score=job.get("IdentifiedLanguageScore"),
        transcript_key=_key(
            files.get("RedactedTranscriptFileUri") or files.get("TranscriptFileUri")
        ),
    )


def _score(job: Any) -> float:
    return float(job.get("IdentifiedLanguageScore") or 0.0)


def _key(uri: str | None) -> str | None:
    """Of ``https://s3.region.amazonaws.com/bucket/key``."""
    return unquote(urlsplit(uri).path).lstrip("/").partition("/")[2] or None if uri else None
