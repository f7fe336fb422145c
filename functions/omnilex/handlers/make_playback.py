"""MakePlayback: an MP3 of a WAV; what a browser plays already is copied as it is."""

import tempfile
from pathlib import PurePosixPath
from typing import IO, Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters import mp3
from omnilex.adapters.configuration import ConfigurationStore
from omnilex.adapters.contacts_table import ContactsTable
from omnilex.adapters.recordings_bucket import RecordingsBucket
from omnilex.domain import audio
from omnilex.domain.contact import Contact
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
contacts = ContactsTable(boto3.resource("dynamodb").Table(settings.contacts_table))
configuration = ConfigurationStore(boto3.client("ssm"), settings.configuration_path)
recordings = RecordingsBucket(boto3.client("s3"))

IN_MEMORY_BYTES = 32_000_000
MOST_CHANNELS = 2


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """``{"contact_id"}`` -> ``{"playback_key": str}``."""
    contact = contacts.get(event["contact_id"])
    folder = configuration.get().input_bucket_audio_playback
    with tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES) as made:
        if encode(contact, made):
            key = f"{folder}/{contact.contact_id}.mp3"
            made.seek(0)
            recordings.put(contact.source.bucket, key, made, "audio/mpeg")
        else:
            suffix = PurePosixPath(contact.source.key).suffix.lower()
            key = f"{folder}/{contact.contact_id}{suffix}"
            recordings.copy(contact.source, key)
    return {"playback_key": key}


def encode(contact: Contact, made: IO[bytes]) -> bool:
    """Write the recording as MP3; False where it is no WAV that MP3 can hold."""
    with recordings.open(contact.source) as stream:
        try:
            wav = audio.read_header(stream, contact.source.size_bytes)
        except audio.NotWavError:
            return False
        if wav.channels > MOST_CHANNELS:
            return False
        blocks = audio.pcm16(stream, wav)
        for block in mp3.encode(blocks, rate_hz=wav.rate_hz, channels=wav.channels):
            made.write(block)
    return True
