"""What is asked of Transcribe for a recording."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from omnilex.domain.audio import WavFormat
from omnilex.domain.configuration import Configuration
from omnilex.domain.contact import Contact, Separation
from omnilex.domain.file_name import derived_id

STEREO = 2
COMPLETED = "COMPLETED"


class Transcription(BaseModel):
    """One job, named after the contact and the version: a second start finds the first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    job_name: str
    media_uri: str
    output_bucket: str
    output_key: str
    separation: Separation
    languages: tuple[str, ...]
    max_speakers: int

    def request(self) -> dict[str, Any]:
        """StartTranscriptionJob's parameters."""
        by_voice = {"ShowSpeakerLabels": True, "MaxSpeakerLabels": self.max_speakers}
        by_channel = {"ChannelIdentification": True}
        asked: dict[str, Any] = {
            "TranscriptionJobName": self.job_name,
            "Media": {"MediaFileUri": self.media_uri},
            "OutputBucketName": self.output_bucket,
            "OutputKey": self.output_key,
            "Settings": by_voice if self.separation is Separation.SPEAKER else by_channel,
        }
        if len(self.languages) == 1:
            return {**asked, "LanguageCode": self.languages[0]}
        return {**asked, "IdentifyLanguage": True, "LanguageOptions": list(self.languages)}


class JobOutcome(BaseModel):
    """How a job stands; ``reason`` is Transcribe's own for a failure."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: str
    reason: str | None = None
    language: str | None = None

    @property
    def has_ended(self) -> bool:
        return self.status in {COMPLETED, "FAILED"}


def job_name_of(contact: Contact) -> str:
    """The same for every try at one version of a file, another for the next version."""
    source = contact.source
    return f"{contact.contact_id}-{derived_id(source.bucket, source.key, source.version_id)[:8]}"


def separation_of(setting: str, wav: WavFormat | None, *, channels_differ: bool) -> Separation:
    """``channel`` and ``auto`` do what they say. ``speaker`` tells voices apart, but in a recording
    whose two channels differ the participants are apart already, and better than any guess.
    """
    stereo = wav is not None and wav.channels == STEREO
    by_channel = {"channel": True, "auto": stereo, "speaker": stereo and channels_differ}
    return Separation.CHANNEL if by_channel[setting] else Separation.SPEAKER


def languages_of(configuration: Configuration, bucket: str) -> tuple[str, ...]:
    """Files from another bucket than the configured one have the alternate language."""
    if bucket != configuration.input_bucket_name:
        return (configuration.transcribe_alternate_language,)
    return configuration.transcribe_languages
