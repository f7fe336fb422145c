"""AnalyzeTranscript: turns, who said them, how they felt, and how they talked."""

from datetime import UTC, datetime
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config
from pydantic import BaseModel

from omnilex.adapters.comprehend import Comprehend
from omnilex.adapters.configuration import ConfigurationStore
from omnilex.adapters.contacts_table import ContactsTable
from omnilex.adapters.results_bucket import ResultsBucket
from omnilex.adapters.transcribe_output import read_words
from omnilex.domain.analysis import analyzed, spoken_turns, with_sentiment
from omnilex.domain.configuration import Configuration
from omnilex.domain.contact import Separation, Status, Turn
from omnilex.domain.registration import reached
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
contacts = ContactsTable(boto3.resource("dynamodb").Table(settings.contacts_table))
configuration = ConfigurationStore(boto3.client("ssm"), settings.configuration_path)
s3 = boto3.client("s3")
comprehend = Comprehend(boto3.client("comprehend", config=Config(max_pool_connections=16)))


class AnalyzeTranscriptInput(BaseModel):
    contact_id: str
    transcript_key: str
    separation: Separation
    duration_ms: int | None
    language: str | None


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """The ended job -> ``{"interim_key": str}``, the contact with its turns in the results bucket.

    Raises TranscriptUnreadableError.
    """
    asked = AnalyzeTranscriptInput.model_validate(event)
    configured = configuration.get()
    results = ResultsBucket(s3, configured.output_bucket_name)
    contact = contacts.get(asked.contact_id)
    contacts.put(contact.model_copy(update={"status": Status.ANALYZING}))
    spoken = read_words(results.transcript(asked.transcript_key))
    turns, words, why = spoken_turns(spoken, asked.separation, configured.speaker_names)
    turns = judge(turns, asked.language, configured)
    contact = analyzed(
        contact, turns, words, asked.duration_ms, configured.speaker_names
    ).model_copy(
        update={
            "language": asked.language,
            "speaker_separation": asked.separation,
            "separation_reason": why,
            "words_key": results.put_words(contact.contact_id, words),
        }
    )
    contact = reached(contact, "Analyzed", datetime.now(UTC))
    return {"interim_key": results.put_interim(contact)}


def judge(turns: list[Turn], language: str | None, configured: Configuration) -> list[Turn]:
    """With sentiment, where Comprehend speaks the language."""
    code = configured.comprehend_language(language)
    if code is None:
        return turns
    judged = comprehend.sentiments([turn.text for turn in turns], code)
    return with_sentiment(turns, judged, configured)
