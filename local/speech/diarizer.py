"""Who speaks when there is one channel: voices told apart by mean spectrum and pitch."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from local.speech.audio import ENGINE_RATE_HZ, Samples

Matrix = npt.NDArray[np.float64]

FRAME, HOP, BANDS, COEFFICIENTS = 400, 160, 26, 13
STARTS, ROUNDS = 12, 40
SHORT_S = 0.8
LOWEST_HZ, HIGHEST_HZ = 100.0, 3_800.0  # a telephone's band
PITCH_FRAME = 640
LOWEST_PITCH_HZ, HIGHEST_PITCH_HZ = 70, 350
PERIODIC = 0.5  # of a frame's energy that comes again a period later: less is no vowel
FEWEST_VOWELS = 3
AS_GOOD = 0.9
# An octave counts as much as 2.5 deviations of a coefficient. On a real call, of 55 spans whose
# speaker is clear from what is said, one goes to the wrong one; six did by the spectrum alone.
PITCH_WEIGHT = 2.5


def speakers_of(audio: Samples, spans: Sequence[tuple[float, float]], most: int) -> list[int]:
    """A speaker number for each span (begin, end in seconds of 16 kHz ``audio``), 0 first heard.

    k-means over each span's mean MFCCs and pitch, weighted by its length; the spans too short to
    trust take the nearest voice afterwards. The mean spectrum of a short answer says little, its
    pitch much.
    """
    if len(spans) < 2 or most < 2:  # noqa: PLR2004
        return [0] * len(spans)
    features = np.stack([_features(audio, begin, end) for begin, end in spans])
    weights = np.array([max(0.05, end - begin) for begin, end in spans])
    features = (features - np.average(features, axis=0, weights=weights)) / (
        features.std(axis=0) + 1e-9
    )
    octaves = _octaves([_pitch(audio, begin, end) for begin, end in spans], weights)
    features = np.column_stack([features, PITCH_WEIGHT * octaves])
    long = weights >= SHORT_S
    trusted = long if long.sum() >= most else np.ones(len(spans), dtype=bool)
    centres = _centres(features[trusted], weights[trusted], most)
    return _renumbered(_nearest(features, centres))


def _features(audio: Samples, begin_s: float, end_s: float) -> Matrix:
    """Mean MFCCs without the first (loudness), over the louder frames of the span."""
    piece = audio[int(begin_s * ENGINE_RATE_HZ) : int(end_s * ENGINE_RATE_HZ)]
    if len(piece) < FRAME:
        piece = np.pad(piece, (0, FRAME - len(piece)))
    emphasised = np.append(piece[0], piece[1:] - 0.97 * piece[:-1])
    frames = np.lib.stride_tricks.sliding_window_view(emphasised, FRAME)[::HOP]
    power = np.abs(np.fft.rfft(frames * np.hamming(FRAME), 512)) ** 2
    energy = np.log(power.sum(axis=1) + 1e-10)
    voiced = power[energy >= np.quantile(energy, 0.35)]
    bands = np.log(voiced @ _FILTERS.T + 1e-10)
    coefficients = bands @ _DCT.T
    mean: Matrix = coefficients.mean(axis=0)[1:]
    return mean


def _octaves(pitches: Sequence[float | None], weights: Matrix) -> Matrix:
    """Each pitch above or below their mean; one that is unknown is the mean."""
    known = np.array([pitch is not None for pitch in pitches])
    octaves = np.log2([pitch or 1.0 for pitch in pitches])
    if not known.any():
        return np.zeros(len(octaves))
    mean = np.average(octaves[known], weights=weights[known])
    above: Matrix = np.where(known, octaves - mean, 0.0)
    return above


def _pitch(audio: Samples, begin_s: float, end_s: float) -> float | None:
    """The median, in hertz, of the louder half's vowels, by their autocorrelation."""
    piece = audio[int(begin_s * ENGINE_RATE_HZ) : int(end_s * ENGINE_RATE_HZ)]
    if len(piece) < PITCH_FRAME:
        return None
    frames = np.lib.stride_tricks.sliding_window_view(piece, PITCH_FRAME)[::HOP]
    energy = (frames**2).mean(axis=1)
    frames = frames[energy >= np.median(energy)]
    frames = frames - frames.mean(axis=1, keepdims=True)
    power = np.abs(np.fft.rfft(frames, 2048)) ** 2
    again = np.fft.irfft(power)[:, :PITCH_FRAME] / (1 - np.arange(PITCH_FRAME) / PITCH_FRAME)
    first, last = ENGINE_RATE_HZ // HIGHEST_PITCH_HZ, ENGINE_RATE_HZ // LOWEST_PITCH_HZ
    around = again[:, first - 1 : last + 1]
    periods = around[:, 1:-1]
    # What comes again after a period does so after two: the shortest that is as good is meant.
    good = periods >= AS_GOOD * periods.max(axis=1, keepdims=True)
    peaks = good & (periods >= around[:, :-2]) & (periods >= around[:, 2:])
    vowels = peaks.any(axis=1) & (periods.max(axis=1) > PERIODIC * again[:, 0] + 1e-9)
    if vowels.sum() < FEWEST_VOWELS:
        return None
    return float(ENGINE_RATE_HZ / np.median(peaks[vowels].argmax(axis=1) + first))


def _filters() -> Matrix:
    def mel(hz: float) -> float:
        return float(2595 * np.log10(1 + hz / 700))

    points = 700 * (10 ** (np.linspace(mel(LOWEST_HZ), mel(HIGHEST_HZ), BANDS + 2) / 2595) - 1)
    bins = points * 512 / ENGINE_RATE_HZ
    at = np.arange(257)
    rising = (at - bins[:-2, None]) / (bins[1:-1] - bins[:-2])[:, None]
    falling = (bins[2:, None] - at) / (bins[2:] - bins[1:-1])[:, None]
    return np.maximum(0, np.minimum(rising, falling))


def _centres(features: Matrix, weights: Matrix, count: int) -> Matrix:
    """The best of several starts, by weighted distance within the clusters."""
    chance = np.random.default_rng(7)
    best, lowest = features[:count], np.inf
    for _ in range(STARTS):
        centres = features[chance.choice(len(features), count, replace=False)]
        for _ in range(ROUNDS):
            nearest = _nearest(features, centres)
            moved = np.stack(
                [
                    np.average(features[nearest == at], axis=0, weights=weights[nearest == at])
                    if (nearest == at).any()
                    else centres[at]
                    for at in range(count)
                ]
            )
            if np.allclose(moved, centres):
                break
            centres = moved
        spread = float((weights * _distances(features, centres).min(axis=1)).sum())
        if spread < lowest:
            best, lowest = centres, spread
    return best


def _distances(features: Matrix, centres: Matrix) -> Matrix:
    distances: Matrix = ((features[:, None, :] - centres[None]) ** 2).sum(axis=2)
    return distances


def _nearest(features: Matrix, centres: Matrix) -> npt.NDArray[np.int64]:
    nearest: npt.NDArray[np.int64] = _distances(features, centres).argmin(axis=1)
    return nearest


def _renumbered(labels: npt.NDArray[np.int64]) -> list[int]:
    order: dict[int, int] = {}
    return [order.setdefault(int(label), len(order)) for label in labels]


_FILTERS = _filters()
_DCT: Matrix = np.cos(
    np.pi / BANDS * np.arange(COEFFICIENTS)[:, None] * (np.arange(BANDS) + 0.5)[None]
)
