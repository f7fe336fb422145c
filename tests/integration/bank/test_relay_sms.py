import base64
import hashlib
import importlib.util
import json
import random
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from urllib.parse import urlencode

import pytest
from botocore.exceptions import ReadTimeoutError

from omnilex.adapters import twilio
from omnilex.domain.dialog import Reply
from omnilex.domain.session import Asked
from omnilex.handlers import relay_sms
from tests.integration.bank.messaging import (
    ANAS_PHONE,
    OUR_PHONE,
    SMS_URL,
    Vendor,
    bot_of,
    says,
    signed_by_twilio,
    sms,
)
from tests.integration.bank.world import CONTEXT, DYNAMODB, World, event

STRANGER = "+14165559999"


@pytest.fixture
def heard(vendor: Vendor) -> Iterator[list[str]]:
    """What the bot hears; it answers with what it heard."""
    with bot_of(relay_sms.lex, lambda _, locale, text: says(f"{locale}: {text}")) as heard:
        yield heard


def answer(request: dict[str, Any]) -> tuple[int, str]:
    made = relay_sms.lambda_handler(request, CONTEXT)
    return made["statusCode"], made["body"]


def texts(request: dict[str, Any]) -> list[str]:
    status, body = answer(request)
    assert status == 200
    return re.findall(r"<Message>(.*?)</Message>", body, re.DOTALL)


def rows() -> list[str]:
    items = DYNAMODB.Table("sessions").scan()["Items"]
    return sorted(str(item["pk"]) for item in items)


def session_ids() -> set[str]:
    return {row.split("#")[1] for row in rows() if row.startswith("SESSION#")}


def waits_for(slot: str, world: World) -> None:
    """The bot of the one conversation there is asks for a slot."""
    (session_id,) = session_ids()
    reply = Reply.elicit("VerifyIdentity", {}, slot, "Please enter your 4-digit PIN.")
    world.sessions.keep_asked(session_id, Asked(reply=reply), int(time.time()))


# What Twilio publishes: its guide's example and the vectors of its own library's tests.
GUIDE_URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
GUIDE_FORM = [
    ("Digits", "1234"),
    ("To", "+18005551212"),
    ("From", "+14158675309"),
    ("Caller", "+14158675309"),
    ("CallSid", "CA1234567890ABCDE"),
]
JSON_BODY = b'{"property": "value", "boolean": true}'
JSON_HASH = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"


def test_twilios_published_form_is_signed_as_published():
    told = "RSOYDt4T1cUTdK1PDd93/VVr8B8="

    assert twilio.signature(GUIDE_URL, GUIDE_FORM, "12345") == told
    assert twilio.is_signed(GUIDE_URL, GUIDE_FORM, b"", told, "12345")
    assert not twilio.is_signed(GUIDE_URL, GUIDE_FORM, b"", told, "54321")


def test_twilios_published_json_body_is_signed_as_published():
    told, url = "a9nBmqA0ju/hNViExpshrM61xv4=", f"{GUIDE_URL}&bodySHA256={JSON_HASH}"

    assert twilio.is_signed(url, None, JSON_BODY, told, "12345")
    assert not twilio.is_signed(url, None, JSON_BODY + b" ", told, "12345")
    assert not twilio.is_signed(GUIDE_URL, None, JSON_BODY, told, "12345")


def test_the_port_that_goes_without_saying_may_be_signed():
    told = twilio.signature("https://mycompany.com:443/sms", GUIDE_FORM, "12345")

    assert twilio.is_signed("https://mycompany.com/sms", GUIDE_FORM, b"", told, "12345")
    assert not twilio.is_signed("https://mycompany.com:8443/sms", GUIDE_FORM, b"", told, "12345")


def test_a_field_given_twice_counts_once_a_value():
    once, twice = [("a", "1"), ("a", "2")], [("a", "2"), ("a", "1"), ("a", "2")]

    assert twilio.signature(SMS_URL, once, "t") == twilio.signature(SMS_URL, twice, "t")


def test_what_a_customer_texts_is_answered_in_twiml(heard: list[str]):
    status, body = answer(event("relay_sms", "customer_writes"))

    assert status == 200
    assert body.startswith('<?xml version="1.0" encoding="UTF-8"?><Response><Message>en_US: pay')
    assert heard == ["pay 125.50 to my mortgage"]


