import array
import io
import json
import math
import wave
from typing import Any

import av
import numpy as np
import pytest
import soundfile

from omnilex.domain.contact import Contact, Role, Separation, Turn, Word
from omnilex.handlers.make_playback import NOT_HEARD, NOT_MEASURED, lambda_handler
from tests.integration.analytics.world import (
    CONTEXT,
    GUID,
    RECORDINGS,
    RESULTS,
    ROOT,
    S3,
    World,
    event,
    wav,
)
from tests.recordings import tone, webm, written

SECONDS = 6


def turn(index: int, role: Role, begin_ms: int, duration_ms: int) -> Turn:
    return Turn(index=index, role=role, text="x", begin_offset_ms=begin_ms, duration_ms=duration_ms)


TURNS = (turn(0, Role.AGENT, 0, 2_000), turn(1, Role.CUSTOMER, 3_000, 2_500))


def play(world: World, body: bytes, **known: Any) -> Contact:
    """The interim contact of a recording once there is something to play."""
    hidden = known.pop("hidden", None)
    contact = world.register(body).model_copy(update={"turns": TURNS, **known})
    if hidden:
        begin_ms, end_ms = hidden
        word = Word(
            text="[PIN].", begin_offset_ms=begin_ms, end_offset_ms=end_ms, confidence=1, turn=1
        )
        document = {"contact_id": GUID, "words": [word.model_dump()]}
        world.keep(f"words/{GUID}.json", document)
        contact = contact.model_copy(update={"words_key": f"words/{GUID}.json"})
    world.keep(f"interim/{GUID}.json", contact.model_dump_json())
    lambda_handler(event("make_playback", "wav_recording"), CONTEXT)
    return Contact.model_validate(world.read(f"interim/{GUID}.json"))


def heard(world: World, contact: Contact) -> list[float]:
    """The loudest sample of each tenth of a second of what is played, from 0 to 1."""
    body = world.body(RECORDINGS, contact.playback_key or "")
    samples, rate_hz = soundfile.read(io.BytesIO(body), always_2d=True)
    tenth = rate_hz // 10
    return [abs(samples[at : at + tenth]).max() for at in range(0, len(samples) - tenth, tenth)]


def test_a_recording_is_played_as_mp3(world: World):
    contact = play(world, wav(seconds=SECONDS))

    body = world.body(RECORDINGS, contact.playback_key or "")
    assert contact.playback_key == f"mp3/{GUID}.mp3"
    assert body[0] == 0xFF
    assert min(heard(world, contact)[2:-2]) > 0.1


def test_what_is_redacted_cannot_be_heard(world: World):
    contact = play(world, wav(seconds=SECONDS), hidden=(3_500, 4_500))

    loud = heard(world, contact)
    assert max(loud[36:43]) < 0.01
    assert min(loud[5:30]) > 0.1
    assert min(loud[49:55]) > 0.1


