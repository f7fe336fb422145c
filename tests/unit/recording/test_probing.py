import pytest

from omnilex.domain.failure import (
    DamagedRecordingError,
    NoAudioStreamError,
    NoSoundError,
    NotARecordingError,
    RecordingError,
    RecordingTooLargeError,
    RecordingTooLongError,
    RecordingTooShortError,
)
from omnilex.domain.recording.format import RecordingFormat
from omnilex.domain.recording.probing import probe
from tests.recordings import amr, id3, mp4, tone, wav_header, webm, written

HOUR_BYTES = 3_600 * 16_000


def probed(body: bytes, size_bytes: int | None = None) -> RecordingFormat | None:
    return probe(lambda at, length: body[at : at + length], size_bytes or len(body))


@pytest.mark.parametrize(
    "kind", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "ULAW", "ALAW", "IMA_ADPCM"]
)
def test_a_wav_of_any_coding_tells_its_length(kind: str):
    found = probed(written("WAV", kind))

    assert found is not None
    assert (found.name, found.channels, found.rate_hz) == ("wav", 1, 8_000)
    assert found.duration_ms == pytest.approx(2_000, abs=100)


@pytest.mark.parametrize("channels", [1, 2, 6])
@pytest.mark.parametrize("form", ["WAV", "FLAC", "OGG"])
def test_channels_are_counted(form: str, channels: int):
    found = probed(written(form, samples=tone(channels=channels)))

    assert found is not None
    assert found.channels == channels
    assert found.duration_ms == pytest.approx(2_000, abs=100)


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("rate_hz", [8_000, 22_050, 44_100])
def test_an_mp3_is_known_by_its_frames(channels: int, rate_hz: int):
    found = probed(
        written("MP3", samples=tone(channels=channels, rate_hz=rate_hz), rate_hz=rate_hz)
    )

    assert found is not None
    assert (found.name, found.channels, found.rate_hz) == ("mp3", channels, rate_hz)
    assert found.duration_ms == pytest.approx(2_000, abs=200)


def test_an_mp3_is_found_behind_a_picture_of_ten_megabytes():
    found = probed(id3(10_000_000) + written("MP3"))

    assert found is not None
    assert found.channels == 1


def test_opus_is_told_by_its_header():
    found = probed(written("OGG", "OPUS", tone(channels=2, rate_hz=48_000), 48_000))

    assert found == RecordingFormat(name="ogg", channels=2, rate_hz=48_000, duration_ms=2_000)


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize(("brand", "name"), [(b"M4A ", "m4a"), (b"isom", "mp4")])
def test_an_mp4_is_read_wherever_it_says_what_is_in_it(brand: bytes, name: str, last: bool):
    found = probed(mp4((b"vide", b"soun"), brand=brand, last=last))

    assert found == RecordingFormat(name=name, channels=1, rate_hz=16_000, duration_ms=2_000)


def test_a_webm_names_its_channels():
    found = probed(webm())

    assert found == RecordingFormat(name="webm", channels=2, rate_hz=48_000, duration_ms=2_000)


@pytest.mark.parametrize("wide", [False, True])
def test_amr_counts_its_frames(wide: bool):
    found = probed(amr(100, wide=wide))

    rate_hz = 16_000 if wide else 8_000
    assert found == RecordingFormat(name="amr", channels=1, rate_hz=rate_hz, duration_ms=2_000)


@pytest.mark.parametrize("film", [mp4((b"vide",)), webm((1,))])
def test_a_film_without_sound_has_no_audio_stream(film: bytes):
    with pytest.raises(NoAudioStreamError, match="no audio stream"):
        probed(film)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"%PDF-1.7", "a PDF document"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"Dear Sir, I write to you", "text"),
        ("Sehr geehrte Damen, schöne Grüße".encode(), "text"),
    ],
)
def test_what_is_no_recording_is_named(body: bytes, what: str):
    with pytest.raises(NotARecordingError, match=what):
        probed(body)


def test_what_nobody_knows_is_left_to_transcribe():
    assert probed(bytes([0, 1, 2, 3, 200, 201]) * 50) is None


def test_a_header_without_samples_holds_no_sound():
    with pytest.raises(NoSoundError):
        probed(wav_header(16_000))


@pytest.mark.parametrize("form", ["WAV", "FLAC", "OGG"])
@pytest.mark.parametrize("kept", [13, 20, 30, 40])
def test_a_file_cut_within_its_header_is_damaged_or_silent(form: str, kept: int):
    with pytest.raises((DamagedRecordingError, NoSoundError, NoAudioStreamError)):
        probed(written(form)[:kept])


@pytest.mark.parametrize("whole", [mp4(), webm()])
def test_a_container_cut_before_its_tracks_is_damaged(whole: bytes):
    with pytest.raises(DamagedRecordingError):
        probed(whole[:24])


def test_more_than_four_hours_are_too_long():
    with pytest.raises(RecordingTooLongError, match="5 h 00 min"):
        probed(wav_header(5 * HOUR_BYTES), 5 * HOUR_BYTES + 44)


def test_a_header_that_claims_four_hours_of_a_short_file_is_not_believed():
    found = probed(wav_header(2**32 - 1) + bytes(32_000))

    assert found is not None
    assert found.duration_ms == 2_000


def test_more_than_two_gigabytes_are_too_large():
    with pytest.raises(RecordingTooLargeError):
        probed(wav_header(2**32 - 1), 2 * 1024**3 + 1)


def test_less_than_half_a_second_is_too_short():
    with pytest.raises(RecordingTooShortError):
        probed(written("WAV", samples=tone(0.1)))


def test_every_reason_is_a_sentence_for_a_person():
    kinds = RecordingError.__subclasses__()

    said = [str(kind(20_000_000)) for kind in kinds if kind is RecordingTooLongError]

    assert said[0].startswith("Longer than 4 hours (5 h 33 min)")
    assert all(kind.__name__.endswith("Error") for kind in kinds)


@pytest.mark.parametrize("form", ["WAV", "FLAC", "OGG", "MP3"])
def test_no_cut_or_flipped_byte_is_more_than_refused(form: str):
    whole = written(form)
    for at in range(0, min(len(whole), 400), 3):
        for body in (whole[:at], whole[:at] + b"\xff" + whole[at + 1 :]):
            try:
                probed(body)
            except RecordingError as error:
                assert str(error)


@pytest.mark.parametrize("whole", [mp4(), webm(), amr()])
def test_no_flipped_byte_of_a_container_is_more_than_refused(whole: bytes):
    for at in range(len(whole)):
        for byte in (b"\x00", b"\xff"):
            try:
                probed(whole[:at] + byte + whole[at + 1 :])
            except RecordingError as error:
                assert str(error)
