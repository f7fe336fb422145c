"""What each setting of a transcription does to the contact: the real functions over the local
Transcribe, whose recognizer hears what a test scripts.

What is asked of Transcribe for the same settings: test_transcription_settings.py.
"""

import io
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import soundfile
from moto import mock_aws

from local.speech.recognizer import Recognition, RecognizedWord, Segment
from omnilex.domain.contact import Contact, Status
from omnilex.handlers import make_playback, resume_transcription, start_transcription
from omnilex.handlers import sweep_contacts as sweeper
from tests.integration.analytics.comprehend import Comprehend
from tests.integration.analytics.conftest import comprehend
from tests.integration.analytics.local_transcribe import LocalTranscribe
from tests.integration.analytics.world import RECORDINGS, RESULTS, S3, World, set_up
from tests.proofs.pipeline import STEPS, Pipeline

__all__ = ["comprehend"]

RATE_HZ = 16_000
TURN_S = 3
ELSEWHERE = "recordings-of-another-centre"
Said = list[tuple[float, str]]  # when it begins, in seconds, and what is heard


def heard(said: Said) -> Recognition:
    return Recognition(
        tuple(
            Segment(
                tuple(
                    RecognizedWord(
                        word.rstrip(".?,"),
                        word[len(word.rstrip(".?,")) :],
                        begin_s + at * 0.3,
                        begin_s + at * 0.3 + 0.25,
                        0.9,
                    )
                    for at, word in enumerate(text.split())
                )
            )
            for begin_s, text in said
        )
    )


class Ears:
    """Hears one script a channel, whatever the sound; knows one language, or none."""

    def __init__(self) -> None:
        self.scripts: list[Said] = []
        self.language: tuple[str, float] | None = None
        self.heard_in: list[str] = []

    def recognize(self, *_: Any) -> Recognition:
        return heard(self.scripts.pop(0))

    def identify(self, *_: Any) -> tuple[str, float] | None:
        return self.language

    def hearing(self, language: str) -> "Ears":
        self.heard_in.append(language)
        return self


class Centre:
    def __init__(self, pipeline: Pipeline, transcribe: LocalTranscribe, ears: Ears) -> None:
        self.pipeline = pipeline
        self.transcribe = transcribe
        self.ears = ears

    def configure(self, name: str, value: str) -> None:
        self.pipeline.world.configure(name, value)
        for module in (*STEPS.values(), make_playback):
            module.configuration._kept = None

    def contact(self, *said: Said, body: bytes | None = None) -> Contact:
        """Of a recording in which the scripts are heard."""
        self.ears.scripts = list(said)
        self.pipeline.drop("originalAudio/call.wav", body=body or voices(0, 1))
        contact = self.pipeline.contact("originalAudio/call.wav")
        assert contact.status is Status.ANALYZED, contact.reason
        return Contact.model_validate(self.read(f"parsedFiles/{contact.contact_id}.json"))

    def output(self) -> Any:
        """What the job wrote."""
        name = self.transcribe.asked[0]["TranscriptionJobName"]
        job = self.transcribe.get_transcription_job(TranscriptionJobName=name)
        (uri,) = job["TranscriptionJob"]["Transcript"].values()
        return self.read(uri.split(f"{RESULTS}/")[1])

    def read(self, key: str) -> Any:
        return json.loads(S3.get_object(Bucket=RESULTS, Key=key)["Body"].read())


def voices(*speakers: int, channels: int = 1) -> bytes:
    """Three seconds of each voice in turn; another one on each channel."""
    at = np.arange(TURN_S * RATE_HZ) / RATE_HZ
    chance = np.random.default_rng(1)
    spoken = []
    for speaker in speakers:
        pitch = (110, 220, 420, 90)[speaker]
        tone = sum(
            np.sin(2 * np.pi * pitch * part * at) / (part if speaker % 2 else 1)
            for part in range(1, 6 + 4 * speaker)
        )
        spoken.append(0.05 * tone + chance.normal(0, 0.001, len(at)))
    mono = np.concatenate(spoken).astype(np.float32)
    stereo = np.column_stack([mono, mono[::-1]][:channels])
    out = io.BytesIO()
    soundfile.write(out, stereo, RATE_HZ, format="WAV", subtype="PCM_16")
    return out.getvalue()


@pytest.fixture
def centre(comprehend: Comprehend, monkeypatch: pytest.MonkeyPatch) -> Iterator[Centre]:
    with mock_aws():
        set_up()
        pipeline = Pipeline(World(), monkeypatch, 0)
        ears = Ears()
        transcribe = LocalTranscribe(pipeline.tell, lambda: ears, lambda: ears)
        for module in (start_transcription, resume_transcription, sweeper):
            monkeypatch.setattr(module.transcribe, "_client", transcribe)
        whole = Centre(pipeline, transcribe, ears)
        whole.configure("MaxSpeakers", "2")
        yield whole
        whole.configure("MaxSpeakers", "2")


