"""The local Transcribe without its wire: jobs end as they are started, and what they announce is
told at once.
"""

import json
from collections.abc import Callable
from typing import Any

import boto3
from botocore.exceptions import ClientError

from local.aws_json import ServiceError
from local.transcribe.calls import call_of
from local.transcribe.jobs import Job, Jobs, transcription_of
from local.transcribe.worker import Worker

Asked = dict[str, Any]


class Events:
    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell

    def put_events(self, **asked: Any) -> None:
        detail = json.loads(asked["Entries"][0]["Detail"])
        self._tell(detail.get("TranscriptionJobName") or detail["JobName"])


class LocalTranscribe:
    """The operations that the functions call; ``asked`` are the requests for jobs."""

    def __init__(
        self, tell: Callable[[str], None], recognizer: Any, linguist: Any = lambda: None
    ) -> None:
        events: Any = Events(tell)
        self.worker = Worker(boto3.client("s3"), events, recognizer, linguist)
        self._jobs = Jobs(self.worker.finish, transcription_of)
        self._calls = Jobs(self.worker.finish, call_of)
        self.asked: list[Asked] = []

    def start_transcription_job(self, **asked: Any) -> Asked:
        return {"TranscriptionJob": self._start(self._jobs, asked)}

    def get_transcription_job(self, **asked: Any) -> Asked:
        job: Job = self._jobs.get(asked["TranscriptionJobName"])
        return {"TranscriptionJob": job.described()}

    def start_call_analytics_job(self, **asked: Any) -> Asked:
        return {"CallAnalyticsJob": self._start(self._calls, asked)}

    def get_call_analytics_job(self, **asked: Any) -> Asked:
        return {"CallAnalyticsJob": self._calls.get(asked["CallAnalyticsJobName"]).described()}

    def get_vocabulary(self, **asked: Any) -> Asked:
        try:
            found = self.worker.vocabularies.get(asked["VocabularyName"])
        except ServiceError as error:
            told: Any = {"Error": {"Code": error.code, "Message": str(error)}}
            raise ClientError(told, "GetVocabulary") from None
        return {"VocabularyName": found.name, "VocabularyState": "READY"}

    def _start(self, jobs: Jobs, asked: Asked) -> Asked:
        self.asked.append(asked)
        try:
            return jobs.start(asked).described()
        except ServiceError as error:
            raise RuntimeError(f"{error.code}: {error}") from None
