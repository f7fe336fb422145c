"""Call Analytics jobs: what is asked, what is reckoned, what is written and told."""

import io
import json
from typing import Any

import botocore.session
import numpy as np
import pytest
import soundfile
from botocore.exceptions import ClientError
from botocore.validate import ParamValidator

from local.speech.recognizer import Recognition, RecognizedWord, Segment
from local.transcribe.call_categories import Categories
from local.transcribe.call_output import characteristics
from local.transcribe.call_turns import Turn
from local.transcribe.calls import call_of
from local.transcribe.errors import BadRequestError
from local.transcribe.jobs import Job, Jobs, State
from local.transcribe.worker import Worker
from omnilex.adapters import call_analytics
from omnilex.domain.contact import Role

ASKED: dict[str, Any] = {
    "CallAnalyticsJobName": "call-1",
    "Media": {"MediaFileUri": "s3://calls/call.wav"},
    "OutputLocation": "s3://out/calls/",
    "Settings": {"LanguageOptions": ["en-US"]},
    "ChannelDefinitions": [
        {"ChannelId": 0, "ParticipantRole": "CUSTOMER"},
        {"ChannelId": 1, "ParticipantRole": "AGENT"},
    ],
}
RATE_HZ = 16_000
REDACTED_SOUND = "out/calls/redacted-analytics/call-1.wav"


def turn(role: str, begin_ms: int, end_ms: int, sentiment: str = "NEUTRAL", words: int = 1) -> Turn:
    step = (end_ms - begin_ms) / words / 1000
    begin_s = begin_ms / 1000
    said = [
        RecognizedWord("word", "", begin_s + at * step, begin_s + (at + 1) * step, 0.9)
        for at in range(words)
    ]
    return Turn(role, 0 if role == "AGENT" else 1, tuple(said), sentiment)


# The call in Amazon Connect's guide, "Example Contact Lens output files".
PUBLISHED = [
    turn("AGENT", 0, 90),
    turn("CUSTOMER", 160, 4640),
    turn("AGENT", 4640, 6610),
    turn("CUSTOMER", 7370, 11190, "NEGATIVE"),
    turn("AGENT", 11220, 15210, "NEGATIVE"),
    turn("CUSTOMER", 15840, 18120, "POSITIVE"),
    turn("AGENT", 18310, 21820),
    turn("CUSTOMER", 22610, 24140, "POSITIVE"),
    turn("AGENT", 24120, 29710, "POSITIVE"),
    turn("CUSTOMER", 30580, 32110, "POSITIVE"),
]


class Bucket:
    """S3 as far as a job needs it; ``calls/call.wav`` is the recording."""

    def __init__(self, recording: bytes) -> None:
        self.kept: dict[str, Any] = {}
        self._recording = recording

    def get_object(self, **asked: str) -> dict[str, Any]:
        if asked != {"Bucket": "calls", "Key": "call.wav"}:
            raise ClientError({"Error": {"Code": "NoSuchKey"}}, "GetObject")
        return {"Body": io.BytesIO(self._recording)}

    def put_object(self, **asked: Any) -> None:
        is_sound = asked["ContentType"] == "audio/wav"
        kept = asked["Body"] if is_sound else json.loads(asked["Body"])
        self.kept[f"{asked['Bucket']}/{asked['Key']}"] = kept


class Bus:
    def __init__(self) -> None:
        self.told: list[dict[str, str]] = []

    def put_events(self, **asked: Any) -> None:
        self.told += asked["Entries"]


class Scripted:
    """The customer's channel is recognized first, then the agent's."""

    def __init__(self) -> None:
        self._left = [
            "my card is 4111 1111 1111 1111 and this is awful.",
            "Thank you, that is wonderful.",
        ]

    def recognize(self, *_: Any) -> Recognition:
        words = self._left.pop(0).split()
        begin_s = 0.5 if self._left else 6.0
        said = [
            RecognizedWord(
                word.rstrip(".,"), word[len(word.rstrip(".,")) :], at, at + 0.3, confidence=0.9
            )
            for word, at in zip(words, np.arange(len(words)) * 0.4 + begin_s, strict=True)
        ]
        return Recognition((Segment(tuple(said)),))


