"""Each setting of the configuration shows in what is asked of Transcribe."""

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest

from omnilex.adapters.configuration import ConfigurationStore
from omnilex.domain.conversation import Entry
from omnilex.domain.failure import NotARecordingError, RecordingTooShortError
from omnilex.domain.transcription import REDACTED_TYPES
from omnilex.handlers import register_contact, start_transcription
from tests.integration.analytics.world import CONTEXT, NOON, S3, World, event, wav
from tests.recordings import mp4, tone, written

RECORDING = wav()
START = "provide-client-params.transcribe.StartTranscriptionJob"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """Every StartTranscriptionJob request; the configuration is read anew for each test."""
    requests: list[dict[str, Any]] = []

    def note(params: dict[str, Any], **_: Any) -> None:
        requests.append(params)

    store = ConfigurationStore(boto3.client("ssm"), start_transcription.settings.configuration_path)
    monkeypatch.setattr(start_transcription, "configuration", store)
    events = start_transcription.transcribe._client.meta.events
    events.register(START, note)
    yield requests
    events.unregister(START, note)


def start(world: World, body: bytes, **more: Any) -> None:
    world.register(body)
    given = event("start_transcription", "recording_registered") | more
    start_transcription.lambda_handler(given, CONTEXT)


def vocabulary(name: str, language: str = "en-US") -> None:
    transcribe = boto3.client("transcribe")
    transcribe.create_vocabulary(VocabularyName=name, LanguageCode=language, Phrases=["Riverbend"])
    for _ in range(2):  # moto's vocabularies are ready when they have been looked at
        transcribe.get_vocabulary(VocabularyName=name)


@pytest.mark.parametrize(
    ("separation", "recording", "by_channel"),
    [
        ("Speaker", ("WAV", 1), False),
        ("speaker", ("FLAC", 2), False),
        ("speaker", ("WAV", 2), True),  # its channels differ, which beats telling voices apart
        ("channel", ("MP3", 2), True),
        ("channel", ("WAV", 1), False),
        ("channel", ("FLAC", 4), False),
        ("auto", ("MP3", 1), False),
        ("Auto", ("FLAC", 2), True),
        ("auto", ("WAV", 4), False),
    ],
)
def test_separation_is_what_is_set_and_what_the_recording_has(
    separation: str,
    recording: tuple[str, int],
    by_channel: bool,
    world: World,
    asked: list[dict[str, Any]],
):
    form, channels = recording
    world.configure("SpeakerSeparationType", separation)

    start(world, written(form, samples=tone(channels=channels)))

    settings = asked[0]["Settings"]
    assert settings.get("ChannelIdentification", False) is by_channel
    assert settings.get("ShowSpeakerLabels", False) is not by_channel


def test_transcribe_writes_under_the_key_that_the_stack_names(
    world: World, asked: list[dict[str, Any]]
):
    start(world, RECORDING)

    assert asked[0]["OutputEncryptionKMSKeyId"] == os.environ["TRANSCRIPT_KEY_ARN"]


def test_a_mono_recording_that_should_be_told_apart_by_channel_says_that_it_cannot(
    world: World, asked: list[dict[str, Any]]
):
    world.configure("SpeakerSeparationType", "channel")

    start(world, RECORDING)

    assert asked[0]["Settings"]["ShowSpeakerLabels"] is True
    assert world.contact().details == (
        "The recording has one channel, so its speakers were told apart by voice.",
    )


def test_the_speakers_expected_are_told(world: World, asked: list[dict[str, Any]]):
    world.configure("MaxSpeakers", "4")

    start(world, RECORDING)

    assert asked[0]["Settings"]["MaxSpeakerLabels"] == 4


def test_the_form_is_told_by_content_and_not_by_name(world: World, asked: list[dict[str, Any]]):
    start(world, mp4(channels=2))

    assert asked[0]["MediaFormat"] == "m4a"


def test_one_language_is_taken_as_it_is(world: World, asked: list[dict[str, Any]]):
    world.configure("TranscribeLanguages", "es-US")

    start(world, RECORDING)

    assert asked[0]["LanguageCode"] == "es-US"
    assert "IdentifyLanguage" not in asked[0]


