"""Sets of small whole numbers as the bits of one number, kept in pieces of a kilobyte.

A set of few among many is kept as the gaps between its numbers instead.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise

PIECE_BITS = 8_192
GAP_BYTES = 4


def of(numbers: Iterable[int]) -> int:
    """The set of these numbers."""
    held = list(numbers)
    if not held:
        return 0
    cells = bytearray(max(held) // 8 + 1)
    for number in held:
        cells[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(cells, "little")


def members(bits: int) -> Iterator[int]:
    """The numbers of a set, the least first."""
    for place, cell in enumerate(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        if cell:
            yield from (place * 8 + bit for bit in range(8) if cell >> bit & 1)


def piece_of(number: int) -> tuple[int, int]:
    """In which piece a number is kept, and where in it."""
    return divmod(number, PIECE_BITS)


def packed(piece: int) -> bytes:
    return zlib.compress(piece.to_bytes((piece.bit_length() + 7) // 8, "little"), 6)


def unpacked(stored: bytes) -> int:
    return int.from_bytes(zlib.decompress(stored), "little")


def joined(pieces: Iterable[tuple[int, int]]) -> int:
    """The whole set of (place, piece)."""
    whole = 0
    for place, piece in pieces:
        whole |= piece << (place * PIECE_BITS)
    return whole


def packed_gaps(numbers: Sequence[int]) -> bytes:
    """Of numbers in ascending order."""
    gaps = [number - before for before, number in pairwise([0, *numbers])]
    written = struct.pack(f"<{len(gaps)}I", *gaps)
    # The low bytes are all alike and the others nearly all zero: each takes a code of its own.
    press = zlib.compressobj(9)
    low = press.compress(written[::GAP_BYTES]) + press.flush(zlib.Z_FULL_FLUSH)
    others = b"".join(written[place::GAP_BYTES] for place in range(1, GAP_BYTES))
    return low + press.compress(others) + press.flush()


def unpacked_gaps(stored: bytes) -> list[int]:
    written = zlib.decompress(stored)
    count = len(written) // GAP_BYTES
    planes = (written[place * count :][:count] for place in range(GAP_BYTES))
    return list(
        accumulate(a | b << 8 | c << 16 | d << 24 for a, b, c, d in zip(*planes, strict=True))
    )
