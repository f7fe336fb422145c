"""Jobs are run one at a time, on a thread that leaves the machine usable."""

import json
import logging
import os
import queue
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from local.speech.audio import Recording, UnreadableAudioError, decode, resample
from local.speech.diarizer import speakers_of
from local.speech.recognizer import RecognizedWord, Recognizer, shared
from local.transcribe import output
from local.transcribe.jobs import Job, State

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_s3 import S3Client

logger = logging.getLogger(__name__)

LONGEST_S = 4 * 60 * 60
NICE = 5
FORMATS = {"wav", "mp3", "flac", "ogg"}


class JobFailedError(RuntimeError):
    """The job ends as FAILED; the message is its FailureReason, as Transcribe words it."""


class Worker:
    def __init__(
        self,
        s3: "S3Client",
        events: "EventBridgeClient",
        recognizer: Callable[[], Recognizer] = shared,
    ) -> None:
        self._s3 = s3
        self._events = events
        self._recognizer = recognizer
        self._queue: queue.SimpleQueue[Job] = queue.SimpleQueue()
        threading.Thread(target=self._work, name="transcribe", daemon=True).start()

    def run(self, job: Job) -> None:
        """Put the job behind those that wait."""
        self._queue.put(job)

    def _work(self) -> None:
        if hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        while True:
            self._finish(self._queue.get())

    def _finish(self, job: Job) -> None:
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
        job.language = (
            job.request.get("LanguageCode") or job.request.get("LanguageOptions", ["en-US"])[0]
        )
        if job.request.get("IdentifyLanguage"):
            logger.warning(
                "job %s: this recognizer speaks English and identifies no language; taking %s",
                job.name,
                job.language,
            )
        bucket, key = job.output
        try:
            self._s3.put_object(
                Bucket=bucket,
                Key=key,
                Body=self._document(job, recording),
                ContentType="application/json",
            )
        except ClientError:
            raise JobFailedError(
                "The S3 bucket that you specified for the output can't be accessed. Make sure that "
                "you have write permissions for the bucket and try your request again."
            ) from None

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
        except UnreadableAudioError:
            raise JobFailedError(
                "The data in your input file isn't valid. Check the media file and try your "
                "request again."
            ) from None
        if recording.duration_s > LONGEST_S:
            raise JobFailedError("The media file is longer than 4 hours.")
        return recording

    def _document(self, job: Job, recording: Recording) -> bytes:
        if job.settings.get("ChannelIdentification"):
            channels = [
                self._recognizer().recognize(channel, recording.rate_hz).words
                for channel in recording.channels
            ]
            return output.by_channel(job, channels)
        mono = recording.mono()
        recognition = self._recognizer().recognize(mono, recording.rate_hz)
        if not job.settings.get("ShowSpeakerLabels"):
            return output.plain(job, recognition.words)
        spans = [(one.begin_s, one.end_s) for one in recognition.segments]
        most = int(job.settings["MaxSpeakerLabels"])
        speakers = speakers_of(resample(mono, recording.rate_hz), spans, most)
        words: list[tuple[str, RecognizedWord]] = [
            (f"spk_{speaker}", word)
            for speaker, segment in zip(speakers, recognition.segments, strict=True)
            for word in segment.words
        ]
        return output.by_speaker(job, words, len(set(speakers)))

    def _announce(self, job: Job) -> None:
        """EventBridge's "Transcribe Job State Change"."""
        detail: dict[str, Any] = {
            "TranscriptionJobName": job.name,
            "TranscriptionJobStatus": job.state.value,
        }
        if job.failure_reason:
            detail["FailureReason"] = job.failure_reason
        self._events.put_events(
            Entries=[
                {
                    "Source": "aws.transcribe",
                    "DetailType": "Transcribe Job State Change",
                    "Detail": json.dumps(detail),
                }
            ]
        )
