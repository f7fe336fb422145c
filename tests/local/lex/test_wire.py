"""The protocol as an unmodified boto3 client, a browser and an HTTP/2 client meet it."""

import base64
import gzip
import io
import json
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import h2.config
import h2.connection
import h2.events
import numpy as np
import pytest
import soundfile
from botocore.exceptions import ClientError

from local.lex.serving import id_of
from local.speech.synthesizer import synthesize
from tests.local.lex.shapes import faults_of, output_faults
from tests.local.lex.talk import FLOWER_TYPES, bot, flowers, intent

SHOP_ID = id_of(bot(flowers(), types=[FLOWER_TYPES]))
BASE = f"/bots/{SHOP_ID}/botAliases/TSTALIASID/botLocales/en_US/sessions"
TEXT = "text/plain; charset=utf-8"
ORDER = "I would like to order some flowers"
FIRST_QUESTION = "What type of flowers would you like to order?"
PACKED_MEMBERS = {
    "messages": "Messages",
    "interpretations": "Interpretations",
    "sessionState": "SessionState",
    "requestAttributes": "StringMap",
}


def unpacked(value):
    return json.loads(gzip.decompress(base64.b64decode(value)))


def packed(value):
    """Without the time, for it names a test, which every worker must call alike."""
    return base64.b64encode(gzip.compress(json.dumps(value).encode(), mtime=0)).decode()


def key(session, **changes):
    return {
        "botId": SHOP_ID,
        "botAliasId": "TSTALIASID",
        "localeId": "en_US",
        "sessionId": session,
        **changes,
    }


@pytest.fixture(scope="module")
def client(lex):
    return lex.client()


def body_of(answer):
    return {name: part for name, part in answer.items() if name != "ResponseMetadata"}


def header_faults(answer):
    """What of the packed members of RecognizeUtterance's or PutSession's answer is out of shape."""
    return [
        fault
        for member, shape in PACKED_MEMBERS.items()
        if member in answer
        for fault in faults_of(shape, unpacked(answer[member]))
    ]


def said(answer):
    messages = answer["messages"]
    messages = unpacked(messages) if isinstance(messages, str) else messages
    return [message["content"] for message in messages]


# ── The five operations ─────────────────────────────────────────────────────────────────────────


def test_text_is_recognized(lex, client):
    answer = client.recognize_text(**key("text"), text=ORDER, requestAttributes={"channel": "sms"})

    assert said(answer) == [FIRST_QUESTION]
    assert answer["requestAttributes"] == {"channel": "sms"}
    assert answer["sessionState"]["dialogAction"]["slotToElicit"] == "FlowerType"


def test_every_json_answer_has_the_operations_output_shape(lex):
    path = f"{BASE}/shapes"

    answers = {
        "RecognizeText": lex.request("POST", f"{path}/text", {"text": ORDER}),
        "GetSession": lex.request("GET", path),
        "DeleteSession": lex.request("DELETE", path),
    }

    for operation, (status, content, headers) in answers.items():
        assert status == 200
        assert output_faults(operation, json.loads(content)) == []
        assert headers["content-type"] == "application/json"
        assert headers["x-amzn-requestid"]


def test_typed_text_is_answered_in_text(client):
    answer = client.recognize_utterance(
        **key("typed"),
        requestContentType=TEXT,
        responseContentType=TEXT,
        inputStream=ORDER.encode(),
    )

    assert answer["inputMode"] == "Text"
    assert unpacked(answer["inputTranscript"]) == ORDER
    assert said(answer) == [FIRST_QUESTION]
    assert answer["contentType"] == TEXT
    assert answer["audioStream"].read() == b""
    assert header_faults(answer) == []


def decoded(audio, media_type):
    if media_type.startswith("audio/pcm"):
        return np.frombuffer(audio, np.int16) / 32_768, 16_000
    return soundfile.read(io.BytesIO(audio))