class Polyglot(Scripted):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def hearing(self, language: str) -> Scripted:
        self.heard.append(language)
        return self

    def identify(self, *_: Any) -> tuple[str, float]:
        return "es-US", 0.83


def recording(channels: int = 2) -> bytes:
    target = io.BytesIO()
    noise = np.random.default_rng(1).normal(0, 0.1, (10 * RATE_HZ, channels))
    noise[3 * RATE_HZ : 4 * RATE_HZ] = 0
    soundfile.write(target, noise, RATE_HZ, format="WAV", subtype="PCM_16")
    return target.getvalue()


def ended(
    asked: dict[str, Any],
    media: bytes | None = None,
    linguist: Polyglot | None = None,
    categories: Categories | None = None,
) -> tuple[Job, Bucket, Bus]:
    bucket, bus, ears = Bucket(media or recording()), Bus(), Scripted()
    s3: Any = bucket
    events: Any = bus
    recognizer: Any = lambda: ears  # noqa: E731  one for the job
    looked_for = (categories or Categories()).of_recordings()
    worker = Worker(s3, events, recognizer, lambda: linguist)
    jobs = Jobs(worker.finish, lambda request: call_of(request, looked_for))
    return jobs.start(asked), bucket, bus


def faults(operation: str, answer: dict[str, Any]) -> str:
    model = botocore.session.get_session().get_service_model("transcribe")
    shape = model.operation_model(operation).output_shape
    unknown = set(answer["CallAnalyticsJob"]) - set(shape.members["CallAnalyticsJob"].members)
    report: str = ParamValidator().validate(answer, shape).generate_report()
    return report + ", ".join(unknown)


def test_quarters_are_those_of_the_published_example():
    found = characteristics(PUBLISHED)["Sentiment"]["SentimentByPeriod"]["QUARTER"]

    assert [one["Score"] for one in found["CUSTOMER"]] == [-2.5, 5.0, 5.0, 5.0]
    assert [one["EndOffsetMillis"] for one in found["CUSTOMER"]] == [8027, 16055, 24082, 32110]
    assert [one["Score"] for one in found["AGENT"]] == [0.0, -5.0, 0.0, 5.0]
    assert [one["EndOffsetMillis"] for one in found["AGENT"]] == [7427, 14855, 22282, 29710]


def test_a_participant_is_as_content_as_their_turns_in_the_mean():
    found = characteristics(PUBLISHED)

    assert found["Sentiment"]["OverallSentiment"] == {"AGENT": 0.0, "CUSTOMER": 2.0}
    assert found["TotalConversationDurationMillis"] == 32110


def test_talk_time_and_speed_are_of_the_time_in_which_each_speaks():
    found = characteristics([turn("AGENT", 0, 30_000, words=60), turn("CUSTOMER", 31_000, 37_000)])

    assert found["TalkTime"] == {
        "DetailsByParticipant": {
            "AGENT": {"TotalTimeMillis": 30_000},
            "CUSTOMER": {"TotalTimeMillis": 6_000},
        },
        "TotalTimeMillis": 36_000,
    }
    speeds = found["TalkSpeed"]["DetailsByParticipant"]
    assert speeds["AGENT"]["AverageWordsPerMinute"] == 120
    assert speeds["CUSTOMER"]["AverageWordsPerMinute"] == 10


def test_only_long_silences_are_non_talk_time():
    turns = [turn("AGENT", 0, 1_000), turn("CUSTOMER", 3_900, 5_000), turn("AGENT", 9_000, 9_900)]

    found = characteristics(turns)["NonTalkTime"]

    place = {"BeginOffsetMillis": 5_000, "DurationMillis": 4_000, "EndOffsetMillis": 9_000}
    assert found == {"Instances": [place], "TotalTimeMillis": 4_000}


def test_who_talks_on_over_the_other_interrupts_and_who_only_agrees_does_not():
    turns = [
        turn("AGENT", 0, 5_000),
        turn("CUSTOMER", 2_000, 2_400),
        turn("CUSTOMER", 4_000, 8_000),
        turn("AGENT", 7_900, 9_000),
    ]

    found = characteristics(turns)["Interruptions"]

    place = {"BeginOffsetMillis": 4_000, "DurationMillis": 1_000, "EndOffsetMillis": 5_000}
    assert found == {
        "TotalCount": 1,
        "TotalTimeMillis": 1_000,
        "InterruptionsByInterrupter": {"CUSTOMER": [place]},
    }


