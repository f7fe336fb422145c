"""Amazon Transcribe's jobs."""

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from omnilex.domain.transcription import Transcription

if TYPE_CHECKING:
    from mypy_boto3_transcribe import TranscribeServiceClient

ENDED = {"COMPLETED", "FAILED"}


class Transcribe:
    def __init__(self, client: "TranscribeServiceClient") -> None:
        self._client = client

    def start(self, transcription: Transcription) -> str:
        """The job's status; a job of this name that is there already is the one asked for."""
        request: Any = transcription.request()
        try:
            started = self._client.start_transcription_job(**request)
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConflictException":
                raise
            return self.outcome(transcription.job_name)[0]
        return str(started["TranscriptionJob"]["TranscriptionJobStatus"])

    def outcome(self, job_name: str) -> tuple[str, str | None, str | None]:
        """Status, reason of a failure, and language."""
        job = self._client.get_transcription_job(TranscriptionJobName=job_name)["TranscriptionJob"]
        status = str(job["TranscriptionJobStatus"])
        return status, job.get("FailureReason"), job.get("LanguageCode")