@pytest.mark.parametrize(
    ("wanted", "media_type"),
    [
        ("audio/mpeg", "audio/mpeg"),
        ("audio/*", "audio/mpeg"),
        ("audio/ogg", "audio/ogg"),
        ("audio/pcm", "audio/pcm"),
    ],
)
def test_a_voice_speaks_the_answer(client, wanted, media_type):
    answer = client.recognize_utterance(
        **key(f"voice-{wanted[-3:].strip('/*')}-x"),
        requestContentType=TEXT,
        responseContentType=wanted,
        inputStream=ORDER.encode(),
    )

    samples, rate_hz = decoded(answer["audioStream"].read(), answer["contentType"])

    assert answer["contentType"].startswith(media_type)
    assert rate_hz == 16_000
    assert 1.0 < len(samples) / rate_hz < 8.0
    assert np.abs(samples).max() > 0.1


@pytest.mark.parametrize(
    "content_type",
    [
        "audio/l16; rate=16000; channels=1",
        "audio/x-l16; sample-rate=16000; channel-count=1",
        "audio/lpcm; sample-rate=8000; sample-size-bits=16; channel-count=1; is-big-endian=false",
    ],
)
def test_speech_is_heard(client, content_type):
    samples = synthesize("I want to order flowers")
    speech = samples[::2] if "8000" in content_type else samples

    answer = client.recognize_utterance(
        **key(f"heard-{len(content_type)}"),
        requestContentType=content_type,
        responseContentType=TEXT,
        inputStream=speech.tobytes(),
    )

    assert answer["inputMode"] == "Speech"
    assert "order flowers" in unpacked(answer["inputTranscript"]).lower()
    assert unpacked(answer["sessionState"])["intent"]["name"] == "OrderFlowers"
    assert header_faults(answer) == []


def test_a_stream_without_a_length_is_heard(client):
    parts = [ORDER[:9].encode(), ORDER[9:].encode()]

    class Stream(io.RawIOBase):
        def read(self, size=-1):
            return parts.pop(0) if parts else b""

    answer = client.recognize_utterance(
        **key("chunked"), requestContentType=TEXT, responseContentType=TEXT, inputStream=Stream()
    )

    assert unpacked(answer["inputTranscript"]) == ORDER


def test_state_and_attributes_travel_in_headers(client):
    state = {"sessionAttributes": {"customer": "Ана"}}

    answer = client.recognize_utterance(
        **key("headers"),
        requestContentType=TEXT,
        responseContentType=TEXT,
        inputStream=ORDER.encode(),
        sessionState=packed(state),
        requestAttributes=packed({"channel": "web"}),
    )

    assert unpacked(answer["sessionState"])["sessionAttributes"] == {"customer": "Ана"}
    assert unpacked(answer["requestAttributes"]) == {"channel": "web"}


def test_a_session_is_put_read_and_deleted(client):
    state = {
        "dialogAction": {"type": "ElicitSlot", "slotToElicit": "PickupDate"},
        "intent": {
            "name": "OrderFlowers",
            "slots": {"FlowerType": {"value": {"interpretedValue": "roses"}}},
        },
        "sessionAttributes": {"customer": "c-001"},
    }

    put = client.put_session(**key("put"), sessionState=state, responseContentType=TEXT)
    read = client.get_session(**key("put"))
    deleted = client.delete_session(**key("put"))

    assert said(put) == ["What day do you want the roses to be picked up?"]
    assert header_faults(put) == []
    assert put["sessionId"] == "put"
    assert read["sessionState"]["sessionAttributes"] == {"customer": "c-001"}
    assert read["sessionState"]["intent"]["slots"]["FlowerType"]["value"] == {
        "originalValue": "roses",
        "interpretedValue": "roses",
        "resolvedValues": ["roses"],
    }
    assert body_of(deleted) == key("put")
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        client.get_session(**key("put"))


def test_put_session_speaks_when_audio_is_wanted(client):
    state = {
        "dialogAction": {"type": "ElicitSlot", "slotToElicit": "FlowerType"},
        "intent": {"name": "OrderFlowers"},
    }

    answer = client.put_session(**key("loud"), sessionState=state, responseContentType="audio/pcm")

    assert answer["contentType"].startswith("audio/pcm")
    assert len(answer["audioStream"].read()) > 32_000


# ── Errors ──────────────────────────────────────────────────────────────────────────────────────


