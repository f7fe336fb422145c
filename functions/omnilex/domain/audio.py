"""WAV recordings: what the header says, and their samples as 16-bit PCM, a block at a time."""

import array
import math
import struct
import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from pydantic import BaseModel, ConfigDict

BLOCK_FRAMES = 16_384
_PCM, _FLOAT, _A_LAW, _MU_LAW, _EXTENSIBLE = 1, 3, 6, 7, 0xFFFE
_CHUNK_HEADER = 8
_FORMAT_BYTES = 16
MOST_FORMAT_BYTES = 65_536
_SUBFORMAT_AT = 24


class NotWavError(ValueError):
    """Not a WAV recording that we can read; the message says what it is."""


class WavFormat(BaseModel):
    """``frames`` counts samples of one channel, as far as the header says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    coding: int
    channels: int
    rate_hz: int
    sample_bytes: int
    frames: int

    @property
    def duration_ms(self) -> int:
        return self.frames * 1000 // self.rate_hz

    @property
    def frame_bytes(self) -> int:
        return self.channels * self.sample_bytes


class Pcm(NamedTuple):
    """Sound as little-endian 16-bit, channels interleaved; ``duration_ms`` is what the file says
    of itself, if anything.
    """

    rate_hz: int
    channels: int
    duration_ms: int | None
    blocks: Iterator[bytes]


def read_header(stream: BinaryIO, size_bytes: int) -> WavFormat:
    """Read up to the first sample. Raises NotWavError.

    ``size_bytes`` is the whole file's: a header that promises more than there is, as one written
    before the call ended does, is not believed.
    """
    riff = stream.read(12)
    if riff[:4] not in {b"RIFF", b"RF64"} or riff[8:12] != b"WAVE":
        raise NotWavError("The file is not a WAV recording.")
    described: tuple[int, int, int, int] | None = None
    at = len(riff)
    while True:
        header = stream.read(_CHUNK_HEADER)
        if len(header) < _CHUNK_HEADER:
            raise NotWavError("The WAV file ends before its samples begin.")
        name, length = header[:4], int.from_bytes(header[4:], "little")
        at += _CHUNK_HEADER
        if name == b"data":
            break
        length += length % 2
        at += length
        if name == b"fmt ":
            described = _described(stream.read(min(length, MOST_FORMAT_BYTES)))
            length -= min(length, MOST_FORMAT_BYTES)
        _skip(stream, length)
    if described is None:
        raise NotWavError("The WAV file does not say how its samples are written.")
    coding, channels, rate_hz, sample_bytes = described
    data_bytes = min(length, size_bytes - at)
    return WavFormat(
        coding=coding,
        channels=channels,
        rate_hz=rate_hz,
        sample_bytes=sample_bytes,
        frames=max(0, data_bytes) // (channels * sample_bytes),
    )


def _skip(stream: BinaryIO, length: int) -> None:
    """Past ``length`` bytes, with no more than a block of them in memory."""
    while length > 0:
        passed = stream.read(min(length, MOST_FORMAT_BYTES))
        if not passed:
            return
        length -= len(passed)


def _described(body: bytes) -> tuple[int, int, int, int]:
    if len(body) < _FORMAT_BYTES:
        raise NotWavError("The WAV file's format is cut short.")
    coding, channels, rate_hz, _, _, bits = struct.unpack("<HHIIHH", body[:_FORMAT_BYTES])
    if coding == _EXTENSIBLE and len(body) >= _SUBFORMAT_AT + 2:
        coding = int.from_bytes(body[_SUBFORMAT_AT : _SUBFORMAT_AT + 2], "little")
    if (coding, bits) not in _TO_PCM16 or not channels or not rate_hz:
        raise NotWavError(f"WAV of coding {coding} with {bits} bits cannot be read.")
    return coding, channels, rate_hz, bits // 8


def pcm16(stream: BinaryIO, of: WavFormat) -> Iterator[bytes]:
    """The samples after the header as little-endian 16-bit, channels interleaved as they were."""
    convert = _TO_PCM16[of.coding, of.sample_bytes * 8]
    left = of.frames * of.frame_bytes
    while left > 0:
        block = stream.read(min(left, BLOCK_FRAMES * of.frame_bytes))
        if not block:
            return
        left -= len(block)
        whole = len(block) - len(block) % of.sample_bytes
        yield convert(block[:whole])


def channels_differ(samples: bytes) -> bool:
    """Of two-channel 16-bit PCM: False where both channels say the same."""
    pairs = array.array("h", samples[: len(samples) // 4 * 4])
    return pairs[0::2] != pairs[1::2]


def _by_table(table: Callable[[int], int]) -> Callable[[bytes], bytes]:
    values = [struct.pack("<h", table(byte)) for byte in range(256)]
    low = bytes(value[0] for value in values)
    high = bytes(value[1] for value in values)

    def convert(block: bytes) -> bytes:
        samples = bytearray(2 * len(block))
        samples[0::2], samples[1::2] = block.translate(low), block.translate(high)
        return bytes(samples)

    return convert


def _high_bytes(width: int) -> Callable[[bytes], bytes]:
    def convert(block: bytes) -> bytes:
        samples = bytearray(2 * (len(block) // width))
        samples[0::2], samples[1::2] = block[width - 2 :: width], block[width - 1 :: width]
        return bytes(samples)

    return convert


def _of_float(code: str) -> Callable[[bytes], bytes]:
    def convert(block: bytes) -> bytes:
        floats = array.array(code, block)
        if sys.byteorder == "big":
            floats.byteswap()
        clipped = (max(-1.0, min(1.0, value)) if not math.isnan(value) else 0.0 for value in floats)
        return struct.pack(f"<{len(floats)}h", *(round(value * 32_767) for value in clipped))

    return convert


def _mu_law(byte: int) -> int:
    """ITU-T G.711."""
    byte = ~byte & 0xFF
    magnitude = (((byte & 0x0F) << 3) + 0x84 << (byte >> 4 & 7)) - 0x84
    return -magnitude if byte & 0x80 else magnitude


def _a_law(byte: int) -> int:
    """ITU-T G.711."""
    byte ^= 0x55
    exponent, mantissa = byte >> 4 & 7, (byte & 0x0F) << 4
    magnitude = mantissa + 8 if exponent == 0 else mantissa + 0x108 << exponent - 1
    return magnitude if byte & 0x80 else -magnitude


_TO_PCM16: dict[tuple[int, int], Callable[[bytes], bytes]] = {
    (_PCM, 8): _by_table(lambda byte: (byte - 128) << 8),
    (_PCM, 16): bytes,
    (_PCM, 24): _high_bytes(3),
    (_PCM, 32): _high_bytes(4),
    (_FLOAT, 32): _of_float("f"),
    (_FLOAT, 64): _of_float("d"),
    (_A_LAW, 8): _by_table(_a_law),
    (_MU_LAW, 8): _by_table(_mu_law),
}
