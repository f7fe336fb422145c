"""A 4-digit PIN: how it is kept, and how often it may be guessed.

Ten thousand PINs are few: no hash makes them many. What protects them is counting guesses before
the hash is looked at, and a pepper that a copy of the table does not hold.
"""

import hashlib
import hmac
import re
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

TRIES_IN_A_SESSION = 3
TRIES_IN_A_DAY = 5
DAY_S = 24 * 60 * 60

_PIN = re.compile(r"[0-9]{4}")


class PinFormatError(ValueError):
    """A PIN is four digits."""


class PinHash(BaseModel):
    """scrypt over HMAC-SHA256(pepper, PIN). Each row keeps its own cost, so it can be raised."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    salt: str
    digest: str
    n: int
    r: int
    p: int


class Verdict(StrEnum):
    RIGHT = "RIGHT"
    WRONG = "WRONG"
    LOCKED = "LOCKED"


def hash_pin(
    pin: str, *, salt: bytes, pepper: bytes, n: int = 2**14, r: int = 8, p: int = 5
) -> PinHash:
    """Raises PinFormatError unless ``pin`` is four digits. ``n, r, p`` are scrypt's cost."""
    if not _PIN.fullmatch(pin):
        raise PinFormatError("A PIN is four digits.")
    empty = PinHash(salt=salt.hex(), digest="", n=n, r=r, p=p)
    return empty.model_copy(update={"digest": _digest(pin, empty, pepper)})


def is_right(pin: str, pin_hash: PinHash, pepper: bytes) -> bool:
    """Compare in constant time; a PIN of another form costs as much as one that is wrong."""
    return hmac.compare_digest(_digest(pin, pin_hash, pepper), pin_hash.digest)


def _digest(pin: str, pin_hash: PinHash, pepper: bytes) -> str:
    keyed = hmac.digest(pepper, pin.encode(), "sha256")
    salt = bytes.fromhex(pin_hash.salt)
    cost = {"n": pin_hash.n, "r": pin_hash.r, "p": pin_hash.p}
    return hashlib.scrypt(keyed, salt=salt, dklen=32, maxmem=2**27, **cost).hex()


# Checked when nobody has the number given, so that an unknown customer costs the same time.
NOBODY = PinHash(salt="00" * 16, digest="00" * 32, n=2**14, r=8, p=5)


def tries_left(session_tries: int, day_tries: int) -> int:
    return max(0, min(TRIES_IN_A_SESSION - session_tries, TRIES_IN_A_DAY - day_tries))