GREETING: Said = [(0.2, "Hello, I need help."), (3.2, "Thank you for calling, how can I help?")]


def test_speakers_of_one_channel_are_told_apart_by_voice_and_the_agent_by_what_is_said(
    centre: Centre,
):
    contact = centre.contact(GREETING)

    assert contact.speaker_separation == "speaker"
    assert [turn.role for turn in contact.turns] == ["CUSTOMER", "AGENT"]
    assert contact.separation_reason == "the agent is the one who greets and offers help"


@pytest.mark.parametrize("setting", ["channel", "auto"])
def test_each_channel_is_a_participant(setting: str, centre: Centre):
    centre.configure("SpeakerSeparationType", setting)

    contact = centre.contact(GREETING[1:], GREETING[:1], body=voices(0, 1, channels=2))

    assert contact.speaker_separation == "channel"
    assert [turn.role for turn in contact.turns] == ["CUSTOMER", "AGENT"]
    assert contact.separation_reason == "the agent has a channel of their own"


def test_auto_tells_voices_apart_where_there_is_one_channel(centre: Centre):
    centre.configure("SpeakerSeparationType", "auto")

    assert centre.contact(GREETING).speaker_separation == "speaker"


def test_channels_of_a_mono_recording_are_told_apart_by_voice_and_that_is_said(centre: Centre):
    centre.configure("SpeakerSeparationType", "channel")

    contact = centre.contact(GREETING)

    assert contact.speaker_separation == "speaker"
    assert contact.details == (
        "The recording has one channel, so its speakers were told apart by voice.",
    )


@pytest.mark.parametrize(("most", "speakers"), [("2", 2), ("3", 3)])
def test_no_more_voices_are_told_apart_than_are_expected(most: str, speakers: int, centre: Centre):
    centre.configure("MaxSpeakers", most)

    centre.contact(
        [(0.2, "Hello there everybody."), (3.2, "Good day."), (6.2, "Yes, hello.")],
        body=voices(0, 1, 2),
    )

    assert centre.output()["results"]["speaker_labels"]["speakers"] == speakers


def test_one_language_is_the_contacts(centre: Centre):
    centre.configure("TranscribeLanguages", "fr-CA")

    contact = centre.contact(GREETING)

    assert contact.language == "fr-CA"
    assert contact.language_confidence is None
    assert centre.ears.heard_in == ["fr-CA"]


def test_an_identified_language_is_the_contacts_with_how_sure_that_is(centre: Centre):
    centre.configure("TranscribeLanguages", "en-US | fr-CA")
    centre.ears.language = ("fr-CA", 0.87)

    contact = centre.contact(GREETING)

    assert (contact.language, contact.language_confidence) == ("fr-CA", 0.87)
    assert contact.details == ()


def test_a_language_that_is_not_identified_is_the_first_and_that_is_said(centre: Centre):
    centre.configure("TranscribeLanguages", "en-US | fr-CA")

    contact = centre.contact(GREETING)

    assert contact.language == "en-US"
    assert contact.details == ("The language could not be identified; en-US was taken.",)


def test_a_recording_of_another_bucket_is_in_the_alternate_language(centre: Centre):
    centre.configure("InputBucketName", ELSEWHERE)
    centre.configure("TranscribeAlternateLanguage", "es-US")

    assert centre.contact(GREETING).language == "es-US"


def test_a_vocabulary_that_is_ready_decides_how_a_name_is_written(centre: Centre):
    centre.transcribe.worker.vocabularies.create("bank-en-US", "en-US", ["Riverbend"], None)
    centre.configure("VocabularyName", "bank")

    contact = centre.contact([(0.2, "I called river bend on Monday.")])

    assert contact.turns[0].text == "I called Riverbend on Monday."
    assert contact.details == ()


def test_a_vocabulary_that_is_not_there_is_left_out_and_that_is_said(centre: Centre):
    centre.configure("VocabularyName", "bank")

    contact = centre.contact([(0.2, "I called river bend on Monday.")])

    assert contact.turns[0].text == "I called river bend on Monday."
    assert contact.details == (
        "There is no vocabulary bank-en-US that is ready, so none was used.",
    )


CARD: Said = [(0.2, "My card is 4111 1111 1111 1111 and I am waiting.")]


def test_transcribe_redacts_where_the_language_allows_it(centre: Centre):
    contact = centre.contact(CARD)

    assert "4111" not in json.dumps(centre.output())
    assert "4111" not in contact.model_dump_json()
    assert [one.type for one in contact.turns[0].redactions]


