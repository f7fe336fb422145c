"""Recordings of every kind are decoded, and numbers are read as they are said."""

import io

import numpy as np
import pytest
import soundfile

from local.speech.audio import TooLongAudioError, UnreadableAudioError, decode, resample
from local.speech.numbers import spoken_form
from local.speech.synthesizer import VOICE_RATE_HZ, as_mp3, as_ogg, synthesize

TONE = (0.5 * np.sin(2 * np.pi * 440 * np.arange(8_000) / 8_000)).astype(np.float32)
KINDS = [
    ("WAV", kind) for kind in ("PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "ULAW", "ALAW")
]


@pytest.mark.parametrize(
    ("form", "kind"), [*KINDS, ("FLAC", "PCM_16"), ("OGG", "VORBIS"), ("MP3", "MPEG_LAYER_III")]
)
def test_recordings_of_every_kind_are_decoded(form: str, kind: str):
    written = io.BytesIO()
    soundfile.write(written, TONE, 8_000, format=form, subtype=kind)

    recording = decode(written.getvalue())

    assert recording.rate_hz == 8_000
    assert recording.duration_s == pytest.approx(1.0, abs=0.2)
    assert np.abs(recording.mono()).max() == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize("media", [b"", b"This is a letter.", b"RIFF\0\0\0\0WAVEfmt "])
def test_what_is_no_recording_is_said_to_be_none(media: bytes):
    with pytest.raises(UnreadableAudioError, match=r".+"):
        decode(media)


@pytest.mark.parametrize("to_hz", [8_000, 16_000])
def test_another_rate_keeps_the_length(to_hz: int):
    assert len(resample(TONE, 8_000, to_hz)) / to_hz == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("to_hz", [8_000, 16_000, 48_000])
def test_at_another_rate_a_long_tone_stays_the_same_tone(to_hz: int):
    """Longer than the block that is resampled at once."""
    at = np.arange(130 * 11_025) / 11_025
    tone = np.sin(2 * np.pi * 50 * at).astype(np.float32)

    made = resample(tone, 11_025, to_hz)

    expected = np.sin(2 * np.pi * 50 * np.arange(len(made)) / to_hz)
    assert len(made) == 130 * to_hz
    assert np.abs(made[:-10] - expected[:-10]).max() < 0.01


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("$25", "twenty five dollars"),
        ("$125.50", "one hundred twenty five dollars fifty cents"),
        ("1985", "nineteen eighty five"),
        ("2017", "two thousand seventeen"),
        ("1st", "first"),
        ("4%", "four percent"),
        ("1,800", "one thousand eight hundred"),
        ("hello", "hello"),
    ],
)
def test_numbers_are_read_as_they_are_said(written: str, said: str):
    assert " ".join(spoken_form(written)) == said


def test_a_voice_is_heard_in_every_form():
    samples = synthesize("Your payment is made.")
    seconds = len(samples) / VOICE_RATE_HZ

    assert seconds > 0.8
    for audio in (as_mp3(samples), as_ogg(samples)):
        assert decode(audio).duration_s == pytest.approx(seconds, abs=0.2)


def test_nothing_to_say_is_silence():
    assert len(synthesize("  ")) == 0


def test_an_m4a_is_decoded_where_pyav_is_installed():
    av = pytest.importorskip("av", reason="MP4, WebM and AMR need PyAV")
    written = io.BytesIO()
    with av.open(written, "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=16_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.tile(TONE, 2)[None, :], format="fltp", layout="mono")
        frame.sample_rate = 16_000
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)

    recording = decode(written.getvalue())

    assert (recording.format, recording.rate_hz) == ("mp4", 16_000)
    assert recording.duration_s == pytest.approx(1.0, abs=0.2)


def test_more_than_four_hours_are_refused_before_they_are_decoded():
    written = io.BytesIO()
    hour = np.zeros(3_600 * 1_000, dtype=np.int16)
    with soundfile.SoundFile(written, "w", 1_000, 1, format="FLAC") as file:
        for _ in range(5):
            file.write(hour)
    claims = bytearray(written.getvalue())
    claims[21:26] = bytes([claims[21] & 0xF0, 0, 0, 0, 0])  # the header does not say how many

    for body in (written.getvalue(), bytes(claims)):
        with pytest.raises(TooLongAudioError):
            decode(body)
