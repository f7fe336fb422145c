"""Jobs are run one at a time, on a thread that leaves the machine usable."""

import json
import logging
import os
import queue
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from botocore.exceptions import ClientError

from local.speech.audio import Recording, Samples, TooLongAudioError, UnreadableAudioError, decode
from local.speech.recognizer import Recognizer, multilingual, shared
from local.transcribe.errors import BadRequestError, NotFoundError
from local.transcribe.jobs import Job, State, bucket_and_key
from local.transcribe.transcripts import Transcripts, WrongChannelsError
from local.transcribe.vocabularies import WordLists, phrases_of

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_s3 import S3Client

logger = logging.getLogger(__name__)

NICE = 5


class JobFailedError(RuntimeError):
    """The job ends as FAILED; the message is its FailureReason, as Transcribe words it."""


class Linguist(Protocol):
    """Tells languages apart and hears each."""

    def identify(
        self, samples: Samples, rate_hz: int, options: Sequence[str]
    ) -> tuple[str, float] | None: ...

    def hearing(self, language: str) -> Recognizer: ...


class Worker:
    def __init__(
        self,
        s3: "S3Client",
        events: "EventBridgeClient",
        recognizer: Callable[[], Recognizer] = shared,
        linguist: Callable[[], Linguist | None] = multilingual,
    ) -> None:
        self.vocabularies = WordLists("vocabulary", lambda uri: phrases_of(self._lines(uri)))
        self.filters = WordLists("vocabulary filter", self._lines)
        self._transcripts = Transcripts(self._ear, self.vocabularies, self.filters)
        self._s3 = s3
        self._events = events
        self._recognizer = recognizer
        self._linguist = linguist
        self._queue: queue.SimpleQueue[Job] = queue.SimpleQueue()
        threading.Thread(target=self._work, name="transcribe", daemon=True).start()

    def run(self, job: Job) -> None:
        """Put the job behind those that wait."""
        self._queue.put(job)

    def _lines(self, uri: str) -> list[str]:
        """Of a word list's file."""
        bucket, key = bucket_and_key(uri)
        try:
            body = self._s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        except ClientError:
            raise BadRequestError("The S3 URI that you provided can't be accessed.") from None
        return [line for line in body.decode("utf-8-sig").splitlines() if line.strip()]

    def _work(self) -> None:
        if hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        while True:
            self.finish(self._queue.get())

    def finish(self, job: Job) -> None:
        """Run the job to its end and announce it."""
        job.state, job.started_at = State.IN_PROGRESS, datetime.now(UTC)
        try:
            self._transcribe(job)
            state = State.COMPLETED
        except JobFailedError as error:
            job.failure_reason, state = str(error), State.FAILED
        except Exception:
            logger.exception("job %s", job.name)
            job.failure_reason, state = "Internal error. Please try again.", State.FAILED
        job.completed_at, job.state = datetime.now(UTC), state
        self._announce(job)

    def _transcribe(self, job: Job) -> None:
        recording = self._fetch(job)
        job.media_format, job.rate_hz = recording.format, recording.rate_hz
        self._tell_language(job, recording)
        try:
            for bucket, key, body in self._transcripts.documents(job, recording):
                kind = "audio/wav" if key.endswith(".wav") else "application/json"
                self._s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType=kind)
        except ClientError:
            raise JobFailedError(
                "The S3 bucket that you specified for the output can't be accessed. Make sure that "
                "you have write permissions for the bucket and try your request again."
            ) from None
        except WrongChannelsError:
            raise JobFailedError(
                "Invalid number of channels: a Call Analytics job takes a recording of two "
                "channels, one for each participant."
            ) from None
        except NotFoundError as error:  # a vocabulary that was deleted meanwhile
            raise JobFailedError(str(error)) from None

    def _tell_language(self, job: Job, recording: Recording) -> None:
        """As given, as identified, or the first of the list with a score of 0 to say so."""
        options = job.language_options
        if options is None:
            job.language = job.given_language
            return
        linguist = self._linguist()
        found = linguist and linguist.identify(recording.mono(), recording.rate_hz, options)
        job.language, job.language_score = found or (options[0], 0.0)
        if not found:
            why = "it is none of those asked for" if linguist else "that takes `make whisper`"
            logger.warning(
                "job %s: no language identified (%s); taking %s", job.name, why, job.language
            )

    def _ear(self, language: str | None) -> Recognizer:
        """The chosen one hears English; without a linguist it hears all else as if it were."""
        if language is None or language.startswith("en"):
            return self._recognizer()
        linguist = self._linguist()
        return linguist.hearing(language) if linguist else self._recognizer()

    def _fetch(self, job: Job) -> Recording:
        bucket, key = job.media
        try:
            media = self._s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        except ClientError:
            raise JobFailedError(
                "The media file couldn't be read from the S3 location that you provided. Make sure "
                "that it exists, that you have read access to it, and try your request again."
            ) from None
        try:
            recording = decode(media)
        except TooLongAudioError:
            raise JobFailedError("The media file is longer than 4 hours.") from None
        except UnreadableAudioError:
            raise JobFailedError(
                "The data in your input file isn't valid. Check the media file and try your "
                "request again."
            ) from None
        return recording

    def _announce(self, job: Job) -> None:
        kind, detail = job.event
        self._events.put_events(
            Entries=[{"Source": "aws.transcribe", "DetailType": kind, "Detail": json.dumps(detail)}]
        )
