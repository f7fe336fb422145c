"""Each defect that a study of AWS's Post Call Analytics found, by its number there, and that we do
not have it. docs/peer-formulas.md lists them, with those that other files are about.
"""

import io
import json
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from moto.core.exceptions import JsonRESTError

from benchmarks.analysis import MAKE, conversation
from omnilex.adapters import dropped_documents
from omnilex.adapters.transcribe import Transcribe
from omnilex.domain.analysis import analyzed
from omnilex.domain.configuration import Configuration
from omnilex.domain.contact import Contact, Role, Separation, Source, Status
from omnilex.domain.entities import EntityList
from omnilex.domain.registration import contact_of
from omnilex.domain.summary import of_contact
from omnilex.domain.transcript import Transcript
from omnilex.domain.transcription import Transcription, job_name_of
from omnilex.handlers import analyze_transcript, make_playback, register_contact
from tests.integration.analytics.comprehend import Comprehend
from tests.integration.analytics.world import (
    CONTEXT,
    GUID,
    JOB,
    NOON,
    RECORDINGS,
    ROOT,
    World,
    configuration,
    defaults,
    event,
    transcript,
    wav,
)

OUTPUT = f"transcriptions/{JOB}.json"
ASL: dict[str, Any] = yaml.safe_load(
    (ROOT / "statemachine/post_call_analytics.asl.yaml").read_text()
)


def read(document: dict[str, Any], names: tuple[str, ...] = ("Agent", "Caller")) -> Transcript:
    return dropped_documents.read(dropped_documents.recognize(json.dumps(document).encode()), names)


def analyze(world: World, document: dict[str, Any]) -> Contact:
    world.register(wav())
    world.keep(OUTPUT, document)
    asked = {"contact_id": GUID, "transcript_key": OUTPUT, "language": "en-US"}
    answer = analyze_transcript.lambda_handler(asked, CONTEXT)
    return Contact.model_validate(world.read(answer["interim_key"]))


def of_analytics(**turn: Any) -> dict[str, Any]:
    """Call Analytics' document of one turn."""
    told = {
        "ParticipantRole": "AGENT",
        "Content": "Hello.",
        "BeginOffsetMillis": 0,
        "EndOffsetMillis": 900,
        **turn,
    }
    return {
        "JobName": "job",
        "JobStatus": "COMPLETED",
        "Transcript": [told],
        "ConversationCharacteristics": {"TotalConversationDurationMillis": 8_000},
    }


def test_1_every_catch_keeps_the_state_that_the_failure_step_needs():
    caught = [
        catch["ResultPath"] for state in ASL["States"].values() for catch in state.get("Catch", [])
    ]

    assert caught
    assert all(path.startswith("$.") for path in caught)


def test_2_a_job_that_runs_already_is_taken_and_not_an_error(world: World):
    from omnilex.handlers.start_transcription import transcribe  # noqa: PLC0415

    asked = Transcription(
        job_name="c-001",
        media_uri=f"s3://{RECORDINGS}/originalAudio/c-001.wav",
        output_bucket=RECORDINGS,
        output_key="c-001.json",
        separation=Separation.SPEAKER,
        languages=("en-US",),
        max_speakers=2,
    )
    assert isinstance(transcribe, Transcribe)

    first, second = transcribe.start(asked), transcribe.start(asked)

    assert not first.has_ended
    assert second == first


def test_3_no_wait_is_without_an_end():
    waits = [
        state
        for state in ASL["States"].values()
        if str(state.get("Resource", "")).endswith("waitForTaskToken")
    ]

    assert waits
    assert all(state["TimeoutSeconds"] <= 14_400 for state in waits)


@pytest.mark.parametrize("key", ["originalAudio/a b/c d.wav", "originalAudio/x/y/z.wav"])
def test_4_5_a_call_has_one_row_from_its_drop_on_whatever_its_key(world: World, key: str):
    asked = event("register_contact", "name_without_metadata")
    asked["detail"]["object"]["key"] = key
    world.drop(asked["detail"], wav())

    for _ in range(2):
        register_contact.lambda_handler(asked, CONTEXT)

    (contact,) = world.contacts.newest(10, None)[0]
    assert contact.status is Status.TRANSCRIBING
    assert contact.source.key == key


