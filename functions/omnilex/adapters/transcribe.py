"""Amazon Transcribe's jobs."""

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from omnilex.domain.transcription import JobOutcome, Transcription

if TYPE_CHECKING:
    from mypy_boto3_transcribe import TranscribeServiceClient


class Transcribe:
    def __init__(self, client: "TranscribeServiceClient") -> None:
        self._client = client

    def start(self, transcription: Transcription) -> JobOutcome:
        """How the job stands; a job of this name that is there already is the one asked for."""
        request: Any = transcription.request()
        try:
            started = self._client.start_transcription_job(**request)
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConflictException":
                raise
            return self.outcome(transcription.job_name)
        return JobOutcome(status=started["TranscriptionJob"]["TranscriptionJobStatus"])

    def outcome(self, job_name: str) -> JobOutcome:
        job = self._client.get_transcription_job(TranscriptionJobName=job_name)["TranscriptionJob"]
        return JobOutcome(
            status=job["TranscriptionJobStatus"],
            reason=job.get("FailureReason"),
            language=job.get("LanguageCode"),
        )
