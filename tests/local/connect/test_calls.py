"""A call over HTTP: turns in, what is heard out, and a recording at the end."""

import io
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from local.connect import ssml
from local.connect.calls import Calls
from local.connect.instance import FLOWS, QUEUES, STORAGE, Instance
from local.connect.recording import CUSTOMER, OTHER, Recording, key_of
from local.connect.service import Clients, make_calls
from local.connect.utterances import utterances_of
from local.connect.wire import application
from local.speech.audio import Recording as Heard
from tests.local.connect.asgi import Client
from tests.local.connect.flows import CALLER, INSTANCE, QUEUE, block, contact, content, say

PREFIX = "originalAudio/CallRecordings"
RATE_HZ = 16_000


class Voices:
    """A tone for each letter, so that lengths are known: 10 ms a letter."""

    def bot(self, text: str, language_code: str) -> tuple[Any, int]:
        return np.full(160 * len(text), 500, np.int16), RATE_HZ

    def customer(self, text: str, language_code: str) -> tuple[Any, int]:
        return self.agent(text)

    def agent(self, text: str) -> tuple[Any, int]:
        return np.full(160 * len(text), 900, np.int16), RATE_HZ


class Bucket:
    def __init__(self) -> None:
        self.put: dict[str, bytes] = {}

    def put_object(self, **given: Any) -> dict[str, str]:
        self.put[given["Key"]] = given["Body"]
        return {"VersionId": "v-1"}


ON = {"RecordedParticipants": ["Agent", "Customer"], "IVRRecordingBehavior": "Enabled"}
OFF = {"RecordedParticipants": [], "IVRRecordingBehavior": "Disabled"}


def recording(identifier: str, behaviour: dict[str, Any], then: str) -> dict[str, Any]:
    kind = "UpdateContactRecordingBehavior"
    return block(identifier, kind, {"RecordingBehavior": behaviour}, then=then)


def keys(identifier: str, then: str) -> dict[str, Any]:
    given = {
        "Text": "Key in four digits.",
        "StoreInput": "True",
        "InputTimeLimitSeconds": "5",
        "InputValidation": {"CustomValidation": {"MaximumLength": "4"}},
    }
    return block(
        identifier, "GetParticipantInput", given, then=then, errors={"NoMatchingError": "end"}
    )


LINE = (
    recording("on", ON, "hello"),
    say("hello", "Hello.", "off"),
    recording("off", OFF, "pin"),
    keys("pin", "again"),
    recording("again", ON, "thanks"),
    say("thanks", "Thank you.", "queue"),
    block(
        "queue",
        "UpdateContactTargetQueue",
        {"QueueId": QUEUE},
        then="pass",
        errors={"NoMatchingError": "end"},
    ),
    block(
        "pass",
        "TransferContactToQueue",
        errors={"QueueAtCapacity": "end", "NoMatchingError": "end"},
    ),
)


@pytest.fixture
def bucket() -> Bucket:
    return Bucket()


@pytest.fixture
def client(tmp_path: Path, bucket: Bucket) -> Client:
    instance = Instance(tmp_path)
    named = {"InstanceArn": INSTANCE, "Name": "line", "Arn": f"{INSTANCE}/contact-flow/line"}
    instance.put(FLOWS, "line", {**named, "Content": content(*LINE)})
    instance.put(QUEUES, "q", {"Arn": QUEUE})
    config = {"BucketName": "recordings", "BucketPrefix": PREFIX}
    instance.put(STORAGE, "calls", {"ResourceType": "CALL_RECORDINGS", "S3Config": config})
    nothing: Any = None
    voices: Any = Voices()
    calls: Calls = make_calls(instance, voices, Clients(bucket, nothing, nothing))
    return Client(application(calls, voices))


def samples(body: bytes) -> Any:
    with wave.open(io.BytesIO(body)) as file:
        assert (file.getnchannels(), file.getframerate()) == (2, 8_000)
        return np.frombuffer(file.readframes(file.getnframes()), np.int16).reshape(-1, 2)


def test_a_call_begins_with_what_is_said_and_waits(client: Client):
    call = client.post("/calls", json={"from": CALLER}).json()

    said = [one["text"] for one in call["events"] if one["kind"] == "said"]
    assert said == ["Hello.", "Key in four digits."]
    assert call["recording"] == "paused"
    assert call["listen"]["hears"] is False
    assert call["listen"]["keypad"]["max_length"] == 4


