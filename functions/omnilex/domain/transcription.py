"""What is asked of Transcribe for a recording."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from omnilex.domain.configuration import Configuration
from omnilex.domain.contact import Contact, Separation

STEREO = 2
COMPLETED = "COMPLETED"
LARGEST_ANALYTICS_BYTES = 500_000_000
# Names stay: a call is found by who spoke, and the agent by how they give their name.
REDACTED_TYPES = (
    *("ADDRESS", "BANK_ACCOUNT_NUMBER", "BANK_ROUTING", "CREDIT_DEBIT_CVV", "CREDIT_DEBIT_EXPIRY"),
    *("CREDIT_DEBIT_NUMBER", "EMAIL", "PHONE", "PIN", "SSN"),
)


class Transcription(BaseModel):
    """One job, named after the contact and the run: a second start in one run finds the first.

    ``vocabularies`` is {language: vocabulary}; ``agent_channel`` makes it a Call Analytics job.
    Without ``kms_key_arn`` Transcribe encrypts what it writes with S3's key, whatever the bucket's.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    job_name: str
    media_uri: str
    media_format: str | None = None
    output_bucket: str
    output_key: str
    separation: Separation
    languages: tuple[str, ...]
    max_speakers: int
    vocabularies: dict[str, str] = {}
    is_redacted: bool = False
    agent_channel: int | None = None
    kms_key_arn: str | None = None

    def request(self) -> dict[str, Any]:
        """StartTranscriptionJob's parameters."""
        by_voice = {"ShowSpeakerLabels": True, "MaxSpeakerLabels": self.max_speakers}
        by_channel = {"ChannelIdentification": True}
        settings = by_voice if self.separation is Separation.SPEAKER else by_channel
        asked: dict[str, Any] = {
            "TranscriptionJobName": self.job_name,
            "Media": {"MediaFileUri": self.media_uri},
            "OutputBucketName": self.output_bucket,
            "OutputKey": self.output_key,
            "Settings": {**settings, **self._vocabulary()},
            **({"MediaFormat": self.media_format} if self.media_format else {}),
            **({"ContentRedaction": self._redaction()} if self.is_redacted else {}),
            **self._encryption(),
        }
        if len(self.languages) == 1:
            return {**asked, "LanguageCode": self.languages[0]}
        asked |= {"IdentifyLanguage": True, "LanguageOptions": list(self.languages)}
        return asked | ({"LanguageIdSettings": self._by_language()} if self.vocabularies else {})

    def analytics_request(self) -> dict[str, Any]:
        """StartCallAnalyticsJob's parameters."""
        agent = self.agent_channel or 0
        settings: dict[str, Any] = {"LanguageOptions": list(self.languages), **self._vocabulary()}
        if len(self.languages) > 1 and self.vocabularies:
            settings["LanguageIdSettings"] = self._by_language()
        if self.is_redacted:
            settings["ContentRedaction"] = self._redaction()
        return {
            "CallAnalyticsJobName": self.job_name,
            "Media": {"MediaFileUri": self.media_uri},
            "OutputLocation": f"s3://{self.output_bucket}/{self.output_key}",
            "Settings": settings,
            "ChannelDefinitions": [
                {"ChannelId": agent, "ParticipantRole": "AGENT"},
                {"ChannelId": 1 - agent, "ParticipantRole": "CUSTOMER"},
            ],
            **self._encryption(),
        }

    def _vocabulary(self) -> dict[str, str]:
        only = self.languages[0] if len(self.languages) == 1 else None
        name = self.vocabularies.get(only) if only else None
        return {"VocabularyName": name} if name else {}

    def _by_language(self) -> dict[str, dict[str, str]]:
        return {language: {"VocabularyName": name} for language, name in self.vocabularies.items()}

    def _encryption(self) -> dict[str, str]:
        return {"OutputEncryptionKMSKeyId": self.kms_key_arn} if self.kms_key_arn else {}

    def _redaction(self) -> dict[str, Any]:
        return {
            "RedactionType": "PII",
            "RedactionOutput": "redacted",  # what was said is kept nowhere
            "PiiEntityTypes": list(REDACTED_TYPES),
        }


class JobOutcome(BaseModel):
    """How a job stands; ``reason`` is Transcribe's own for a failure.

    ``language_score`` is None where the language was given, not identified.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: str
    reason: str | None = None
    language: str | None = None
    language_score: float | None = None
    transcript_key: str | None = None

    @property
    def has_ended(self) -> bool:
        return self.status in {COMPLETED, "FAILED"}

    @property
    def is_without_language(self) -> bool:
        """It failed for want of speech to tell the language by."""
        said = (self.reason or "").casefold()
        return "language identification" in said or "identify the language" in said


def job_name_of(contact: Contact, execution: str, languages: Sequence[str]) -> str:
    """The same for every try in one execution, another when the contact is analysed again."""
    run = hashlib.sha256("\n".join((execution, *languages)).encode()).hexdigest()
    return f"{contact.contact_id}-{run[:8]}"


def separation_of(setting: str, channels: int | None, *, channels_differ: bool) -> Separation:
    """``channel`` and ``auto`` do what they say where there are two channels. ``speaker`` tells
    voices apart, but in a recording whose two channels differ the participants are apart already,
    and better than any guess.
    """
    stereo = channels == STEREO
    by_channel = {
        "channel": stereo or channels is None,
        "auto": stereo,
        "speaker": stereo and channels_differ,
    }
    return Separation.CHANNEL if by_channel[setting] else Separation.SPEAKER


def languages_of(
    configuration: Configuration, bucket: str, locales: Sequence[str] = ()
) -> tuple[str, ...]:
    """To transcribe in, or to choose from.

    ``locales`` are the bot's in the call's turns (``es_US``): the last is what the caller chose.
    Files from another bucket than the configured one have the alternate language.
    """
    if locales:
        return (locales[-1].replace("_", "-"),)
    if bucket != configuration.input_bucket_name:
        return (configuration.transcribe_alternate_language,)
    return configuration.transcribe_languages


def is_redacted(configuration: Configuration, languages: Sequence[str]) -> bool:
    """Whether Transcribe can redact whichever of the languages it is."""
    return set(languages) <= set(configuration.content_redaction_languages)


def agent_channel(names: Sequence[str]) -> int:
    """The place of the name that says agent, the first where none does."""
    return next((at for at, name in enumerate(names) if "agent" in name.casefold()), 0)


def takes_analytics(
    configuration: Configuration, separation: Separation, channels: int | None, size_bytes: int
) -> bool:
    """Call Analytics takes two channels, and less than the other jobs do."""
    return (
        configuration.transcribe_api_mode == "analytics"
        and separation is Separation.CHANNEL
        and channels == STEREO
        and size_bytes <= LARGEST_ANALYTICS_BYTES
    )


def remarks(
    configuration: Configuration,
    channels: int | None,
    languages: Sequence[str],
    vocabularies: Mapping[str, str],
) -> list[str]:
    """Where the settings could not be followed to the letter, in plain words."""
    said = []
    if configuration.speaker_separation_type == "channel" and channels not in {None, STEREO}:
        many = channels_in_words(channels)
        said.append(f"The recording has {many}, so its speakers were told apart by voice.")
    if configuration.vocabulary_name:
        said += [
            f"There is no vocabulary {configuration.vocabulary_name}-{language} that is ready, so "
            "none was used."
            for language in languages
            if language not in vocabularies
        ]
    return said


def channels_in_words(channels: int) -> str:
    return "one channel" if channels == 1 else f"{channels} channels"


def unidentified(language: str) -> str:
    return f"The language could not be identified; {language} was taken."