def test_a_json_body_is_taken_by_its_hash(heard: list[str]):
    assert "what is my balance" in texts(event("relay_sms", "customer_writes_as_json"))[0]


def test_a_request_signed_for_the_apis_own_address_is_taken(heard: list[str]):
    request = sms("hello")
    fields = dict(twilio._form(base64.b64decode(request["body"])))
    own = f"https://{request['requestContext']['domainName']}/sms"
    request["headers"]["x-twilio-signature"] = signed_by_twilio(own, list(fields.items()))

    assert answer(request)[0] == 200


def test_nobodys_request_is_refused(heard: list[str]):
    status, body = answer(event("relay_sms", "nobody_signed"))

    assert (status, json.loads(body)["error"]) == (403, "bad_signature")
    assert (heard, rows()) == ([], [])


def another() -> Any:
    """The function in another of its environments."""
    spec = importlib.util.spec_from_file_location("another", Path(relay_sms.__file__))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_without_a_secret_there_is_no_sms(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TWILIO_SECRET_ARN", "")

    made = another().lambda_handler(event("relay_sms", "customer_writes"), CONTEXT)

    assert (made["statusCode"], json.loads(made["body"])["error"]) == (404, "not_found")


def test_what_is_signed_and_no_message_is_explained(heard: list[str]):
    request = sms("x" * 1601)
    stranger = sms("hello")
    body = base64.b64decode(stranger["body"]).decode().replace("AC0000", "AC1111")
    stranger["body"] = base64.b64encode(body.encode()).decode()
    pairs = twilio._form(body.encode())
    stranger["headers"]["x-twilio-signature"] = signed_by_twilio(SMS_URL, pairs)

    assert [answer(one)[0] for one in (request, stranger)] == [400, 400]
    assert heard == []


def mutated(request: dict[str, Any], random: random.Random) -> dict[str, Any]:
    """One byte of body, signature, or query changed, cut, doubled, or put in."""
    body, told = base64.b64decode(request["body"]), request["headers"]["x-twilio-signature"]
    what = random.choice(["body", "body", "signature", "query", "type", "secret"])
    changed = {**request, "headers": dict(request["headers"])}
    if what == "body":
        changed["body"] = base64.b64encode(spoilt(body, random)).decode()
    elif what == "signature":
        spoiled = spoilt(told.encode(), random).decode("latin-1")
        changed["headers"]["x-twilio-signature"] = spoiled
    elif what == "query":
        changed["rawQueryString"] = random.choice(["a=b", "bodySHA256=", "x"])
    elif what == "type":
        changed["headers"]["content-type"] = random.choice(["application/json", "text/plain", ""])
        digest = hashlib.sha256(body).hexdigest()
        changed["rawQueryString"] = random.choice(["", f"bodySHA256={digest}"])
    else:
        pairs = twilio._form(body)
        forged = twilio.signature(SMS_URL, pairs, f"{random.random()}")
        changed["headers"]["x-twilio-signature"] = forged
    return changed


def spoilt(text: bytes, random: random.Random) -> bytes:
    at = random.randrange(len(text))
    byte = bytes([text[at] ^ random.randrange(1, 128)])
    return random.choice(
        [text[:at], text[:at] + byte + text[at + 1 :], text[:at] + byte + text[at:]]
    )


def same_form(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Twilio signs what a form says, not how it is written: "%2b" is "%2B", and order is none."""
    told = [one["headers"], one["rawQueryString"]] == [other["headers"], other["rawQueryString"]]
    try:
        read = [set(twilio._form(base64.b64decode(made["body"]))) for made in (one, other)]
    except PermissionError:
        return False
    return told and read[0] == read[1]


def test_every_mutated_request_is_refused_and_does_nothing(heard: list[str]):
    chance, request = random.Random(1), sms("yes, pay it")
    many = [mutated(request, chance) for _ in range(2_000)]
    forged = [one for one in many if not same_form(one, request)]

    statuses = {answer(one)[0] for one in forged}

    assert len(forged) > 0.95 * len(many)
    assert statuses == {403}
    assert (heard, rows()) == ([], [])


def test_a_message_delivered_again_and_again_at_once_is_heard_once_and_answered_alike(
    vendor: Vendor, one_at_a_time: None
):
    deliveries = [sms(f"message {n}", sid=f"SM{n:032x}") for n in range(5) for _ in range(n + 1)]
    random.Random(7).shuffle(deliveries)
    environments: SimpleQueue[Any] = SimpleQueue()
    heard: list[list[str]] = []

    def deliver(request: dict[str, Any]) -> tuple[str, int, str]:
        function = environments.get()  # each answers one request at a time
        made = function.lambda_handler(request, CONTEXT)
        environments.put(function)
        sid = dict(twilio._form(base64.b64decode(request["body"])))["MessageSid"]
        return sid, made["statusCode"], made["body"]

    with ExitStack() as stack, ThreadPoolExecutor(4) as pool:
        for function in (relay_sms, *(another() for _ in range(3))):
            environments.put(function)
            bot = bot_of(function.lex, lambda _, __, text: says(text))
            heard.append(stack.enter_context(bot))
        answers = set(pool.map(deliver, deliveries))

    assert len(answers) == 5
    assert sorted(text for one in heard for text in one) == [f"message {n}" for n in range(5)]
    assert {status for _, status, _ in answers} == {200}
    assert all("message" in body for _, _, body in answers)


def test_a_request_caught_and_sent_again_much_later_does_nothing(heard: list[str]):
    request = sms("yes")
    answer(request)
    table = DYNAMODB.Table("sessions")
    for row in rows():  # DynamoDB has removed what has expired by then
        if row.startswith("ANSWER#"):
            table.delete_item(Key={"pk": row})

    assert texts(request) == []
    assert heard == ["yes"]


def test_who_died_at_a_message_is_taken_over(heard: list[str]):
    sid = f"SM{1:032x}"
    DYNAMODB.Table("sessions").put_item(
        Item={"pk": f"MESSAGE#sms#{sid}", "leased_until": int(time.time()) - 1}
    )

    assert texts(sms("hello", sid=sid))[0].startswith("en_US: hello")


def test_neither_ids_nor_logs_tell_the_phone_number(heard: list[str], log: list[str]):
    answer(sms("hello"))

    (session_id,) = session_ids()
    assert re.fullmatch(r"sms\.[0-9a-f]{32}", session_id)
    assert not [line for line in log if "4165550142" in line]


def test_each_phone_and_each_number_of_ours_has_its_own_session(heard: list[str]):
    for sender, to in ((ANAS_PHONE, OUR_PHONE), (STRANGER, OUR_PHONE), (STRANGER, "+14165550101")):
        answer(sms("hello", sender=sender, to=to))
        answer(sms("hello again", sender=sender, to=to))

    assert len(session_ids()) == 3


def test_the_customer_is_known_by_the_phone_and_a_stranger_is_not(heard: list[str], world: World):
    answer(sms("hello"))
    (anas,) = session_ids()
    answer(sms("hello", sender=STRANGER))
    (strangers,) = session_ids() - {anas}
    now_s = int(time.time())

    assert world.sessions.get(anas, now_s).known_number == "20417731"
    assert world.sessions.get(anas, now_s).identity == ANAS_PHONE
    assert world.sessions.get(strangers, now_s).known_number is None


def test_the_first_answer_says_how_to_stop(heard: list[str]):
    first, second = texts(sms("hello")), texts(sms("hello"))

    assert "STOP to stop" in first[0]
    assert "STOP" not in second[0]


def test_a_first_message_in_spanish_is_answered_in_spanish(heard: list[str]):
    assert texts(event("relay_sms", "stranger_in_spanish"))[0].startswith("es_US: hola")
    assert texts(sms("English", sender=STRANGER)) == [
        "In English from here on. What would you like to do?"
    ]
    assert texts(sms("hola", sender=STRANGER))[0].startswith("en_US: hola")


def test_a_card_is_a_numbered_list_answered_by_number(vendor: Vendor):
    card = {
        "contentType": "ImageResponseCard",
        "imageResponseCard": {
            "title": "Which would you like to pay?",
            "buttons": [{"text": "Mortgage", "value": "mortgage"}, {"text": "Car", "value": "car"}],
        },
    }
    asked = {"messages": [card], "sessionState": {}}
    with bot_of(relay_sms.lex, lambda _, __, text: asked if "pay" in text else says("ok")) as heard:
        listed, chosen, plain = texts(sms("pay")), texts(sms("2.")), texts(sms("2"))

    assert "1 Mortgage\n2 Car\nReply with a number." in listed[0]
    assert (chosen, plain) == (["ok"], ["ok"])
    assert heard == ["pay", "car", "2"]


def test_the_pin_is_asked_for_by_a_link_that_no_server_sees(vendor: Vendor):
    pin = says("PIN?", dialogAction={"type": "ElicitSlot", "slotToElicit": "Pin"})
    with bot_of(relay_sms.lex, lambda *_: pin):
        said = texts(sms("hello"))

    assert said[0].startswith("PIN?")
    assert re.search(r"https://www\.example\.com/pin/#en\.[\w-]{22} ", said[1])
    assert not [row for row in rows() if re.search(r"#en\.", row)]


def test_a_pin_in_a_text_is_not_read(heard: list[str], world: World):
    answer(sms("hello"))
    waits_for("Pin", world)

    said = texts(event("relay_sms", "pin_in_a_message"))

    assert "I have not read that" in said[0]
    assert "/pin/#en." in said[1]
    assert heard == ["hello"]


def test_a_question_at_the_pin_is_heard(heard: list[str], world: World):
    answer(sms("hello"))
    waits_for("Pin", world)

    texts(sms("when are you open"))

    assert heard == ["hello", "when are you open"]


@pytest.mark.parametrize("word", ["STOP", "stopall", "Unsubscribe", "CANCEL", "end", "QUIT"])
def test_to_twilios_stop_words_twilio_answers_alone(heard: list[str], word: str):
    assert texts(sms(word)) == []
    assert texts(sms("hello")) == []
    assert texts(sms("START"))[0].startswith("Harbour &amp; Vale Bank")
    assert texts(sms("hello"))[0].startswith("en_US: hello")
    assert heard == ["hello"]


def test_a_spanish_stop_word_is_answered_and_kept(heard: list[str]):
    assert "No recibirá más mensajes" in texts(sms("Alto."))[0]
    assert texts(sms("hola")) == []
    assert "ALTO termina" in texts(sms("INICIO"))[0]
    assert heard == []


def test_help_is_explained_and_not_passed_on(heard: list[str]):
    said = [texts(sms(word))[0] for word in ("HELP", "info", "AYUDA")]

    assert "STOP ends all texts" in said[0] and said[0] == said[1]
    assert "ALTO termina" in said[2]
    assert heard == []


def test_stop_within_a_sentence_is_for_the_bot(heard: list[str]):
    texts(sms("please stop the payment"))

    assert heard == ["please stop the payment"]


def test_a_bot_that_fails_is_said_plainly_and_heard_once(vendor: Vendor):
    def fail(*_: str) -> dict[str, Any]:
        raise ReadTimeoutError(endpoint_url="lex")

    request = sms("hello")
    with bot_of(relay_sms.lex, fail) as heard:
        first, again = texts(request), texts(request)

    assert first == again
    assert "I cannot answer just now" in first[0]
    assert heard == ["hello"]


def test_unlink_forgets_who_writes(heard: list[str], world: World):
    answer(sms("hello", sender=STRANGER))
    (session_id,) = session_ids()
    now_s = int(time.time())
    session = world.sessions.get(session_id, now_s).with_customer("20417731", now_s)
    world.sessions.put(session, now_s)
    texts(sms("what else", sender=STRANGER))
    known = world.sessions.begin(
        session_id, session.channel, STRANGER, now_s, known_number="20417731"
    )

    said = texts(sms("Unlink!", sender=STRANGER))
    again = texts(sms("unlink", sender=STRANGER))

    assert known.verified_customer(now_s) == "20417731"
    assert "I no longer know who you are" in said[0]
    assert "not linked" in again[0]
    assert world.sessions.get(session_id, now_s).verified_customer(now_s) is None


def test_form_fields_that_twilio_adds_one_day_are_signed_and_ignored(heard: list[str]):
    request = sms("hello")
    pairs = [*twilio._form(base64.b64decode(request["body"])), ("Brand", "new")]
    request["body"] = base64.b64encode(urlencode(pairs).encode()).decode()
    request["headers"]["x-twilio-signature"] = signed_by_twilio(SMS_URL, pairs)

    assert texts(request)[0].startswith("en_US: hello")