def refused(call, **parameters):
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    error = caught.value.response
    return error["Error"]["Code"], error["ResponseMetadata"]["HTTPStatusCode"], str(caught.value)


def test_a_text_of_1025_characters_is_too_long(client):
    code, status, _ = refused(client.recognize_text, **key("long"), text="x" * 1025)

    assert (code, status) == ("ValidationException", 400)


@pytest.mark.parametrize(
    "header",
    [
        "not base64!",
        base64.b64encode(b"not gzip").decode(),
        base64.b64encode(gzip.compress(b"not json", mtime=0)).decode(),
        base64.b64encode(gzip.compress(b'{"sessionAttributes": {}}', mtime=0)[:-12]).decode(),
        packed({"sessionAttributes": {"padding": "x" * 100_000}}),
        packed(["a list"]),
        packed({"sessionAttributes": {"number": 1}}),
        packed({"dialogAction": {"type": "Dance"}}),
    ],
)
def test_a_header_that_does_not_unpack_to_a_state_is_refused(client, header):
    code, status, _ = refused(
        client.recognize_utterance,
        **key("bad-header"),
        requestContentType=TEXT,
        inputStream=b"hello",
        sessionState=header,
    )

    assert (code, status) == ("ValidationException", 400)


@pytest.mark.parametrize(
    "changes",
    [
        {"requestContentType": "image/png"},
        {"requestContentType": "audio/l16; rate=44100; channels=1"},
        {"responseContentType": "video/mp4"},
        {"inputStream": b"\xff\xfe\xfa"},
        {"inputStream": b""},
        {"requestContentType": "audio/l16; rate=16000", "inputStream": b"\0" * (16 * 32_000)},
    ],
)
def test_what_is_no_utterance_is_refused(client, changes):
    parameters = {"requestContentType": TEXT, "inputStream": b"hello", **changes}

    code, status, _ = refused(client.recognize_utterance, **key("bad-type"), **parameters)

    assert (code, status) == ("ValidationException", 400)


@pytest.mark.parametrize("body", [b"{", b"[]", b'"text"', b"\xff", b'{"text": 5}', b"{}"])
def test_a_body_that_is_no_request_is_refused(lex, body):
    status, content, headers = lex.request("POST", f"{BASE}/raw/text", body)

    assert (status, headers["x-amzn-errortype"]) == (400, "ValidationException")
    assert json.loads(content)["message"]
    assert headers["x-amzn-requestid"]


@pytest.mark.parametrize(
    "changes", [{"botId": "NOSUCHBOT0"}, {"botAliasId": "NOSUCHALIA"}, {"localeId": "de_DE"}]
)
def test_an_unknown_bot_alias_or_locale_is_not_found(client, changes):
    code, status, message = refused(client.recognize_text, **key("me", **changes), text="hello")

    assert (code, status) == ("ResourceNotFoundException", 404)
    assert next(iter(changes.values())) in message


@pytest.mark.parametrize("operation", ["get_session", "delete_session"])
def test_an_unknown_session_is_not_found(client, operation):
    code, status, _ = refused(getattr(client, operation), **key("never-seen"))

    assert (code, status) == ("ResourceNotFoundException", 404)


def test_two_requests_at_once_in_a_session_conflict(client):
    def ask(_):
        try:
            return client.recognize_text(**key("twice"), text="take all the time you need")
        except ClientError as error:
            return error.response

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(ask, range(2)))

    refusals = [answer["Error"]["Code"] for answer in answers if "Error" in answer]
    assert refusals == ["ConflictException"]
    assert client.recognize_text(**key("twice"), text=ORDER)["messages"]


def test_sessions_do_not_wait_for_one_another(client):
    slow = threading.Thread(
        target=client.recognize_text, kwargs={**key("slow"), "text": "take all the time you need"}
    )
    slow.start()
    begun = time.monotonic()

    client.recognize_text(**key("quick"), text=ORDER)

    assert time.monotonic() - begun < 0.5
    slow.join()


def test_a_lambda_that_raises_is_a_failed_dependency(client):
    code, status, message = refused(client.recognize_text, **key("broken"), text="fall to pieces")

    assert (code, status) == ("DependencyFailedException", 424)
    assert "Received error response from Lambda: Unhandled" in message
    assert "intent BeBroken, FulfillmentCodeHook" in message