def test_a_call_without_a_word_has_figures_all_the_same():
    found = characteristics([])

    assert found["TotalConversationDurationMillis"] == 0
    assert found["Sentiment"]["OverallSentiment"] == {"AGENT": 0.0, "CUSTOMER": 0.0}


@pytest.mark.parametrize(
    ("where", "plain", "redacted"),
    [
        ("s3://out", ("out", "analytics/call-1.json"), ("out", "redacted-analytics/call-1.json")),
        (
            "s3://out/a/",
            ("out", "a/analytics/call-1.json"),
            ("out", "a/redacted-analytics/call-1.json"),
        ),
        ("s3://out/a/b.json", ("out", "a/b.json"), ("out", "a/redacted-b.json")),
    ],
)
def test_the_output_lies_in_a_folder_of_its_own_or_where_a_file_is_named(
    where: str, plain: tuple[str, str], redacted: tuple[str, str]
):
    job = call_of({**ASKED, "OutputLocation": where})

    assert job.output == plain
    assert job.redacted_output == redacted


@pytest.mark.parametrize(
    "wrong",
    [
        {"CallAnalyticsJobName": "no spaces"},
        {"Media": {"MediaFileUri": "nowhere"}},
        {"OutputLocation": "s3://N"},
        {"Settings": {"LanguageOptions": ["english"]}},
        {"ChannelDefinitions": [{"ChannelId": 0, "ParticipantRole": "AGENT"}]},
        {"ChannelDefinitions": [{"ChannelId": one, "ParticipantRole": "AGENT"} for one in (0, 1)]},
    ],
)
def test_a_request_that_makes_no_sense_is_refused(wrong: dict[str, Any]):
    with pytest.raises(BadRequestError):
        call_of({**ASKED, **wrong})


def test_a_call_is_written_by_turns_and_told_to_eventbridge():
    job, bucket, bus = ended(ASKED)

    written = bucket.kept["out/calls/analytics/call-1.json"]
    customer, agent = written["Transcript"]
    assert (written["JobName"], written["JobStatus"]) == ("call-1", "COMPLETED")
    assert (customer["ParticipantRole"], customer["Sentiment"]) == ("CUSTOMER", "NEGATIVE")
    assert (agent["ParticipantRole"], agent["Sentiment"]) == ("AGENT", "POSITIVE")
    assert agent["Content"] == "Thank you, that is wonderful."
    assert [one["Type"] for one in agent["Items"]][:3] == [
        *("pronunciation", "pronunciation", "punctuation")
    ]
    assert customer["LoudnessScores"][3] is None
    assert customer["LoudnessScores"][0] == pytest.approx(70.3, abs=0.3)
    assert bus.told == [
        {
            "Source": "aws.transcribe",
            "DetailType": "Call Analytics Job State Change",
            "Detail": json.dumps({"JobName": "call-1", "JobStatus": "COMPLETED"}),
        }
    ]
    assert faults("GetCallAnalyticsJob", {"CallAnalyticsJob": job.described()}) == ""


def test_redaction_hides_the_number_in_its_item_and_keeps_the_plain_text_nowhere():
    settings = {
        "LanguageOptions": ["en-US"],
        "ContentRedaction": {"RedactionType": "PII", "RedactionOutput": "redacted"},
    }

    job, bucket, _ = ended({**ASKED, "Settings": settings})

    written, _ = bucket.kept.values()
    customer = written["Transcript"][0]
    assert list(bucket.kept) == [
        "out/calls/redacted-analytics/call-1.json",
        "out/calls/redacted-analytics/call-1.wav",
    ]
    assert customer["Content"] == "my card is [PII] and this is awful."
    (hidden,) = [one for one in customer["Items"] if "Redaction" in one]
    assert hidden["Redaction"][0]["Type"] == "CREDIT_DEBIT_NUMBER"
    assert "4111" not in json.dumps(written)
    assert list(job.files) == ["RedactedTranscriptFileUri"]


