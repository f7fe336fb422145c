import io
from fractions import Fraction

import av
import numpy as np
import pytest

from omnilex.adapters.decoder import NotDecodedError, sound_of
from tests.recordings import mp4, tone, written

SECONDS = 3


def decoded(body: bytes, **asked: int | bool) -> np.ndarray:
    with sound_of(io.BytesIO(body), len(body), **asked) as pcm:
        return np.frombuffer(b"".join(pcm.blocks), "<i2").reshape(-1, pcm.channels)


def webm(begins_s: tuple[float, ...]) -> bytes:
    """A second of tone at each of the times, with nothing between them."""
    made = io.BytesIO()
    with av.open(made, "w", format="webm") as file:
        track = file.add_stream("libopus", rate=48_000, layout="mono")
        samples = (tone(len(begins_s), 1, 48_000).T * 32_767).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 48_000, 0, Fraction(1, 48_000)
        for packet in [*track.encode(frame), *track.encode(None)]:
            ticks_a_second = 1 / packet.time_base
            second = min(int(max(packet.pts or 0, 0) / ticks_a_second), len(begins_s) - 1)
            moved = round((begins_s[second] - second) * ticks_a_second)
            packet.pts = packet.dts = (packet.pts or 0) + moved
            file.mux(packet)
    return made.getvalue()


def test_what_a_browser_left_out_is_silence_so_that_the_rest_is_at_its_time():
    samples = np.abs(decoded(webm((0, 3))))

    assert len(samples) / 16_000 == pytest.approx(4, abs=0.1)
    assert samples[20_000:46_000].max() == 0
    assert samples[50_000:60_000].max() > 8_000


def test_no_more_is_decoded_than_was_asked():
    samples = decoded(written("FLAC", None, tone(SECONDS)), longest_ms=1_000)

    assert len(samples) == 8_000


def test_a_time_far_ahead_is_filled_no_further_than_asked():
    samples = decoded(webm((0, 10_000)), longest_ms=5_000)

    assert len(samples) == 5 * 16_000


def test_both_channels_are_kept_apart():
    samples = decoded(written("FLAC", None, tone(SECONDS, 2)))

    left, right = (np.abs(np.fft.rfft(samples[:8_000, channel])).argmax() for channel in (0, 1))
    assert (left, right) == (220, 330)


def test_rates_above_that_of_speech_are_brought_down():
    body = written("FLAC", None, tone(SECONDS, 1, 44_100), 44_100)

    with sound_of(io.BytesIO(body), len(body)) as pcm:
        samples = np.frombuffer(b"".join(pcm.blocks), "<i2")

    assert (pcm.rate_hz, pcm.duration_ms) == (16_000, 3_000)
    assert len(samples) / 16_000 == pytest.approx(SECONDS, abs=0.01)


@pytest.mark.parametrize(
    "body",
    [
        b"#EXTM3U\n#EXTINF:1,\nhttp://169.254.169.254/latest\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        written("WAV", None, tone(1, 3)),
        written("FLAC", None, tone(1, 3)),
        mp4((b"vide",)),
        b"",
    ],
    ids=[
        "playlist",
        "list of files",
        "WAV of 3 channels",
        "FLAC of 3 channels",
        "film without sound",
        "empty",
    ],
)
def test_what_has_no_sound_of_one_or_two_channels_is_not_decoded(body: bytes):
    with pytest.raises(NotDecodedError):
        decoded(body)


def test_what_breaks_off_is_decoded_unless_it_must_be_intact():
    body = written("FLAC", None, tone(SECONDS))
    half = body[: len(body) // 2]

    assert 8_000 < len(decoded(half)) < 16_000
    with pytest.raises(NotDecodedError, match="breaks off"):
        decoded(half, intact=True)


def test_the_rough_ends_of_an_mp3_are_no_damage():
    body = written("MP3", None, tone(SECONDS))

    samples = decoded(body[len(body) // 2 :] + b"TAG" + bytes(125), intact=True)

    assert len(samples) / 8_000 > 1


def test_a_store_that_does_not_answer_is_no_damage():
    class Failing(io.BytesIO):
        def read(self, length: int | None = -1) -> bytes:
            if self.tell() > 60_000:
                raise ConnectionError("the store does not answer")
            return super().read(length)

    body = written("FLAC", None, np.random.default_rng(6).uniform(-0.5, 0.5, (80_000, 1)))

    with (
        pytest.raises(ConnectionError, match="does not answer"),
        sound_of(Failing(body), len(body)) as pcm,
    ):
        list(pcm.blocks)