def test_keys_of_a_pause_are_dots_and_the_call_is_kept_without_them(client: Client, bucket: Bucket):
    call = client.post("/calls", json={"from": CALLER}).json()

    ended = client.post(f"/calls/{call['contact_id']}/turns", json={"keys": "4821#"}).json()

    (key,) = bucket.put
    heard = samples(bucket.put[key])
    assert next(one for one in ended["events"] if one["kind"] == "keys")["text"] == "•••••"
    assert ended["ended"]
    assert ended["queued"]
    assert key.startswith(f"{PREFIX}/ivr/")
    assert key.endswith("_UTC.wav")
    assert not heard[:, CUSTOMER].any()
    assert heard[:, OTHER].any()
    begin = next(one["at_ms"] for one in call["events"] if one.get("text", "").startswith("Key"))
    assert not heard[begin * 8 : (begin + 190) * 8, OTHER].any(), "recorded while paused"


def test_a_colleagues_part_is_a_recording_of_its_own(client: Client, bucket: Bucket):
    call = client.post("/calls", json={"from": None, "agent": {"text": "How can I help?"}}).json()

    client.post(f"/calls/{call['contact_id']}/turns", json={"keys": "4821#"})

    assert sorted("/ivr/" in key for key in bucket.put) == [False, True]


def test_a_call_hung_up_is_kept_and_over(client: Client, bucket: Bucket):
    call = client.post("/calls", json={"from": CALLER}).json()

    kept = client.delete(f"/calls/{call['contact_id']}").json()
    refused = client.post(f"/calls/{call['contact_id']}/turns", json={"silence": True})

    assert kept["kept"]["key"] in bucket.put
    assert refused.status_code == 400
    assert client.get(f"/calls/{call['contact_id']}").json()["ended"]


@pytest.mark.parametrize(
    "body", [{}, {"keys": "12a"}, {"text": " "}, {"silence": False}, [1], "words"]
)
def test_what_no_telephone_does_is_refused(client: Client, body: Any):
    call = client.post("/calls", json={"from": CALLER}).json()

    refused = client.post(f"/calls/{call['contact_id']}/turns", json=body)

    assert refused.status_code == 400
    assert refused.json()["message"]


def test_audio_of_another_kind_is_refused(client: Client):
    call = client.post("/calls", json={"from": CALLER}).json()
    turns = f"/calls/{call['contact_id']}/turns"

    refused = client.post(turns, content=b"xx", kind="audio/l16; rate=44100")

    assert "rate=16000" in refused.json()["message"]


def test_a_call_that_is_none_is_not_found(client: Client):
    assert client.get("/calls/nobody").status_code == 404


def test_an_agent_that_is_no_recording_is_refused(client: Client):
    refused = client.post("/calls", json={"agent": {"audio": "%%%"}})

    assert refused.status_code == 400


def test_without_a_flow_the_line_says_what_to_do(tmp_path: Path, bucket: Bucket):
    nothing: Any = None
    voices: Any = Voices()
    calls = make_calls(Instance(tmp_path), voices, Clients(bucket, nothing, nothing))

    refused = Client(application(calls, voices)).post("/calls", json={})

    assert refused.status_code == 404
    assert "Deploy one" in refused.json()["message"]


def test_what_was_spoken_into_is_cut_off():
    kept = Recording()
    kept.is_on = True
    kept.add(np.full(8_000, 100, np.int16), 8_000, OTHER)

    kept.interrupt(250)

    assert kept.now_ms == 250
    assert np.count_nonzero(samples(kept.wav())[:, OTHER]) == pytest.approx(2_000, abs=16)


def test_the_name_is_the_one_that_connect_gives():
    of = contact()
    began = of.started_at.replace(year=2026, month=11, day=25, hour=16, minute=5)

    key = key_of("a/CallRecordings", of.contact_id, began, ivr=True)

    assert key == f"a/CallRecordings/ivr/2026/11/25/{of.contact_id}_20261125T16:05_UTC.wav"


def test_the_turns_of_a_recording_lie_between_its_pauses():
    tone = (9_000 * np.sin(np.arange(8_000) / 5)).astype(np.int16)
    pause = np.zeros(12_000, np.int16)
    heard = Heard(np.concatenate([pause, tone, pause, tone]).reshape(-1, 1), 8_000, "wav")

    assert len(utterances_of(heard)) == 2
    assert utterances_of(Heard(pause.reshape(-1, 1), 8_000, "wav")) == []


def test_a_prompt_is_said_in_the_languages_of_its_marks():
    prompt = "<speak>Hello &amp; welcome. <lang xml:lang='es-US'>Hola.</lang></speak>"

    assert ssml.parts(prompt, "en-US") == [("Hello & welcome.", "en-US"), ("Hola.", "es-US")]
    assert ssml.plain(prompt) == "Hello & welcome. Hola."
    assert ssml.parts("1 < 2", "en-US") == [("1 < 2", "en-US")]