def test_redacted_sound_is_silent_where_the_number_was_said_and_nowhere_else():
    redaction = {"RedactionType": "PII", "RedactionOutput": "redacted"}
    settings = {"LanguageOptions": ["en-US"], "ContentRedaction": redaction}

    job, bucket, _ = ended({**ASKED, "Settings": settings})

    sound, rate_hz = soundfile.read(io.BytesIO(bucket.kept[REDACTED_SOUND]), always_2d=True)
    transcript = bucket.kept["out/calls/redacted-analytics/call-1.json"]["Transcript"]
    (hidden,) = [one for turn in transcript for one in turn["Items"] if "Redaction" in one]
    begin, end = hidden["BeginOffsetMillis"], hidden["EndOffsetMillis"]
    assert not sound[begin * rate_hz // 1000 : end * rate_hz // 1000].any()
    assert sound[: (begin - 200) * rate_hz // 1000].any()
    assert sound[(end + 200) * rate_hz // 1000 :].any()
    assert job.described()["Media"]["RedactedMediaFileUri"].endswith(f"/{REDACTED_SOUND}")
    assert faults("GetCallAnalyticsJob", {"CallAnalyticsJob": job.described()}) == ""


def test_what_is_written_is_what_we_read():
    _, bucket, _ = ended(ASKED)

    transcript = call_analytics.read(bucket.kept["out/calls/analytics/call-1.json"])

    assert [one.role for one in transcript.turns] == [Role.CUSTOMER, Role.AGENT]
    assert transcript.turns[1].text == "Thank you, that is wonderful."
    assert transcript.known.language == "en-US"
    assert transcript.duration_ms == 7_900


def test_categories_and_findings_reach_the_contact():
    categories = Categories()
    said = {"TranscriptFilterType": "EXACT", "Targets": ["wonderful"], "ParticipantRole": "AGENT"}
    categories.create({"CategoryName": "all-well", "Rules": [{"TranscriptFilter": said}]})

    _, bucket, _ = ended(ASKED, categories=categories)

    written = bucket.kept["out/calls/analytics/call-1.json"]
    place = {"BeginOffsetMillis": 7_600, "EndOffsetMillis": 7_900}
    assert written["Categories"] == {
        "MatchedDetails": {"all-well": {"PointsOfInterest": [place]}},
        "MatchedCategories": ["all-well"],
    }
    (match,) = call_analytics.read(written).categories
    assert (match.name, [point.begin_offset_ms for point in match.points]) == ("all-well", [7_600])


def test_started_and_listed_jobs_have_the_shapes_of_the_service():
    jobs = Jobs(lambda _: None, call_of)
    started = jobs.start(ASKED)

    (listed,), token = jobs.listed({"Status": "QUEUED"})

    assert faults("StartCallAnalyticsJob", {"CallAnalyticsJob": started.described()}) == ""
    assert listed.summary() == {
        "CallAnalyticsJobName": "call-1",
        "CallAnalyticsJobStatus": "QUEUED",
        "CreationTime": started.created_at.timestamp(),
        "LanguageCode": "en-US",
    }
    assert token is None


def test_without_a_language_the_first_of_ours_is_taken():
    asked = {name: value for name, value in ASKED.items() if name != "Settings"}

    job, _, _ = ended(asked)

    assert (job.language, job.language_score) == ("en-US", 0.0)


def test_a_language_is_chosen_from_several_and_a_failure_to_tell_is_a_score_of_0():
    job, bucket, _ = ended({**ASKED, "Settings": {"LanguageOptions": ["en-US", "es-US"]}})

    assert (job.language, job.language_score) == ("en-US", 0.0)
    assert "LanguageIdentification" not in bucket.kept["out/calls/analytics/call-1.json"]


def test_an_identified_language_is_heard_as_such_and_written_with_its_score():
    asked = {**ASKED, "Settings": {"LanguageOptions": ["en-US", "es-US"]}}
    linguist = Polyglot()

    _, bucket, _ = ended(asked, linguist=linguist)

    written = bucket.kept["out/calls/analytics/call-1.json"]
    assert linguist.heard == ["es-US"]
    assert written["LanguageIdentification"] == [{"Code": "es-US", "Score": "0.8300"}]


def test_a_recording_of_one_channel_fails_and_says_why():
    job, bucket, bus = ended(ASKED, recording(channels=1))

    assert job.state is State.FAILED
    assert "two channels" in str(job.failure_reason)
    assert bucket.kept == {}
    assert json.loads(bus.told[0]["Detail"])["FailureReason"] == job.failure_reason