def test_a_lambda_that_answers_nonsense_is_a_bad_gateway(client):
    code, status, message = refused(
        client.recognize_text, **key("faulty"), text="talk nonsense to Lex"
    )

    assert (code, status) == ("BadGatewayException", 502)
    assert "intent BeFaulty, FulfillmentCodeHook: $.sessionState: must be an object" in message


# ── Browsers ────────────────────────────────────────────────────────────────────────────────────


def test_a_page_may_call_and_read_every_header(lex):
    asked = "authorization,content-type,x-amz-date,amz-sdk-request,x-amz-lex-session-state"
    preflight = {
        "Origin": "http://localhost:5173",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": asked,
    }

    status, _, allowed = lex.request("OPTIONS", f"{BASE}/web/utterance", headers=preflight)
    answered, _, headers = lex.request(
        "POST",
        f"{BASE}/web/utterance",
        ORDER.encode(),
        {"Origin": preflight["Origin"], "Content-Type": TEXT, "Response-Content-Type": TEXT},
    )

    assert (status, answered) == (200, 200)
    assert allowed["access-control-allow-origin"] == "*"
    assert set(asked.split(",")) <= set(allowed["access-control-allow-headers"].split(","))
    assert "POST" in allowed["access-control-allow-methods"]
    exposed = {name.strip() for name in headers["access-control-expose-headers"].split(",")}
    assert {name for name in headers if name.startswith("x-amz")} <= exposed


def test_a_page_can_read_an_error(lex):
    origin = {"Origin": "http://localhost:5173"}

    status, _, headers = lex.request("GET", f"{BASE}/nobody", headers=origin)

    assert status == 404
    assert headers["access-control-allow-origin"] == "*"
    assert "x-amzn-errortype" in headers["access-control-expose-headers"]


# ── HTTP/2 ──────────────────────────────────────────────────────────────────────────────────────


def over_http2(port, path, body):
    """One request with prior knowledge, as Node's SDK makes it on plain http."""
    connection = h2.connection.H2Connection(h2.config.H2Configuration(header_encoding="utf-8"))
    connection.initiate_connection()
    pseudo = {":method": "POST", ":scheme": "http", ":authority": "127.0.0.1", ":path": path}
    connection.send_headers(1, [*pseudo.items(), ("content-length", str(len(body)))])
    connection.send_data(1, body, end_stream=True)
    headers, content = {}, b""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as wire:
        wire.sendall(connection.data_to_send())
        while True:
            for event in connection.receive_data(wire.recv(65_536)):
                if isinstance(event, h2.events.ResponseReceived):
                    headers = dict(event.headers)
                elif isinstance(event, h2.events.DataReceived):
                    content += event.data
                elif isinstance(event, h2.events.StreamEnded):
                    return headers, content
            wire.sendall(connection.data_to_send())


def test_http2_with_prior_knowledge_is_served_on_the_same_port(lex):
    headers, content = over_http2(
        lex.port, f"{BASE}/node/text", json.dumps({"text": ORDER}).encode()
    )

    assert headers[":status"] == "200"
    assert said(json.loads(content)) == [FIRST_QUESTION]


# ── Bots as CloudFormation puts them ────────────────────────────────────────────────────────────

GREETER = {
    "Name": "Greeter",
    "IdleSessionTTLInSeconds": 300,
    "BotLocales": [
        {
            "LocaleId": "en_US",
            "NluConfidenceThreshold": 0.4,
            "Intents": [
                intent(
                    "Greet",
                    "good morning",
                    IntentClosingSetting={
                        "ClosingResponse": {
                            "MessageGroupsList": [
                                {"Message": {"PlainTextMessage": {"Value": "Version one."}}}
                            ]
                        }
                    },
                )
            ],
        }
    ],
}
LIVE = {
    "BotAliasName": "live",
    "BotVersion": "1",
    "BotAliasLocaleSettings": [
        {"LocaleId": "en_US", "BotAliasLocaleSetting": {"Enabled": True}},
    ],
}


