"""How loud a recording is, second by second, and its outline; heard a block at a time."""

import array
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import mul

from pydantic import BaseModel, ConfigDict

from omnilex.domain.contact import Loudness, Role, Separation, Turn

SECOND_MS = 1000
SAMPLE_BYTES = 2
FULL_SCALE = 32_768
HEARD_HZ = 4_000  # samples a second that loudness is reckoned from: every second or fourth one
MOST_PEAKS = 20_000  # of a waveform, whatever the length: it is drawn some thousand pixels wide
PEAKS_A_SECOND = 10
QUIETEST_DB = 20.0  # below that a second is silent
SILENCE = b"\0"

Roles = Mapping[int, Role]


class Waveform(BaseModel):
    """The outline of what each participant says: peaks from 0 to 1."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    samples_per_second: int
    AGENT: tuple[float, ...] = ()
    CUSTOMER: tuple[float, ...] = ()


class Meter:
    """Hears 16-bit PCM with its channels interleaved. Decibels are 20 log10 of the root mean
    square of the samples, so that 90 is as loud as can be: the scale of Call Analytics.
    """

    def __init__(self, *, rate_hz: int, channels: int, duration_ms: int) -> None:
        self._channels = channels
        self._second_bytes = rate_hz * channels * SAMPLE_BYTES
        self._step = max(1, rate_hz // HEARD_HZ)
        seconds = max(1, duration_ms // SECOND_MS)
        self.peaks_a_second = max(1, min(PEAKS_A_SECOND, MOST_PEAKS // seconds))
        self._peak_frames = max(1, math.ceil(rate_hz / self.peaks_a_second))
        self._held = bytearray()
        self.decibels: list[list[float]] = [[] for _ in range(channels)]
        self.peaks: list[list[float]] = [[] for _ in range(channels)]

    def hear(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """The blocks as they came; what they hold is known once all have gone by."""
        for block in blocks:
            self._held += block
            while len(self._held) >= self._second_bytes:
                self._measure(bytes(self._held[: self._second_bytes]))
                del self._held[: self._second_bytes]
            yield block
        whole = len(self._held) - len(self._held) % (self._channels * SAMPLE_BYTES)
        if whole:
            self._measure(bytes(self._held[:whole]))
            self._held.clear()

    def _measure(self, second: bytes) -> None:
        samples = array.array("h", second)
        for channel in range(self._channels):
            own = samples[channel :: self._channels]
            some = own[:: self._step]
            square = sum(map(mul, some, some)) / len(some)
            self.decibels[channel].append(10 * math.log10(square) if square else 0.0)
            for begin in range(0, len(own), self._peak_frames):
                part = own[begin : begin + self._peak_frames]
                loudest, lowest = max(part), min(part)
                peak = max(loudest, -lowest) / FULL_SCALE
                self.peaks[channel].append(round(min(1.0, peak), 3))


def channel_roles(names: Sequence[str]) -> Roles:
    """Channel n is the participant named n-th; the name that says agent is the agent's."""
    agent = next((at for at, name in enumerate(names) if "agent" in name.casefold()), 0)
    return {channel: Role.AGENT if channel == agent else Role.CUSTOMER for channel in range(2)}


def loudness_of(meter: Meter, turns: Sequence[Turn], roles: Roles | None) -> Loudness:
    """By second for each participant while they speak; without ``roles`` of the channels, who
    speaks is said by the turns alone.
    """
    rows = {
        role: _while_speaking(meter, turns, role, roles) for role in (Role.AGENT, Role.CUSTOMER)
    }
    return Loudness(AGENT=rows[Role.AGENT], CUSTOMER=rows[Role.CUSTOMER])


def waveform_of(meter: Meter, turns: Sequence[Turn], roles: Roles | None) -> Waveform:
    rows = {role: _outline(meter, turns, role, roles) for role in (Role.AGENT, Role.CUSTOMER)}
    return Waveform(
        samples_per_second=meter.peaks_a_second,
        AGENT=rows[Role.AGENT],
        CUSTOMER=rows[Role.CUSTOMER],
    )


def with_loudness(turns: Sequence[Turn], loudness: Loudness) -> tuple[Turn, ...]:
    """Each turn with the mean of its seconds."""
    rows = {Role.AGENT: loudness.AGENT, Role.CUSTOMER: loudness.CUSTOMER}
    return tuple(
        turn.model_copy(update={"loudness_db": _mean(turn, rows.get(turn.role, ()))})
        for turn in turns
    )


def channels_of(separation: Separation | None, channels: int, names: Sequence[str]) -> Roles | None:
    """Who is on which channel, where the channels tell the participants apart."""
    return channel_roles(names) if separation is Separation.CHANNEL and channels > 1 else None


def silenced(
    blocks: Iterable[bytes], spans_ms: Sequence[tuple[int, int]], *, rate_hz: int, channels: int
) -> Iterator[bytes]:
    """The blocks with silence where the spans are: on every channel: words are heard on both."""
    frame_bytes = channels * SAMPLE_BYTES
    spans = [
        (begin * rate_hz // SECOND_MS * frame_bytes, -(-end * rate_hz // SECOND_MS) * frame_bytes)
        for begin, end in sorted(spans_ms)
    ]
    at = 0
    for block in blocks:
        until = at + len(block)
        while spans and spans[0][1] <= at:
            spans.pop(0)
        if spans and spans[0][0] < until:
            quiet = bytearray(block)
            for begin, end in spans:
                first, last = max(begin, at) - at, min(end, until) - at
                if first < last:
                    quiet[first:last] = SILENCE * (last - first)
            yield bytes(quiet)
        else:
            yield block
        at = until


def _while_speaking(
    meter: Meter, turns: Sequence[Turn], role: Role, roles: Roles | None
) -> tuple[float | None, ...]:
    heard = _of_role(meter.decibels, role, roles)
    row: list[float | None] = [None] * len(heard)
    for turn in turns:
        if turn.role is role:
            last = min(len(heard), -(-turn.end_offset_ms // SECOND_MS))
            for second in range(turn.begin_offset_ms // SECOND_MS, last):
                if heard[second] >= QUIETEST_DB:
                    row[second] = round(heard[second], 1)
    return tuple(row)


def _outline(
    meter: Meter, turns: Sequence[Turn], role: Role, roles: Roles | None
) -> tuple[float, ...]:
    heard = _of_role(meter.peaks, role, roles)
    if roles:
        return tuple(heard)
    row = [0.0] * len(heard)
    for turn in turns:
        if turn.role is role:
            first = turn.begin_offset_ms * meter.peaks_a_second // SECOND_MS
            last = -(-turn.end_offset_ms * meter.peaks_a_second // SECOND_MS)
            row[first:last] = heard[first:last]
    return tuple(row)


def _of_role(rows: Sequence[Sequence[float]], role: Role, roles: Roles | None) -> Sequence[float]:
    """The participant's channel; without roles the loudest of all, which is the one who speaks."""
    if roles is None:
        return rows[0] if len(rows) == 1 else [max(several) for several in zip(*rows, strict=True)]
    return next((rows[at] for at, of in roles.items() if of is role and at < len(rows)), ())


def _mean(turn: Turn, row: Sequence[float | None]) -> float | None:
    seconds = row[turn.begin_offset_ms // SECOND_MS : -(-turn.end_offset_ms // SECOND_MS)]
    heard = [one for one in seconds if one is not None]
    return round(sum(heard) / len(heard), 1) if heard else turn.loudness_db
