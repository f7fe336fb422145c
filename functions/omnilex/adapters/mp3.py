"""16-bit PCM as MP3, by LAME."""

from collections.abc import Iterable, Iterator

import lameenc

KBPS_A_CHANNEL = 32
QUALITY = 5  # 2 is best and slowest, 7 worst and fastest


def encode(blocks: Iterable[bytes], *, rate_hz: int, channels: int) -> Iterator[bytes]:
    """MP3 a block at a time; ``channels`` is 1 or 2."""
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(KBPS_A_CHANNEL * channels)
    encoder.set_in_sample_rate(rate_hz)
    encoder.set_channels(channels)
    encoder.set_quality(QUALITY)
    encoder.silence()
    for block in blocks:
        yield bytes(encoder.encode(block))
    yield bytes(encoder.flush())
