"""Voices are told apart, short answers too."""

import numpy as np
import pytest

from local.speech.audio import ENGINE_RATE_HZ, Samples
from local.speech.diarizer import speakers_of

Span = tuple[float, float]


def vowel(pitch_hz: float, length_s: float, tilt: float = 1.0) -> Samples:
    """Harmonics of a pitch; the higher ``tilt``, the duller it sounds. A little breath."""
    at = np.arange(int(length_s * ENGINE_RATE_HZ)) / ENGINE_RATE_HZ
    count = int(3_800 / pitch_hz)
    harmonics = [np.sin(2 * np.pi * pitch_hz * n * at) / n**tilt for n in range(1, count + 1)]
    breath = np.random.default_rng(int(pitch_hz)).normal(0, 0.05, len(at))
    sound: Samples = (0.1 * (np.sum(harmonics, axis=0) + breath)).astype(np.float32)
    return sound


def talk(said: list[tuple[float, float, float]]) -> tuple[Samples, list[Span]]:
    """Of (pitch, seconds, tilt): the sound, and where each is in it."""
    pause = np.zeros(ENGINE_RATE_HZ // 5, np.float32)
    parts: list[Samples] = []
    spans: list[Span] = []
    at_s = 0.0
    for pitch_hz, length_s, tilt in said:
        parts += [vowel(pitch_hz, length_s, tilt), pause]
        spans.append((at_s, at_s + length_s))
        at_s += length_s + 0.2
    return np.concatenate(parts), spans


def test_a_short_answer_goes_to_the_voice_whose_pitch_it_has():
    agent, customer = 1.0, 1.5
    audio, spans = talk(
        [
            (110, 3, agent),
            (220, 2, customer),
            (115, 4, agent),
            (225, 0.4, agent),  # said in a brighter voice than before
            (105, 3, agent),
            (215, 0.3, agent),
            (112, 2, agent),
        ]
    )

    assert speakers_of(audio, spans, 2) == [0, 1, 0, 1, 0, 1, 0]


@pytest.mark.parametrize("spans", [[], [(0.0, 1.0)]])
def test_one_span_has_one_speaker(spans: list[Span]):
    assert speakers_of(vowel(120, 1), spans, 2) == [0] * len(spans)


def test_where_nobody_can_be_heard_every_span_has_a_speaker_all_the_same():
    silence = np.zeros(2 * ENGINE_RATE_HZ, np.float32)

    assert set(speakers_of(silence, [(0.0, 0.9), (1.0, 1.01), (1.2, 2.0)], 2)) <= {0, 1}
