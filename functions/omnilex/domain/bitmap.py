"""Sets of small whole numbers as the bits of one number, kept in pieces of a kilobyte."""

import zlib
from collections.abc import Iterable, Iterator

PIECE_BITS = 8_192


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