@pytest.mark.parametrize(
    ("locales", "language"),
    [(["es_US"], "es-US"), (["en_US", "es_US"], "es-US"), ([], "en-US")],
)
def test_a_call_is_transcribed_in_the_language_that_the_caller_chose(
    world: World, asked: list[dict[str, Any]], locales: list[str], language: str
):
    situation = event("register_contact", "call_through_connect")
    place = situation["detail"]
    S3.put_object(Bucket=place["bucket"]["name"], Key=place["object"]["key"], Body=RECORDING)
    call = register_contact.lambda_handler(situation, CONTEXT)["contact_id"]
    logged = [
        Entry(
            session_id=call,
            request_id=str(turn),
            at=NOON + timedelta(seconds=turn),
            locale=locale,
            entry={},
        )
        for turn, locale in enumerate(locales)
    ]
    start_transcription.conversations.append(logged, int(time.time()))

    given = event("start_transcription", "recording_registered") | {"contact_id": call}
    start_transcription.lambda_handler(given, CONTEXT)

    assert asked[0]["LanguageCode"] == language


def test_several_languages_are_told_apart(world: World, asked: list[dict[str, Any]]):
    world.configure("TranscribeLanguages", "en-US | fr-CA")

    start(world, RECORDING)

    assert asked[0]["IdentifyLanguage"] is True
    assert asked[0]["LanguageOptions"] == ["en-US", "fr-CA"]
    assert "LanguageCode" not in asked[0]


def test_after_a_language_that_was_not_identified_comes_the_first(
    world: World, asked: list[dict[str, Any]]
):
    world.configure("TranscribeLanguages", "fr-CA | en-US")
    start(world, RECORDING)

    given = event("start_transcription", "language_not_identified")
    start_transcription.lambda_handler(given, CONTEXT)

    assert asked[1]["LanguageCode"] == "fr-CA"
    assert asked[1]["TranscriptionJobName"] != asked[0]["TranscriptionJobName"]
    assert world.contact().details == ("The language could not be identified; fr-CA was taken.",)


def test_a_file_of_another_bucket_is_in_the_alternate_language(
    world: World, asked: list[dict[str, Any]]
):
    world.configure("TranscribeAlternateLanguage", "fr-CA")
    world.configure("InputBucketName", "another-bucket")

    start(world, RECORDING)

    assert asked[0]["LanguageCode"] == "fr-CA"


def test_a_vocabulary_that_is_ready_is_used(world: World, asked: list[dict[str, Any]]):
    world.configure("VocabularyName", "bank")
    vocabulary("bank-en-US")

    start(world, RECORDING)

    assert asked[0]["Settings"]["VocabularyName"] == "bank-en-US"
    assert world.contact().details == ()


def test_each_language_has_its_vocabulary(world: World, asked: list[dict[str, Any]]):
    world.configure("VocabularyName", "bank")
    world.configure("TranscribeLanguages", "en-US | fr-CA")
    vocabulary("bank-fr-CA", "fr-CA")

    start(world, RECORDING)

    assert asked[0]["LanguageIdSettings"] == {"fr-CA": {"VocabularyName": "bank-fr-CA"}}


def test_a_vocabulary_that_is_not_there_is_left_out_and_said(
    world: World, asked: list[dict[str, Any]]
):
    world.configure("VocabularyName", "bank")

    start(world, RECORDING)

    assert "VocabularyName" not in asked[0]["Settings"]
    assert world.contact().details == (
        "There is no vocabulary bank-en-US that is ready, so none was used.",
    )


def test_redaction_is_asked_for_where_the_language_allows_it(
    world: World, asked: list[dict[str, Any]]
):
    start(world, RECORDING)

    assert asked[0]["ContentRedaction"] == {
        "RedactionType": "PII",
        "RedactionOutput": "redacted",
        "PiiEntityTypes": list(REDACTED_TYPES),
    }


def test_no_redaction_is_asked_for_in_another_language(world: World, asked: list[dict[str, Any]]):
    world.configure("TranscribeLanguages", "en-US | fr-CA")

    start(world, RECORDING)

    assert "ContentRedaction" not in asked[0]


@pytest.mark.parametrize(
    ("body", "error"),
    [(b"\x89PNG\r\n", NotARecordingError), (wav(seconds=0.1), RecordingTooShortError)],
)
def test_what_will_come_to_nothing_is_not_asked_for(
    body: bytes, error: type[Exception], world: World, asked: list[dict[str, Any]]
):
    with pytest.raises(error):
        start(world, body)

    assert asked == []


def test_a_value_that_is_changed_is_obeyed_within_a_minute(world: World):
    now = [0.0]
    store = ConfigurationStore(boto3.client("ssm"), "/omnilex", clock=lambda: now[0])
    before = store.get().max_speakers
    world.configure("MaxSpeakers", "7")

    kept = store.get().max_speakers
    now[0] = 61.0

    assert (before, kept, store.get().max_speakers) == (2, 2, 7)
