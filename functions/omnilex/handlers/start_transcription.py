"""StartTranscription: keep the task's token, then start the job that will answer it."""

import io
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.configuration import ConfigurationStore
from omnilex.adapters.contacts_table import ContactsTable
from omnilex.adapters.conversations_table import ConversationsTable
from omnilex.adapters.correlation import correlated
from omnilex.adapters.recordings_bucket import RecordingsBucket
from omnilex.adapters.runs_table import RunsTable
from omnilex.adapters.transcribe import Transcribe
from omnilex.adapters.waiting_tasks import WaitingTasks
from omnilex.domain import audio, connect_recording, transcription
from omnilex.domain.configuration import Configuration
from omnilex.domain.contact import Contact
from omnilex.domain.recording.format import RecordingFormat
from omnilex.domain.recording.probing import probe
from omnilex.domain.registration import with_details
from omnilex.domain.transcription import Transcription
from omnilex.settings import TranscriptionSettings

logger = Logger()
settings = TranscriptionSettings.from_env()
dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(settings.contacts_table)
contacts, runs = ContactsTable(table), RunsTable(table)
conversations = ConversationsTable(dynamodb.Table(settings.conversations_table))
configuration = ConfigurationStore(boto3.client("ssm"), settings.configuration_path)
recordings = RecordingsBucket(boto3.client("s3"))
transcribe = Transcribe(boto3.client("transcribe"))
tasks = WaitingTasks(boto3.client("stepfunctions"))


@correlated(logger)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> None:
    """``{"contact_id", "token", "execution"}``; resume_transcription answers when the job ends.

    ``in_first_language`` after the language could not be identified. Raises a RecordingError.
    """
    contact = contacts.get(event["contact_id"])
    logger.set_correlation_id(contact.correlation_id)
    found = probe(recordings.reader(contact.source), contact.source.size_bytes)
    configured = configuration.get()
    source = contact.source
    languages = transcription.languages_of(configured, source.bucket, locales_of(source.key))
    said = []
    if event.get("in_first_language"):
        languages, said = languages[:1], [transcription.unidentified(languages[0])]
    planned = plan(contact, found, languages, configured, event["execution"])
    channels = found.channels if found else None
    said += transcription.remarks(configured, channels, languages, planned.vocabularies)
    contacts.put(with_details(contact, said))
    task = {
        "contact_id": contact.contact_id,
        "correlation_id": contact.correlation_id,
        "transcript_key": planned.output_key,
        "separation": planned.separation.value,
        "duration_ms": found.duration_ms if found else None,
        "is_analytics": planned.agent_channel is not None,
    }
    runs.keep_token(planned.job_name, event["token"], task)
    outcome = transcribe.start(planned)
    logger.info("transcribing", contact_id=contact.contact_id, status=outcome.status)
    if outcome.has_ended:  # an earlier try's job, whose event has been and gone
        tasks.answer(event["token"], task, outcome)
        runs.drop_token(planned.job_name)


def locales_of(key: str) -> list[str]:
    """Of the bot's turns in the call that Amazon Connect recorded; none of another recording."""
    of_connect = connect_recording.read(key)
    if of_connect is None:
        return []
    return [entry.locale for entry in conversations.entries(of_connect.contact_id)]


def plan(
    contact: Contact,
    found: RecordingFormat | None,
    languages: tuple[str, ...],
    configured: Configuration,
    execution: str,
) -> Transcription:
    source = contact.source
    channels = found.channels if found else None
    job_name = transcription.job_name_of(contact, execution, languages)
    separation = transcription.separation_of(
        configured.speaker_separation_type,
        channels,
        channels_differ=channels_differ(contact, found),
    )
    analytics = transcription.takes_analytics(configured, separation, channels, source.size_bytes)
    return Transcription(
        job_name=job_name,
        media_uri=f"s3://{source.bucket}/{source.key}",
        media_format=found.name if found else None,
        output_bucket=configured.output_bucket_name,
        output_key=f"transcriptions/{job_name}.json",
        separation=separation,
        languages=languages,
        max_speakers=configured.max_speakers,
        vocabularies=transcribe.vocabularies(configured.vocabulary_name, languages),
        is_redacted=transcription.is_redacted(configured, languages),
        agent_channel=transcription.agent_channel(configured.speaker_names) if analytics else None,
        kms_key_arn=settings.transcript_key_arn or None,
    )


def channels_differ(contact: Contact, found: RecordingFormat | None) -> bool:
    """Whether a stereo WAV says another thing on each channel, by how it begins."""
    if found is None or found.name != "wav" or found.channels != transcription.STEREO:
        return False
    head = io.BytesIO(recordings.head(contact.source))
    try:
        wav = audio.read_header(head, contact.source.size_bytes)
    except audio.NotWavError:
        return False
    return audio.channels_differ(b"".join(audio.pcm16(head, wav)))
