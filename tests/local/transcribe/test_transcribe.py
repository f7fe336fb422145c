"""Transcribe over the wire, by unmodified boto3, with the real recognizer."""

import io
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import soundfile
from botocore.exceptions import ClientError

from local.speech.choice import has_whisper
from omnilex.adapters import call_analytics
from omnilex.adapters.transcribe import Transcribe
from omnilex.domain.contact import Role, SentimentLabel, Separation
from omnilex.domain.transcription import Transcription
from tests.local.aws.conftest import ACCOUNT, ENVIRONMENT, ENVIRONMENTS, LocalAws, Notes

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "samples"
MONO = next(SAMPLES.glob("Call3*.mp3"))


def beginning(recording: Path, seconds: float) -> bytes:
    """Its first seconds, as a WAV of the same channels and rate."""
    rate_hz = soundfile.info(recording).samplerate
    samples, _ = soundfile.read(recording, frames=int(seconds * rate_hz))
    out = io.BytesIO()
    soundfile.write(out, samples, rate_hz, format="WAV", subtype="PCM_16")
    return out.getvalue()


STEREO = beginning(next(SAMPLES.glob("Call4*.wav")), 20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Service:
    def __init__(self, transcribe: Any, s3: Any) -> None:
        self.transcribe = transcribe
        self.s3 = s3

    def start(self, name: str, media: bytes, **more: Any) -> dict[str, Any]:
        self.s3.put_object(Bucket="calls", Key=name, Body=media)
        answer = self.transcribe.start_transcription_job(
            TranscriptionJobName=name,
            LanguageCode="en-US",
            Media={"MediaFileUri": f"s3://calls/{name}"},
            OutputBucketName="calls",
            OutputKey=f"out/{name}.json",
            **more,
        )
        job: dict[str, Any] = answer["TranscriptionJob"]
        return job

    def ended(self, name: str) -> dict[str, Any]:
        deadline = time.monotonic() + 90
        while True:
            job: dict[str, Any] = self.transcribe.get_transcription_job(TranscriptionJobName=name)[
                "TranscriptionJob"
            ]
            if job["TranscriptionJobStatus"] in {"COMPLETED", "FAILED"}:
                return job
            assert time.monotonic() < deadline
            time.sleep(0.1)

    def output(self, name: str) -> dict[str, Any]:
        body = self.s3.get_object(Bucket="calls", Key=f"out/{name}.json")["Body"].read()
        document: dict[str, Any] = json.loads(body)
        return document


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    if not (ENVIRONMENTS / "ministack").exists():
        pytest.skip("the local AWS is not installed; run `make test`, which sets it up")
    aws = LocalAws(tmp_path_factory.mktemp("aws"), Notes("http://127.0.0.1:9"))
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "local.transcribe", "--port", str(port)],
        cwd=ROOT,
        env=ENVIRONMENT
        | ACCOUNT
        | {"AWS_ENDPOINT_URL": aws.url, "AWS_DEFAULT_REGION": "us-east-1"},
        stderr=subprocess.DEVNULL,
    )
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="calls")
    transcribe = boto3.client(
        "transcribe",
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    deadline = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            break
    yield Service(transcribe, s3)
    process.terminate()
    process.wait(timeout=10)
    aws.stop()


def test_a_stereo_call_is_transcribed_by_channel(service: Service):
    started = service.start("stereo.wav", STEREO, Settings={"ChannelIdentification": True})

    job = service.ended("stereo.wav")
    results = service.output("stereo.wav")["results"]

    assert started["TranscriptionJobStatus"] in {"QUEUED", "IN_PROGRESS"}
    assert job["TranscriptionJobStatus"] == "COMPLETED"
    assert job["Transcript"]["TranscriptFileUri"].endswith("/calls/out/stereo.wav.json")
    channels = {one["channel_label"]: one["items"] for one in results["channel_labels"]["channels"]}
    agent = " ".join(item["alternatives"][0]["content"] for item in channels["ch_0"])
    customer = " ".join(item["alternatives"][0]["content"] for item in channels["ch_1"])
    assert "declined at the restaurant" in customer
    assert "declined" not in agent
    words = [item for item in channels["ch_1"] if item["type"] == "pronunciation"]
    begins = [float(word["start_time"]) for word in words]
    assert begins == sorted(begins)
    assert all(float(word["start_time"]) < float(word["end_time"]) for word in words)
    assert all(0 <= float(word["alternatives"][0]["confidence"]) <= 1 for word in words)


def test_a_stereo_call_is_analyzed_as_our_functions_ask_for_it(service: Service):
    service.s3.put_object(Bucket="calls", Key="analyzed.wav", Body=STEREO)
    ours = Transcribe(service.transcribe)
    asked = Transcription(
        job_name="analyzed",
        media_uri="s3://calls/analyzed.wav",
        output_bucket="calls",
        output_key="out/analyzed.json",
        separation=Separation.CHANNEL,
        languages=("en-US",),
        max_speakers=2,
        agent_channel=0,
    )

    said = {"TranscriptFilterType": "EXACT", "Targets": ["declined"], "ParticipantRole": "CUSTOMER"}
    service.transcribe.create_call_analytics_category(
        CategoryName="card-declined", Rules=[{"TranscriptFilter": said}]
    )
    kept = service.transcribe.list_call_analytics_categories()["Categories"]

    started = ours.start(asked)
    again = ours.start(asked)
    deadline = time.monotonic() + 90
    while not (outcome := ours.outcome("analyzed", analytics=True)).has_ended:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    listed = service.transcribe.list_call_analytics_jobs(Status="COMPLETED")
    service.transcribe.delete_call_analytics_job(CallAnalyticsJobName="analyzed")
    transcript = call_analytics.read(service.output("analyzed"))

    assert {started.status, again.status} <= {"QUEUED", "IN_PROGRESS"}
    assert outcome.transcript_key == "out/analyzed.json"
    assert [one["CallAnalyticsJobName"] for one in listed["CallAnalyticsJobSummaries"]] == [
        "analyzed"
    ]
    assert ours.outcome("analyzed", analytics=True).status == "ABSENT"
    declined = next(one for one in transcript.turns if "declined" in one.text)
    assert (declined.role, declined.sentiment) == (Role.CUSTOMER, SentimentLabel.NEGATIVE)
    assert 40 < (declined.loudness_db or 0) < 91
    assert [one["CategoryName"] for one in kept] == ["card-declined"]
    (match,) = transcript.categories
    assert match.name == "card-declined"
    assert "declined" in match.points[0].text


def test_a_mono_call_is_told_apart_by_voice(service: Service):
    service.start(
        "mono.mp3",
        MONO.read_bytes(),
        Settings={"ShowSpeakerLabels": True, "MaxSpeakerLabels": 2},
    )

    job = service.ended("mono.mp3")
    document = service.output("mono.mp3")

    assert job["MediaFormat"] == "mp3"
    assert document["jobName"] == "mono.mp3"
    assert document["status"] == "COMPLETED"
    assert document["results"]["speaker_labels"]["speakers"] == 2
    assert "savings account" in document["results"]["transcripts"][0]["transcript"]
    marks = [item for item in document["results"]["items"] if item["type"] == "punctuation"]
    assert marks
    assert not any("start_time" in mark for mark in marks)


@pytest.mark.parametrize("media", [b"This is a letter.", b"", b"RIFF\0\0\0\0WAVEfmt "])
def test_what_is_no_recording_fails_with_a_reason(service: Service, media: bytes):
    name = f"broken-{len(media)}.wav"
    service.start(name, media)

    job = service.ended(name)

    assert job["TranscriptionJobStatus"] == "FAILED"
    assert "isn't valid" in job["FailureReason"]


def test_a_name_is_taken_once(service: Service):
    service.start("twice.wav", b"x")

    with pytest.raises(ClientError) as refused:
        service.start("twice.wav", b"x")

    assert refused.value.response["Error"]["Code"] == "ConflictException"


def test_a_job_that_is_not_there_is_said_not_to_be(service: Service):
    with pytest.raises(ClientError) as refused:
        service.transcribe.get_transcription_job(TranscriptionJobName="nobody")

    assert refused.value.response["Error"]["Code"] == "NotFoundException"


def test_jobs_are_listed_and_deleted(service: Service):
    service.start("listed.wav", b"x")
    service.ended("listed.wav")

    listed = service.transcribe.list_transcription_jobs(Status="FAILED", JobNameContains="listed")
    service.transcribe.delete_transcription_job(TranscriptionJobName="listed.wav")

    names = [one["TranscriptionJobName"] for one in listed["TranscriptionJobSummaries"]]
    assert names == ["listed.wav"]
    with pytest.raises(ClientError):
        service.transcribe.get_transcription_job(TranscriptionJobName="listed.wav")


def test_a_language_is_identified_with_whisper_and_without_it_is_the_first_with_a_score_of_0(
    service: Service,
):
    service.s3.put_object(Bucket="calls", Key="which.wav", Body=MONO.read_bytes())
    service.transcribe.start_transcription_job(
        TranscriptionJobName="which.wav",
        IdentifyLanguage=True,
        LanguageOptions=["en-US", "fr-CA"],
        Media={"MediaFileUri": "s3://calls/which.wav"},
        OutputBucketName="calls",
        OutputKey="out/which.wav.json",
        ContentRedaction={"RedactionType": "PII", "RedactionOutput": "redacted"},
    )

    job = service.ended("which.wav")

    assert job["LanguageCode"] == "en-US"
    assert (job["IdentifiedLanguageScore"] > 0) is has_whisper()
    uri = job["Transcript"]["RedactedTranscriptFileUri"]
    assert uri.endswith("/calls/out/redacted-which.wav.json")
    assert "TranscriptFileUri" not in job["Transcript"]
    key = uri.split("/calls/")[1]
    document = json.loads(service.s3.get_object(Bucket="calls", Key=key)["Body"].read())
    assert document["isRedacted"] is True
    hidden = [
        item["alternatives"][0]
        for item in document["results"]["items"]
        if item["alternatives"][0]["content"] == "[PII]"
    ]
    assert hidden
    assert all(float(one["redactions"][0]["confidence"]) > 0 for one in hidden)


def test_vocabularies_and_filters_are_kept_and_told(service: Service):
    transcribe = service.transcribe
    made = transcribe.create_vocabulary(
        VocabularyName="bank-en-US", LanguageCode="en-US", Phrases=["River-bend"]
    )
    transcribe.create_vocabulary_filter(
        VocabularyFilterName="rude-en-US", LanguageCode="en-US", Words=["damn"]
    )

    assert made["VocabularyState"] == "READY"
    assert transcribe.get_vocabulary(VocabularyName="bank-en-US")["VocabularyState"] == "READY"
    assert [one["VocabularyName"] for one in transcribe.list_vocabularies()["Vocabularies"]] == [
        "bank-en-US"
    ]
    filters = transcribe.list_vocabulary_filters()["VocabularyFilters"]
    assert [one["VocabularyFilterName"] for one in filters] == ["rude-en-US"]
    transcribe.delete_vocabulary(VocabularyName="bank-en-US")
    transcribe.delete_vocabulary_filter(VocabularyFilterName="rude-en-US")
    for call, name in (
        (transcribe.get_vocabulary, {"VocabularyName": "bank-en-US"}),
        (transcribe.get_vocabulary_filter, {"VocabularyFilterName": "rude-en-US"}),
    ):
        with pytest.raises(ClientError) as refused:
            call(**name)
        assert refused.value.response["Error"]["Code"] == "NotFoundException"


def test_a_job_with_a_vocabulary_that_is_not_there_is_refused(service: Service):
    with pytest.raises(ClientError) as refused:
        service.start("unknown-words.wav", b"x", Settings={"VocabularyName": "nobody"})

    assert refused.value.response["Error"]["Code"] == "NotFoundException"