@pytest.mark.parametrize("names", ["Caller | Agent", "Anna | Bert", "Agent"])
def test_6_speakers_may_have_any_names(names: str):
    configured = Configuration.model_validate({**defaults(), "SpeakerNames": names})
    said = read(
        transcript(("spk_0", 0, "Hello."), ("spk_1", 3, "Yes, hello.")), configured.speaker_names
    )
    fresh = contact_of(Source(bucket="b", key="k", size_bytes=1), configured, NOON)

    contact = analyzed(fresh, said.turns, said.words, 9_000, configured.speaker_names)

    assert {turn.role for turn in contact.turns} == {Role.AGENT, Role.CUSTOMER}
    assert contact.row()["contact_id"]


def test_7_a_turn_that_begins_with_punctuation_is_read():
    items = [
        {"Type": "punctuation", "Content": "."},
        {
            "Type": "pronunciation",
            "Content": "Olá",
            "Confidence": "0.9",
            "BeginOffsetMillis": 100,
            "EndOffsetMillis": 400,
        },
        {"Type": "punctuation", "Content": "."},
    ]

    said = read(of_analytics(Items=items, Content=". Olá."))

    assert [turn.text for turn in said.turns] == ["Olá."]
    assert [word.text for word in said.words] == ["Olá."]


def test_8_a_transcript_without_words_has_a_length_and_a_speed():
    said = read(of_analytics())
    fresh = contact_of(Source(bucket="b", key="k", size_bytes=1), configuration(), NOON)

    contact = analyzed(fresh, said.turns, said.words, said.duration_ms, ("Agent", "Caller"))

    assert contact.duration_ms == 8_000
    assert contact.talk is not None
    assert contact.talk.AGENT.words_per_minute == pytest.approx(60_000 / 900)


def test_10_two_keys_are_two_jobs_with_legal_names():
    keys = ["a/b.wav", "a-b.wav", 'q"uote.wav', "ü" * 100 + ".wav"]
    contacts = [
        contact_of(Source(bucket="b", key=key, size_bytes=1), configuration(), NOON) for key in keys
    ]

    names = {job_name_of(contact, "e-1", ("en-US",)) for contact in contacts}

    assert len(names) == len(keys)
    assert all(len(name) <= 200 and name.isascii() and " " not in name for name in names)


def test_11_quotes_in_a_key_stay_in_the_key(world: World):
    key = 'originalAudio/x","reanalysis":true,"key":"secret/other.wav'
    asked = event("register_contact", "name_without_metadata")
    asked["detail"]["object"]["key"] = key
    world.drop(asked["detail"], wav())

    answer = register_contact.lambda_handler(asked, CONTEXT)

    assert world.contact(answer["contact_id"]).source.key == key


def test_12_a_time_in_a_name_is_local_and_kept_in_utc():
    source = Source(bucket="b", key="x_DT_2026-07-23T09-30-00.wav", size_bytes=1)

    contact = contact_of(source, configuration(), NOON)

    assert contact.started_at == datetime(2026, 7, 23, 13, 30, tzinfo=UTC)
    assert contact.conversation_location == "America/Toronto"


