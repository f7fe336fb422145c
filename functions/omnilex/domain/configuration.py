"""The stack's configuration as Parameter Store holds it; design section 4 says what each means."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field


def _split(value: Any) -> Any:
    return tuple(part.strip() for part in value.split("|")) if isinstance(value, str) else value


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _absent(value: Any) -> Any:
    return None if value in {"", "undefined"} else value


def _pattern(value: Any) -> Any:
    """Raises ValueError for what is no regular expression, or has no group to take."""
    try:
        groups = re.compile(value).groups
    except re.error as error:
        raise ValueError(f"{value!r} is no regular expression: {error}") from None
    if not groups:
        raise ValueError(f"{value!r} has no group: put what is wanted in brackets")
    return value


Pattern = Annotated[str, AfterValidator(_pattern)]
Names = Annotated[tuple[str, ...], BeforeValidator(_split), Field(min_length=1)]
Optional = Annotated[str | None, BeforeValidator(_absent)]
Ratio = Annotated[float, Field(ge=0, lt=1)]


class Configuration(BaseModel):
    """Field for key: ``MaxSpeakers`` is ``max_speakers``."""

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        alias_generator=lambda name: "".join(part.capitalize() for part in name.split("_")),
    )

    bulk_upload_bucket: str
    bulk_upload_max_drip_rate: int
    bulk_upload_max_transcribe_jobs: int
    comprehend_languages: Names
    content_redaction_languages: Names
    conversation_location: str
    entity_recognizer_endpoint: Optional
    entity_string_map: Optional
    entity_threshold: float = Field(ge=0, le=1)
    filename_agent_regex: Pattern
    filename_customer_regex: Pattern
    filename_date_time_fields: str
    filename_date_time_regex: Pattern
    filename_guid_regex: Pattern
    input_bucket_audio_playback: str
    input_bucket_failed_transcriptions: str
    input_bucket_name: str
    input_bucket_raw_audio: str
    max_speakers: int = Field(ge=2, le=30)
    min_sentiment_negative: Ratio
    min_sentiment_positive: Ratio
    output_bucket_name: str
    output_bucket_parsed_results: str
    retention_days: int = Field(ge=1)
    speaker_names: Names
    speaker_separation_type: Annotated[
        str, BeforeValidator(_lower), Field(pattern="^(speaker|channel|auto)$")
    ]
    step_function_name: str
    support_files_bucket_name: str
    transcribe_alternate_language: str
    transcribe_api_mode: Annotated[
        str, BeforeValidator(_lower), Field(pattern="^(standard|analytics)$")
    ] = "standard"
    transcribe_languages: Names
    vocabulary_name: Optional

    @property
    def redacts(self) -> bool:
        """Redaction is off where no language is named for it; ours does every language."""
        return self.content_redaction_languages not in {("",), ("undefined",)}

    def comprehend_language(self, language: str | None) -> str | None:
        """Comprehend's code for a Transcribe language (``en-US`` -> ``en``), or None."""
        if language is None:
            return None
        exact = (one for one in self.comprehend_languages if one.casefold() == language.casefold())
        base = (one for one in self.comprehend_languages if one == language.split("-")[0])
        return next(exact, None) or next(base, None)
