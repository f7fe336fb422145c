"""Speech in both directions, and the keys of a telephone."""

import numpy as np
import pytest

from local.lex.errors import ValidationError
from local.lex.speech import AudioInput, Speech, keyed, spoken_text
from local.speech.audio import decode, resample
from local.speech.choice import has_whisper
from local.speech.synthesizer import VOICE_RATE_HZ, synthesize
from tests.local.lex.talk import FLOWER_TYPES, Talk, bot, flowers, intent, slot

KEYS = "text/plain; charset=utf-8; input-mode=DTMF"


@pytest.mark.parametrize(
    ("pressed", "expected"), [("4821#", "4821"), ("48*921", "4921"), ("1 2 3", "123")]
)
def test_keys_are_taken_as_a_telephone_s(pressed: str, expected: str):
    assert keyed(KEYS, pressed) == expected


def test_plain_text_is_not_keyed():
    assert keyed("text/plain; charset=utf-8", "4821") is None


@pytest.mark.parametrize("pressed", ["", "#", "12x"])
def test_what_no_key_gives_is_refused(pressed: str):
    with pytest.raises(ValidationError):
        keyed(KEYS, pressed)


@pytest.mark.skipif(not has_whisper(), reason="Whisper is an extra: `make whisper`")
def test_spanish_is_heard_where_whisper_is_installed():
    samples = synthesize("Quisiera saber cuál es mi saldo, por favor.", "es_US").astype("<i2")

    heard = Speech().hear(AudioInput(samples.tobytes(), VOICE_RATE_HZ), "es_US")

    assert any("saldo" in one for one in heard)


@pytest.mark.parametrize("rate_hz", [8_000, 16_000])
def test_what_a_customer_says_is_understood(rate_hz: int):
    voice = synthesize("I would like to order some flowers.").astype(np.float32) / 32_768
    samples = (resample(voice, VOICE_RATE_HZ, rate_hz) * 32_767).astype("<i2")
    audio = AudioInput.of(f"audio/l16; rate={rate_hz}; channels=1", samples.tobytes())
    assert audio is not None
    talk = Talk(bot(flowers(), types=[FLOWER_TYPES]))

    talk.say(Speech().hear(audio)[0])

    assert talk.action == "ElicitSlot FlowerType"


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("one two three four", "1234"),
        ("one double two four", "1224"),
        ("a hundred and twenty five fifty", "125.50"),
    ],
)
def test_spoken_numbers_come_out_as_slots(said: str, number: str):
    amount = slot("Amount", "AMAZON.Number")
    talk = Talk(bot(intent("Pay", "pay a bill", slots=[amount])))
    talk.say("pay a bill")

    talk.say(said)

    assert talk.slots == {"Amount": number}


@pytest.mark.parametrize(
    ("wanted", "kind"),
    [("audio/mpeg", "audio/mpeg"), ("audio/*", "audio/mpeg"), ("audio/ogg", "audio/ogg")],
)
def test_an_answer_is_spoken_in_the_form_asked_for(wanted: str, kind: str):
    audio, media_type = Speech().speak("Your payment is made.", wanted, "en_US")

    assert media_type == kind
    assert decode(audio).duration_s > 0.8


def test_pcm_is_sixteen_bits_at_sixteen_kilohertz():
    audio, media_type = Speech().speak("Your payment is made.", "audio/pcm", "en_US")

    assert media_type == "audio/pcm;rate=16000"
    assert len(audio) / 2 / 16_000 > 0.8


def test_only_words_are_spoken():
    messages = [
        {"contentType": "SSML", "content": "<speak>Tom &amp; <b>Ana</b></speak>"},
        {"contentType": "CustomPayload", "content": '{"receipt": 1}'},
        {"contentType": "ImageResponseCard", "imageResponseCard": {"title": "Pick one"}},
        {"contentType": "PlainText", "content": "Done."},
    ]

    assert spoken_text(messages).split() == ["Tom", "&", "Ana", "Done."]


@pytest.mark.parametrize(
    "content_type", ["audio/mpeg", "audio/l16; rate=44100", "application/json"]
)
def test_audio_of_another_form_is_refused_with_what_to_send(content_type: str):
    with pytest.raises(ValidationError):
        AudioInput.of(content_type, b"\0" * 100)


def test_of_two_hearings_the_one_that_answers_the_open_question_is_taken():
    talk = Talk(bot(flowers(), types=[FLOWER_TYPES]))
    talk.say("I would like to order some flowers")

    taken = talk.runtime.likeliest(talk.key, ["two whips", "tulips"])

    assert taken == "tulips"


def test_before_any_question_the_hearing_that_the_bot_knows_best_is_taken():
    talk = Talk(bot(flowers(), types=[FLOWER_TYPES]))

    taken = talk.runtime.likeliest(talk.key, ["hate order sum", "order flowers"])

    assert taken == "order flowers"