def test_13_nothing_is_left_in_the_temporary_folder(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    contact = world.register(wav(seconds=2))
    world.keep(f"interim/{GUID}.json", contact.model_dump_json())

    make_playback.lambda_handler({"interim_key": f"interim/{GUID}.json"}, CONTEXT)

    assert list(tmp_path.iterdir()) == []


def test_17_21_a_summary_is_sentences_of_the_contact_and_nothing_else(
    world: World, comprehend: Comprehend
):
    comprehend.refuses = None
    contact = analyze(world, transcript(("spk_0", 0, "I lost my card in Denver on Monday.")))

    assert [one.text for one in contact.summary] == ["I lost my card in Denver on Monday."]
    assert of_contact((), ()) == ()


@pytest.mark.parametrize("label", ["spk", "ch"])
def test_18_silence_and_interruptions_are_found_in_every_mode(
    world: World, comprehend: Comprehend, label: str
):
    contact = analyze(
        world,
        transcript(
            (f"{label}_0", 0, "one two three four five six"),
            (f"{label}_1", 2.2, "wait a moment"),
            (f"{label}_0", 12, "seven"),
        ),
    )

    assert contact.talk is not None
    assert [(one.begin_offset_ms, one.duration_ms) for one in contact.talk.non_talk] == [
        (3_600, 8_400)
    ]
    assert contact.talk.AGENT.interruptions + contact.talk.CUSTOMER.interruptions == 1


def test_19_a_listed_word_is_not_found_within_another():
    listed = EntityList([("Ford", "MAKE"), ("door", "PART")])

    assert listed.entities("I can't afford the outdoors.") == []


def test_20_a_third_speaker_does_not_replace_the_second(world: World, comprehend: Comprehend):
    contact = analyze(
        world,
        transcript(
            ("spk_0", 0, "Thank you for calling, how can I help?"),
            ("spk_1", 6, "My card is terrible."),
            ("spk_2", 12, "Mine is wonderful."),
        ),
    )

    assert [turn.role for turn in contact.turns] == [Role.AGENT, Role.CUSTOMER, Role.CUSTOMER]
    assert contact.sentiment.CUSTOMER.average == pytest.approx(0)
    assert contact.talk is not None
    assert contact.talk.AGENT.talk_time_ms == 3_900


def test_5_1_texts_go_in_batches_once_and_whole(world: World, comprehend: Comprehend):
    said = [(f"spk_{at % 2}", at * 4.0, f"Sentence {at // 4}") for at in range(100)]
    said.append(("spk_0", 400, "wonderful " * 900))

    contact = analyze(world, transcript(*said))

    sent = [text for batch in comprehend.batches for text in batch]
    assert len(contact.turns) == 101
    assert len(sent) == len(set(sent)) == 25 + 2
    assert (
        "".join(text for text in sent if text.startswith("wonderful"))
        == ("wonderful " * 900).strip()
    )
    assert len(comprehend.asked) == 2 + 1 + 1 + 1


def test_5_1_a_throttled_request_is_tried_again(world: World, comprehend: Comprehend):
    answer, throttled = comprehend.batch_detect_sentiment, [True, True]

    def sometimes(body: dict[str, Any]) -> Any:
        if throttled:
            throttled.pop()
            raise JsonRESTError("ThrottlingException", "Slow down.")
        return answer(body)

    comprehend.batch_detect_sentiment = sometimes  # type: ignore[method-assign]

    contact = analyze(world, transcript(("spk_0", 0, "This is terrible, really.")))

    assert contact.turns[0].sentiment is not None
    assert throttled == []


def test_5_2_words_of_one_time_keep_their_order():
    document = transcript(("spk_0", 0, "Thank you for calling Riverbend Bank."))
    spoken = [one for one in document["results"]["items"] if one["type"] == "pronunciation"]
    spoken[4]["start_time"] = spoken[3]["start_time"]
    spoken[4]["end_time"] = spoken[3]["end_time"]

    (turn,) = read(document).turns

    assert turn.text == "Thank you for calling Riverbend Bank."


@pytest.mark.parametrize("form", ["speaker", "channel", "analytics"])
def test_5_2_four_times_the_words_take_about_four_times_as_long(form: str):
    def best_s(work: Callable[[], Any]) -> float:
        times = []
        for _ in range(3):
            began = time.process_time()
            work()
            times.append(time.process_time() - began)
        return min(times)

    short, long = (
        MAKE[form](list(conversation(minutes, random.Random(1)))) for minutes in (10, 40)
    )

    assert best_s(lambda: read(long)) < 8 * best_s(lambda: read(short))


def test_5_3_a_language_that_is_not_spoken_gives_no_neutral_sentiment(
    world: World, comprehend: Comprehend
):
    world.register(wav())
    world.keep(OUTPUT, transcript(("spk_0", 0, "Dag, met wie spreek ik?")))
    asked = {"contact_id": GUID, "transcript_key": OUTPUT, "language": "nl-NL"}

    answer = analyze_transcript.lambda_handler(asked, CONTEXT)

    contact = Contact.model_validate(world.read(answer["interim_key"]))
    assert contact.turns[0].sentiment is None
    assert contact.sentiment.AGENT.average is None
    assert "nl-NL" in contact.details[0]


def test_5_5_what_is_redacted_is_silent_in_what_is_played(world: World, comprehend: Comprehend):
    soundfile = pytest.importorskip("soundfile")
    body = wav(seconds=6)
    world.register(body)
    world.keep(OUTPUT, transcript(("spk_0", 0, "pin four two one two three four five six")))
    asked = {"contact_id": GUID, "transcript_key": OUTPUT, "language": "en-US"}
    interim = analyze_transcript.lambda_handler(asked, CONTEXT)["interim_key"]

    key = make_playback.lambda_handler({"interim_key": interim}, CONTEXT)["playback_key"]

    samples, rate_hz = soundfile.read(io.BytesIO(world.body(RECORDINGS, key)))
    assert abs(samples[int(0.1 * rate_hz) : int(0.3 * rate_hz)]).max() > 0.1
    assert abs(samples[rate_hz : 4 * rate_hz]).max() < 0.01