FORMS = {
    "MP3": ("MP3", None, 8_000),
    "FLAC": ("FLAC", None, 16_000),
    "Ogg with Vorbis": ("OGG", "VORBIS", 22_050),
    "Ogg with Opus": ("OGG", "OPUS", 48_000),
    "WAV with ADPCM": ("WAV", "IMA_ADPCM", 8_000),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_form_is_measured_and_loses_what_is_redacted(world: World, form: str, channels: int):
    name, kind, rate_hz = FORMS[form]
    recording = written(name, kind, tone(SECONDS, channels, rate_hz), rate_hz)

    contact = play(world, recording, hidden=(3_500, 4_500))

    assert_is_heard_without_what_is_redacted(world, contact)


@pytest.mark.parametrize(
    ("container", "codec", "rate_hz"),
    [
        ("ipod", "aac", 44_100),
        ("webm", "libopus", 48_000),
        ("amr", "libopencore_amrnb", 8_000),
    ],
)
def test_what_telephones_and_browsers_record_is_measured_too(
    world: World, container: str, codec: str, rate_hz: int
):
    recording = recorded(container, codec, rate_hz)

    contact = play(world, recording, hidden=(3_500, 4_500))

    assert_is_heard_without_what_is_redacted(world, contact)


def assert_is_heard_without_what_is_redacted(world: World, contact: Contact) -> None:
    loud = heard(world, contact)
    outline = world.read(contact.waveform_key or "")
    tone_db = 20 * math.log10(8_192 / math.sqrt(2))
    assert contact.playback_key == f"mp3/{GUID}.mp3"
    assert contact.details == ()
    assert max(loud[36:43]) < 0.02
    assert min(loud[5:30]) > 0.1
    assert min(loud[49:55]) > 0.1
    assert contact.loudness is not None
    assert contact.loudness.AGENT[:2] == pytest.approx((tone_db, tone_db), abs=4)
    assert contact.turns[1].loudness_db == pytest.approx(tone_db, abs=4)
    assert len(outline["CUSTOMER"]) == pytest.approx(SECONDS * 10, abs=2)
    assert max(outline["CUSTOMER"]) == pytest.approx(0.25, abs=0.1)


@pytest.mark.parametrize("sample", ["Call3*.mp3", "Call6*.flac"])
def test_the_sample_calls_are_measured_to_their_end(world: World, sample: str):
    (file,) = (ROOT / "samples").glob(sample)
    length_s = soundfile.info(file).duration

    contact = play(world, file.read_bytes(), hidden=(3_500, 4_500))

    assert contact.loudness is not None
    assert len(contact.loudness.AGENT) == pytest.approx(length_s, abs=1)
    assert max(heard(world, contact)[36:43]) < 0.02


@pytest.mark.parametrize("form", ["MP3", "FLAC"])
def test_what_is_damaged_midway_is_played_only_where_nothing_is_redacted(world: World, form: str):
    body = bytearray(written(form, None, tone(SECONDS)))
    third = len(body) // 3
    body[third : third + 1_000] = bytes(1_000)

    contact = play(world, bytes(body))
    redacted = play(world, bytes(body), hidden=(3_500, 4_500))

    assert min(heard(world, contact)[2:12]) > 0.1
    assert redacted.playback_key is None
    assert redacted.details == (NOT_HEARD,)


def test_a_form_that_cannot_be_silenced_is_not_played_where_something_is_redacted(world: World):
    contact = play(world, b"ID3 and so on", hidden=(3_500, 4_500))

    assert contact.playback_key is None
    assert contact.details == (NOT_HEARD,)
    assert world.keys(RECORDINGS) == [contact.source.key]


def test_another_form_is_copied_as_it_is(world: World):
    contact = play(world, b"ID3 and so on")

    assert contact.playback_key == f"mp3/{GUID}.wav"
    assert world.body(RECORDINGS, contact.playback_key) == b"ID3 and so on"
    assert (contact.loudness, contact.waveform_key) == (None, None)
    assert contact.details == (NOT_MEASURED,)


def test_a_film_of_a_call_without_its_sound_is_copied_and_says_why(world: World):
    contact = play(world, webm())

    assert contact.playback_key == f"mp3/{GUID}.wav"
    assert contact.details == (NOT_MEASURED,)


def test_loudness_is_that_of_who_speaks_second_by_second(world: World):
    contact = play(world, wav(seconds=SECONDS))

    tone_db = 20 * math.log10(8_000 / math.sqrt(2))
    assert contact.loudness is not None
    assert (
        pytest.approx((tone_db, tone_db, None, None, None, None), abs=0.1) == contact.loudness.AGENT
    )
    assert contact.loudness.CUSTOMER[2:] == pytest.approx((None, *[tone_db] * 3), abs=0.1)
    assert contact.turns[0].loudness_db == pytest.approx(tone_db, abs=0.1)


def test_each_channel_is_the_loudness_and_the_outline_of_its_participant(world: World):
    contact = play(
        world, two_channels(loud=16_000, quiet=1_000), speaker_separation=Separation.CHANNEL
    )

    waveform = world.read(contact.waveform_key or "")
    assert contact.loudness is not None
    assert contact.loudness.AGENT[0] == pytest.approx(20 * math.log10(16_000), abs=0.1)
    assert contact.loudness.CUSTOMER[3] == pytest.approx(20 * math.log10(1_000), abs=0.1)
    assert waveform["samples_per_second"] == 10
    assert len(waveform["AGENT"]) == len(waveform["CUSTOMER"]) == SECONDS * 10
    assert set(waveform["AGENT"]) == {0.488}
    assert set(waveform["CUSTOMER"]) == {0.031}


def test_in_a_mono_recording_the_outline_is_of_who_speaks(world: World):
    contact = play(world, wav(seconds=SECONDS))

    waveform = world.read(contact.waveform_key or "")
    spoken = [at / 10 for at, peak in enumerate(waveform["CUSTOMER"]) if peak]
    assert (spoken[0], spoken[-1]) == (3.0, 5.4)
    assert not any(waveform["AGENT"][20:])


def test_a_recording_of_three_channels_is_played_as_it_is(world: World):
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(3)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(b"\0" * 48_000)

    contact = play(world, made.getvalue())

    assert contact.playback_key == f"mp3/{GUID}.wav"


def test_a_second_try_makes_the_same(world: World):
    first = play(world, wav(seconds=1), hidden=(200, 300))

    lambda_handler(event("make_playback", "wav_recording"), CONTEXT)

    assert Contact.model_validate(world.read(f"interim/{GUID}.json")) == first


def test_a_contact_that_is_not_there_stops_the_step(world: World):
    with pytest.raises(S3.exceptions.NoSuchKey):
        lambda_handler(event("make_playback", "mp3_recording"), CONTEXT)


def two_channels(*, loud: int, quiet: int) -> bytes:
    """A square wave on each, which is as loud as its samples."""
    frames = array.array("h")
    for at in range(SECONDS * 8_000):
        sign = 1 if at % 16 < 8 else -1
        frames.extend((sign * loud, sign * quiet))
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(frames.tobytes())
    return made.getvalue()


def test_the_outline_is_a_file_of_its_own(world: World):
    contact = play(world, wav(seconds=1))

    kept = json.loads(world.body(RESULTS, f"waveforms/{GUID}.json"))
    assert contact.waveform_key == f"waveforms/{GUID}.json"
    assert kept.keys() == {"samples_per_second", "AGENT", "CUSTOMER"}


def recorded(container: str, codec: str, rate_hz: int) -> bytes:
    """By FFmpeg: the same tone."""
    made = io.BytesIO()
    with av.open(made, "w", format=container) as file:
        track = file.add_stream(codec, rate=rate_hz, layout="mono")
        samples = (tone(SECONDS, 1, rate_hz).T * 32_767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = rate_hz
        file.mux(track.encode(frame))
        file.mux(track.encode(None))
    return made.getvalue()
