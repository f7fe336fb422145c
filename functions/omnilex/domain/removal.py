"""Everything in the buckets that belongs to a contact."""

import re
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from omnilex.domain.configuration import Configuration
from omnilex.domain.contact import Contact
from omnilex.domain.registration import failed_key


class ContactInProgressError(RuntimeError):
    """What is still being analysed would come back after it was removed."""


class Files(BaseModel):
    """Of a bucket, the keys that begin with ``prefix`` and that ``pattern`` matches whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bucket: str
    prefix: str
    pattern: str

    def has(self, key: str) -> bool:
        return re.fullmatch(self.pattern, key) is not None


ENDINGS = r"\.(json|wav)"  # of a job: its transcript, and of Call Analytics its redacted sound


def files_of(contact: Contact, configuration: Configuration) -> list[Files]:
    """The recording, wherever it may be; Transcribe's output; what was made of it."""
    one = contact.contact_id
    recordings = [
        contact.source.key,
        failed_key(contact.source, configuration),
        f"{configuration.input_bucket_audio_playback}/{one}.mp3",
        contact.playback_key,
    ]
    results = [
        f"interim/{one}.json",
        f"words/{one}.json",
        f"{configuration.output_bucket_parsed_results}/{one}.json",
        contact.words_key,
        contact.waveform_key,
    ]
    output = configuration.output_bucket_name
    return [
        *_exactly(contact.source.bucket, recordings),
        *_exactly(output, results),
        # A job is named for its contact and its run: c-1-0ecf8647; c-1-0ecf8647-... is another's.
        *(
            Files(
                bucket=output, prefix=prefix, pattern=f"{re.escape(prefix)}[0-9a-f]{{8}}{ENDINGS}"
            )
            for prefix in (f"transcriptions/{one}-", f"transcriptions/redacted-{one}-")
        ),
    ]


def _exactly(bucket: str, keys: Iterable[str | None]) -> list[Files]:
    named = [key for key in dict.fromkeys(keys) if key]
    return [Files(bucket=bucket, prefix=key, pattern=re.escape(key)) for key in named]
