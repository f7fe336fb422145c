from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator

from omnilex.domain.configuration import Configuration
from omnilex.domain.contact import Separation
from omnilex.domain.transcription import (
    JobOutcome,
    Transcription,
    agent_channel,
    takes_analytics,
)

MODEL = botocore.session.get_session().get_service_model("transcribe")


def job(**changes: Any) -> Transcription:
    asked: dict[str, Any] = {
        "job_name": "c-1-abcd",
        "media_uri": "s3://calls/originalAudio/a.wav",
        "media_format": "wav",
        "output_bucket": "results",
        "output_key": "transcriptions/c-1-abcd.json",
        "separation": Separation.CHANNEL,
        "languages": ("en-US",),
        "max_speakers": 2,
        "is_redacted": True,
    }
    return Transcription.model_validate(asked | changes)


@pytest.mark.parametrize("languages", [("en-US",), ("en-US", "es-US")])
@pytest.mark.parametrize("vocabularies", [{}, {"en-US": "bank-en-US"}])
def test_what_is_asked_has_the_form_that_transcribe_takes(
    languages: tuple[str, ...], vocabularies: dict[str, str]
):
    asked = job(languages=languages, vocabularies=vocabularies, agent_channel=1, kms_key_arn="own")

    for operation, request in (
        ("StartTranscriptionJob", asked.request()),
        ("StartCallAnalyticsJob", asked.analytics_request()),
    ):
        shape = MODEL.operation_model(operation).input_shape
        assert not ParamValidator().validate(request, shape).has_errors()


@pytest.mark.parametrize("key", [None, "arn:aws:kms:us-east-1:123456789012:key/own"])
def test_a_key_of_ones_own_is_named_to_transcribe(key: str | None):
    asked = job(kms_key_arn=key, agent_channel=1)

    requests = asked.request(), asked.analytics_request()

    assert [one.get("OutputEncryptionKMSKeyId") for one in requests] == [key, key]


def test_a_call_analytics_job_says_who_has_which_channel():
    asked = job(agent_channel=1, vocabularies={"en-US": "bank-en-US"}).analytics_request()

    assert asked["ChannelDefinitions"] == [
        {"ChannelId": 1, "ParticipantRole": "AGENT"},
        {"ChannelId": 0, "ParticipantRole": "CUSTOMER"},
    ]
    assert asked["Settings"]["VocabularyName"] == "bank-en-US"
    assert asked["OutputLocation"] == "s3://results/transcriptions/c-1-abcd.json"


@pytest.mark.parametrize(
    ("mode", "separation", "channels", "size_bytes", "taken"),
    [
        ("analytics", Separation.CHANNEL, 2, 1_000, True),
        ("standard", Separation.CHANNEL, 2, 1_000, False),
        ("analytics", Separation.SPEAKER, 1, 1_000, False),
        ("analytics", Separation.CHANNEL, None, 1_000, False),
        ("analytics", Separation.CHANNEL, 2, 600_000_000, False),
    ],
)
def test_call_analytics_takes_two_channels_and_less_than_half_a_gigabyte(
    mode: str, separation: Separation, channels: int | None, size_bytes: int, taken: bool
):
    configured = Configuration.model_construct(transcribe_api_mode=mode)

    assert takes_analytics(configured, separation, channels, size_bytes) is taken


@pytest.mark.parametrize(
    ("names", "channel"), [(("Agent", "Caller"), 0), (("Caller", "Agent"), 1), (("A", "B"), 0)]
)
def test_the_agents_channel_is_that_of_the_name(names: tuple[str, ...], channel: int):
    assert agent_channel(names) == channel


@pytest.mark.parametrize(
    ("reason", "without"),
    [
        ("Your audio file must have a speech segment long enough in duration to perform automatic "
         "language identification.", True),
        ("The data in your input media file isn't valid.", False),
        (None, False),
    ],
)  # fmt: skip
def test_a_failure_for_want_of_a_language_is_known_by_its_reason(reason: str | None, without: bool):
    assert JobOutcome(status="FAILED", reason=reason).is_without_language is without