def greeter(text):
    return json.loads(json.dumps(GREETER).replace("Version one.", text))


def greeting(server, alias):
    answer = server.client().recognize_text(
        botId="GREETER001",
        botAliasId=alias,
        localeId="en_US",
        sessionId="someone",
        text="good morning",
    )
    return said(answer)


def put(server, path, body=None):
    return server.request("PUT", f"/_control/bots/GREETER001{path}", body or {})[0]


def test_versions_keep_what_the_draft_was_and_a_restart_keeps_both(start_lex, tmp_path):
    with start_lex("--state", str(tmp_path)) as server:
        assert put(server, "", GREETER) == 200
        assert put(server, "/versions/1") == 200
        assert put(server, "/aliases/LIVEALIAS1", LIVE) == 200
        assert put(server, "", greeter("Version two.")) == 200
        before = greeting(server, "LIVEALIAS1"), greeting(server, "TSTALIASID")

    with start_lex("--state", str(tmp_path)) as server:
        after = greeting(server, "LIVEALIAS1"), greeting(server, "TSTALIASID")
        listed = json.loads(server.request("GET", "/_control/bots")[1])

    assert before == after == (["Version one."], ["Version two."])
    assert listed["bots"] == [
        {
            "botId": "GREETER001",
            "botName": "Greeter",
            "botAliasIds": ["LIVEALIAS1", "TSTALIASID"],
            "localeIds": ["en_US"],
        }
    ]


def test_each_version_that_is_added_takes_the_next_number(lex):
    put(lex, "", GREETER)

    numbers = [
        json.loads(lex.request("POST", "/_control/bots/GREETER001/versions", {})[1])["botVersion"]
        for _ in range(2)
    ]

    put(lex, "/aliases/LIVEALIAS1", {**LIVE, "BotVersion": numbers[1]})
    assert numbers == ["1", "2"]
    assert greeting(lex, "LIVEALIAS1") == ["Version one."]


def test_what_is_deleted_is_gone(lex):
    put(lex, "", GREETER)
    put(lex, "/versions/1")
    put(lex, "/aliases/LIVEALIAS1", LIVE)

    lex.request("DELETE", "/_control/bots/GREETER001/aliases/LIVEALIAS1")
    with pytest.raises(ClientError, match="has no alias LIVEALIAS1"):
        greeting(lex, "LIVEALIAS1")
    lex.request("DELETE", "/_control/bots/GREETER001")
    with pytest.raises(ClientError, match="no bot GREETER001"):
        greeting(lex, "TSTALIASID")


def test_an_alias_of_a_version_that_was_never_built_is_a_bad_gateway(lex):
    put(lex, "", GREETER)
    put(lex, "/aliases/EARLYALIAS", {**LIVE, "BotVersion": "9"})

    with pytest.raises(ClientError, match=r"BadGatewayException.*no version 9"):
        greeting(lex, "EARLYALIAS")


def test_a_locale_that_the_alias_disables_is_not_found(lex):
    off = {"LocaleId": "en_US", "BotAliasLocaleSetting": {"Enabled": False}}
    put(lex, "", GREETER)
    put(lex, "/versions/1")
    put(lex, "/aliases/CLOSEDNOW1", {**LIVE, "BotAliasLocaleSettings": [off]})

    with pytest.raises(ClientError, match=r"ResourceNotFoundException.*not enabled"):
        greeting(lex, "CLOSEDNOW1")


@pytest.mark.parametrize("body", [b"{", [], {}, {"BotLocales": [{}]}, {"BotLocales": "none"}])
def test_a_bot_that_does_not_load_is_refused_with_the_reason(lex, body):
    status, content, headers = lex.request("PUT", "/_control/bots/BROKENBOT1", body)

    assert (status, headers["x-amzn-errortype"]) == (400, "ValidationException")
    assert json.loads(content)["message"]
    assert b"BROKENBOT1" not in lex.request("GET", "/_control/bots")[1]


def test_a_version_of_an_unknown_bot_is_not_found(lex):
    status, _, _ = lex.request("PUT", "/_control/bots/NOSUCHBOT0/versions/1", {})

    assert status == 404
