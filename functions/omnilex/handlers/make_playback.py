"""MakePlayback: an MP3 of a recording without what was redacted, its loudness and its outline; what
we cannot decode is copied as it is, unless something in it must not be heard.
"""

import tempfile
from pathlib import PurePosixPath
from typing import IO, Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters import mp3
from omnilex.adapters.configuration import ConfigurationStore
from omnilex.adapters.correlation import correlated
from omnilex.adapters.decoder import NotDecodedError, sound_of
from omnilex.adapters.recordings_bucket import RecordingsBucket
from omnilex.adapters.results_bucket import ResultsBucket
from omnilex.domain import loudness
from omnilex.domain.audio import Pcm
from omnilex.domain.contact import Contact
from omnilex.domain.recording.probing import LONGEST_MS
from omnilex.domain.redaction import Silence, silences_of
from omnilex.domain.registration import with_details
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
configuration = ConfigurationStore(boto3.client("ssm"), settings.configuration_path)
s3 = boto3.client("s3")
recordings = RecordingsBucket(s3)

IN_MEMORY_BYTES = 32_000_000
NOT_MEASURED = (
    "Loudness was not measured: no sound of one or two channels could be decoded in the recording."
)
NOT_HEARD = (
    "There is no audio to play: something in it must not be heard, and the recording could not be "
    "decoded to silence it. Save it as WAV of one or two channels and drop it again."
)


@correlated(logger)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """``{"interim_key"}`` -> ``{"playback_key": str | None}``, which the interim contact has too,
    with what was measured.
    """
    configured = configuration.get()
    results = ResultsBucket(s3, configured.output_bucket_name)
    contact = results.contact(event["interim_key"])
    logger.set_correlation_id(contact.correlation_id)
    spans = silences_of(results.words(contact.contact_id)) if contact.words_key else []
    folder = configured.input_bucket_audio_playback
    with tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES) as made:
        meter = encode(contact, made, spans)
        if meter:
            contact = measured(contact, meter, results, configured.speaker_names)
            made.seek(0)
            key = f"{folder}/{contact.contact_id}.mp3"
            recordings.put(contact.source.bucket, key, made, "audio/mpeg")
            contact = contact.model_copy(update={"playback_key": key})
        else:
            contact = copied(contact, folder, spans)
    results.put_interim(contact)
    logger.info("playback made", contact_id=contact.contact_id, key=contact.playback_key)
    return {"playback_key": contact.playback_key}


def encode(contact: Contact, made: IO[bytes], spans: list[Silence]) -> loudness.Meter | None:
    """Write the recording as MP3; None where there is no sound that we can decode."""
    try:
        with recordings.open(contact.source) as stream:
            size_bytes = contact.source.size_bytes
            with sound_of(stream, size_bytes, intact=bool(spans)) as pcm:
                return written(contact, pcm, made, spans)
    except NotDecodedError as error:
        logger.warning("not decoded", reason=str(error))
        return None


def written(
    contact: Contact, pcm: Pcm, made: IO[bytes], spans: list[Silence]
) -> loudness.Meter | None:
    length_ms = pcm.duration_ms or contact.duration_ms or LONGEST_MS
    meter = loudness.Meter(rate_hz=pcm.rate_hz, channels=pcm.channels, duration_ms=length_ms)
    heard = meter.hear(pcm.blocks)
    quiet = loudness.silenced(heard, spans, rate_hz=pcm.rate_hz, channels=pcm.channels)
    for block in mp3.encode(quiet, rate_hz=pcm.rate_hz, channels=pcm.channels):
        made.write(block)
    return meter if meter.peaks[0] else None


def measured(
    contact: Contact, meter: loudness.Meter, results: ResultsBucket, names: tuple[str, ...]
) -> Contact:
    roles = loudness.channels_of(contact.speaker_separation, len(meter.decibels), names)
    waveform = loudness.waveform_of(meter, contact.turns, roles)
    heard = loudness.loudness_of(meter, contact.turns, roles)
    return contact.model_copy(
        update={
            "loudness": heard,
            "turns": loudness.with_loudness(contact.turns, heard),
            "waveform_key": results.put_waveform(contact.contact_id, waveform),
        }
    )


def copied(contact: Contact, folder: str, spans: list[Silence]) -> Contact:
    """What is not decoded is played whole or not at all."""
    if spans:
        return with_details(contact, [NOT_HEARD])
    suffix = PurePosixPath(contact.source.key).suffix.lower()
    key = f"{folder}/{contact.contact_id}{suffix}"
    recordings.copy(contact.source, key)
    return with_details(contact.model_copy(update={"playback_key": key}), [NOT_MEASURED])
