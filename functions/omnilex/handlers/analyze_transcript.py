"""AnalyzeTranscript: turns, who said them, how they felt, and what they spoke of."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config
from pydantic import BaseModel

from omnilex.adapters import chat_log, dropped_documents
from omnilex.adapters.comprehend import AT_ONCE, Comprehend
from omnilex.adapters.configuration import ConfigurationStore
from omnilex.adapters.contacts_table import ContactsTable
from omnilex.adapters.conversations_table import ConversationsTable
from omnilex.adapters.correlation import correlated
from omnilex.adapters.recordings_bucket import RecordingsBucket
from omnilex.adapters.results_bucket import ResultsBucket
from omnilex.adapters.support_files import SupportFiles
from omnilex.adapters.understanding import Interpreter
from omnilex.domain import connect_recording
from omnilex.domain.analysis import analyzed, found
from omnilex.domain.configuration import Configuration
from omnilex.domain.contact import Contact, Status
from omnilex.domain.registration import reached
from omnilex.domain.transcript import Transcript
from omnilex.settings import AnalysisSettings

logger = Logger()
settings = AnalysisSettings.from_env()
dynamodb = boto3.resource("dynamodb")
contacts = ContactsTable(dynamodb.Table(settings.contacts_table))
conversations = ConversationsTable(dynamodb.Table(settings.conversations_table))
configuration = ConfigurationStore(boto3.client("ssm"), settings.configuration_path)
s3 = boto3.client("s3")
recordings = RecordingsBucket(s3)
patient = Config(max_pool_connections=AT_ONCE, retries={"mode": "standard", "max_attempts": 8})
comprehend = Comprehend(boto3.client("comprehend", config=patient))


class AnalyzeTranscriptInput(BaseModel):
    """``transcript_key`` is None where the dropped file is a transcript itself."""

    contact_id: str
    transcript_key: str | None = None
    duration_ms: int | None = None
    language: str | None = None


@correlated(logger)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """The ended job -> ``{"interim_key": str}``, the contact with its turns in the results bucket.

    Raises TranscriptUnreadableError.
    """
    asked = AnalyzeTranscriptInput.model_validate(event)
    configured = configuration.get()
    results = ResultsBucket(s3, configured.output_bucket_name)
    contact = contacts.get(asked.contact_id)
    logger.set_correlation_id(contact.correlation_id)
    contacts.put(contact.model_copy(update={"status": Status.ANALYZING}))
    with no_garbage_collection():
        transcript = read(contact, asked, results, configured)
        contact = analyze(contact, asked, transcript, results, configured)
        logger.info("analysed", contact_id=contact.contact_id, turns=len(contact.turns))
        return {"interim_key": results.put_interim(contact)}


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Words by the ten thousand are made here, and all are kept: to look for cycles among them,
    again and again, finds none and takes almost half the time of a call of four hours.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def read(
    contact: Contact,
    asked: AnalyzeTranscriptInput,
    results: ResultsBucket,
    configured: Configuration,
) -> Transcript:
    key = asked.transcript_key
    body = results.transcript(key) if key else recordings.whole(contact.source)
    document = dropped_documents.recognize(body)
    of_connect = connect_recording.read(contact.source.key)
    if of_connect is None:
        return dropped_documents.read(document, configured.speaker_names)
    transcript = dropped_documents.read(document, connect_recording.CHANNELS)
    if not of_connect.is_ivr:
        return transcript
    logged = [one.entry for one in conversations.entries(of_connect.contact_id)]
    bot = chat_log.notes_of(logged) if logged else None
    return of_connect.said_by_the_bot(transcript).model_copy(update={"bot": bot})


def analyze(
    contact: Contact,
    asked: AnalyzeTranscriptInput,
    transcript: Transcript,
    results: ResultsBucket,
    configured: Configuration,
) -> Contact:
    files = SupportFiles(s3, configured.support_files_bucket_name)
    known = Interpreter(comprehend, files, configured).understand(
        transcript, asked.language or transcript.known.language
    )
    length_ms = asked.duration_ms or transcript.duration_ms
    whole = analyzed(contact, known.turns, known.words, length_ms, configured.speaker_names)
    whole = found(whole, transcript, known.phrases, known.rules).model_copy(
        update={
            "language": known.language,
            "language_confidence": known.language_confidence or contact.language_confidence,
            "speaker_separation": transcript.separation,
            "separation_reason": transcript.role_reason,
            "words_key": results.put_words(contact.contact_id, list(known.words)),
            "details": (*contact.details, *transcript.details, *known.details),
        }
    )
    return reached(whole, "Analyzed", datetime.now(UTC))
