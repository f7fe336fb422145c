"""StartTranscription: keep the task's token, then start the job that will answer it."""

import io
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.configuration import ConfigurationStore
from omnilex.adapters.contacts_table import ContactsTable
from omnilex.adapters.recordings_bucket import RecordingsBucket
from omnilex.adapters.transcribe import Transcribe
from omnilex.adapters.waiting_tasks import WaitingTasks
from omnilex.domain import audio
from omnilex.domain.configuration import Configuration
from omnilex.domain.contact import Contact, Source
from omnilex.domain.transcription import Transcription, job_name_of, languages_of, separation_of
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
contacts = ContactsTable(boto3.resource("dynamodb").Table(settings.contacts_table))
configuration = ConfigurationStore(boto3.client("ssm"), settings.configuration_path)
recordings = RecordingsBucket(boto3.client("s3"))
transcribe = Transcribe(boto3.client("transcribe"))
tasks = WaitingTasks(boto3.client("stepfunctions"))


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> None:
    """``{"contact_id", "token"}``; resume_transcription answers the token when the job ends."""
    contact = contacts.get(event["contact_id"])
    wav, differ = probe(contact.source)
    transcription = plan(contact, wav, differ, configuration.get())
    task = {
        "transcript_key": transcription.output_key,
        "separation": transcription.separation.value,
        "duration_ms": wav.duration_ms if wav else None,
    }
    contacts.keep_token(transcription.job_name, event["token"], task)
    outcome = transcribe.start(transcription)
    logger.info("transcribing", contact_id=contact.contact_id, status=outcome.status)
    if outcome.has_ended:  # an earlier try's job, whose event has been and gone
        tasks.answer(event["token"], task, outcome)
        contacts.drop_token(transcription.job_name)


def probe(source: Source) -> tuple[audio.WavFormat | None, bool]:
    """The recording's format, if it is a WAV, and whether its channels differ."""
    head = io.BytesIO(recordings.head(source))
    try:
        wav = audio.read_header(head, source.size_bytes)
    except audio.NotWavError:
        return None, False
    samples = b"".join(audio.pcm16(head, wav))
    return wav, audio.channels_differ(samples)


def plan(
    contact: Contact, wav: audio.WavFormat | None, differ: bool, configured: Configuration
) -> Transcription:
    source = contact.source
    job_name = job_name_of(contact)
    separation = separation_of(configured.speaker_separation_type, wav, channels_differ=differ)
    return Transcription(
        job_name=job_name,
        media_uri=f"s3://{source.bucket}/{source.key}",
        output_bucket=configured.output_bucket_name,
        output_key=f"transcriptions/{job_name}.json",
        separation=separation,
        languages=languages_of(configured, source.bucket),
        max_speakers=configured.max_speakers,
    )