def test_what_transcribe_does_not_redact_our_own_rules_do(centre: Centre):
    centre.configure("ContentRedactionLanguages", "es-US")

    contact = centre.contact(CARD)

    assert "4111" in json.dumps(centre.output())
    assert "4111" not in contact.model_dump_json()


def test_without_a_language_for_redaction_everything_can_be_read(centre: Centre):
    centre.configure("ContentRedactionLanguages", "undefined")

    assert "4111" in centre.contact(CARD).turns[0].text


def test_participants_have_the_names_that_are_set(centre: Centre):
    centre.configure("SpeakerNames", "Member | Agent")
    centre.configure("SpeakerSeparationType", "channel")

    contact = centre.contact(GREETING[:1], GREETING[1:], body=voices(0, 1, channels=2))

    assert contact.speaker_names == {"AGENT": "Agent", "CUSTOMER": "Member"}
    assert [turn.role for turn in contact.turns] == ["CUSTOMER", "AGENT"]


def test_call_analytics_findings_are_in_the_contact(centre: Centre):
    centre.configure("TranscribeApiMode", "analytics")
    centre.configure("SpeakerSeparationType", "channel")

    contact = centre.contact(GREETING[1:], GREETING[:1], body=voices(0, 1, channels=2))

    assert "CallAnalyticsJobName" in centre.transcribe.asked[0]
    assert [turn.role for turn in contact.turns] == ["CUSTOMER", "AGENT"]
    assert contact.loudness is not None
    assert all(turn.sentiment for turn in contact.turns)


ANGRY: Said = [(0.2, "This is terrible, I live in Denver near the Quartz Tower.")]


@pytest.mark.parametrize(
    ("setting", "text", "above", "below"),
    [
        ("MinSentimentNegative", "This is terrible.", -4.5, 0),
        ("MinSentimentPositive", "That is wonderful.", 4.5, 0),
    ],
)
def test_a_turn_less_sure_than_the_threshold_is_neutral(
    setting: str, text: str, above: float, below: float, centre: Centre
):
    scores = []
    for value in ("0.4", "0.95"):  # what is told is sure by .94
        centre.configure(setting, value)
        scores.append(centre.contact([(0.2, text)]).turns[0].score)

    assert scores == [pytest.approx(above), pytest.approx(below)]


def test_a_language_that_comprehend_shall_not_read_has_no_sentiment(centre: Centre):
    centre.configure("ComprehendLanguages", "es | fr")

    contact = centre.contact(ANGRY)

    assert contact.turns[0].sentiment is None
    assert contact.details == (
        "There is no sentiment, and there are no entities: Comprehend does not read en-US.",
    )


def test_entities_are_those_of_the_list_that_is_named_in_the_bucket_that_is_named(centre: Centre):
    S3.create_bucket(Bucket="lists")
    S3.put_object(Bucket="lists", Key="places-en.csv", Body=b"Text,Type\nquartz tower,BUILDING\n")
    centre.configure("SupportFilesBucketName", "lists")
    centre.configure("EntityStringMap", "places.csv")

    entities = {one.text: one.type for one in centre.contact(ANGRY).entities}

    assert entities == {"Quartz Tower": "BUILDING", "Denver": "LOCATION"}


def test_an_entity_less_sure_than_the_threshold_is_none(centre: Centre):
    centre.configure("EntityThreshold", "0.95")

    assert [one.text for one in centre.contact(ANGRY).entities if one.type == "LOCATION"] == []


def test_times_in_names_are_of_the_place_that_is_set(centre: Centre):
    centre.configure("ConversationLocation", "Asia/Kolkata")
    centre.ears.scripts = [GREETING]

    key = "originalAudio/call_DT_2026-11-16T09-12-40.wav"
    centre.pipeline.drop(key, body=voices(0, 1))

    assert centre.pipeline.contact(key).started_at.isoformat() == "2026-11-16T03:42:40+00:00"


def test_results_and_playback_lie_where_they_are_set_to(centre: Centre):
    S3.create_bucket(Bucket="results-elsewhere")
    centre.configure("OutputBucketName", "results-elsewhere")
    centre.configure("OutputBucketParsedResults", "done")
    centre.configure("InputBucketAudioPlayback", "listen")
    centre.ears.scripts = [GREETING]

    centre.pipeline.drop("originalAudio/call.wav", body=voices(0, 1))

    contact_id = centre.pipeline.contact("originalAudio/call.wav").contact_id
    assert f"done/{contact_id}.json" in centre.pipeline._keys("results-elsewhere")
    assert f"listen/{contact_id}.mp3" in centre.pipeline._keys(RECORDINGS)


def test_what_failed_lies_where_it_is_set_to(centre: Centre):
    centre.configure("InputBucketFailedTranscriptions", "broken")

    centre.pipeline.drop("originalAudio/monday/call.wav", body=b"")

    assert "broken/monday/call.wav" in centre.pipeline._keys(RECORDINGS)
