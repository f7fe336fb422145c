"""A 4-digit PIN: how it is kept, and how often it may be guessed.

Ten thousand PINs are few: no hash makes them many. What protects them is counting guesses before
the hash is looked at, and a pepper that a copy of the table does not hold.
"""

import hashlib
import hmac
import re
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

TRIES_IN_A_SESSION = 3
TRIES_IN_A_DAY = 5
# By voice or SMS from the number on the account: the owner's own, which nobody else uses up.
OWNERS_TRIES_IN_A_DAY = 3
TRIES_OF_A_SOURCE = 20  # an hour, at whatever accounts
HOUR_S = 60 * 60
DAY_S = 24 * 60 * 60

_PIN = re.compile(r"[0-9]{4}")
_FIRST_YEAR, _LAST_YEAR = 1930, 2029
_ROWS = ("0123456789", "9876543210")
_COLUMN = "2580"  # straight down the keypad
_DATES = {
    f"{one:02}{other:02}"
    for day in range(1, 32)
    for month in range(1, 13)
    for one, other in ((day, month), (month, day))
}


class PinFormatError(ValueError):
    """A PIN is four digits."""


class WeakPinError(ValueError):
    """A PIN that is among the first a thief would try; the message says why."""


class Cost(BaseModel):
    """scrypt's parameters."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    n: int
    r: int
    p: int

    @property
    def work(self) -> int:
        return self.n * self.r * self.p


class Allowance(BaseModel):
    """The count that a try is counted in, and the most it may reach in 24 hours."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    account: str
    most: int = TRIES_IN_A_DAY


class Tries(NamedTuple):
    in_session: int
    in_day: int
    most: int = TRIES_IN_A_DAY

    @property
    def left(self) -> int:
        return max(0, min(TRIES_IN_A_SESSION - self.in_session, self.most - self.in_day))


class PinHash(BaseModel):
    """scrypt over HMAC-SHA256(pepper, PIN). Each row keeps its own cost, so it can be raised."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    salt: str
    digest: str
    n: int
    r: int
    p: int

    def is_weaker_than(self, cost: Cost) -> bool:
        """To be made anew when the PIN is next known."""
        return Cost(n=self.n, r=self.r, p=self.p).work < cost.work


def check_new_pin(pin: str) -> None:
    """Raises PinFormatError, or WeakPinError for the PINs that make up a quarter of all chosen."""
    if not _PIN.fullmatch(pin):
        raise PinFormatError("A PIN is four digits.")
    if pin[:2] == pin[2:] or (pin[0] == pin[1] and pin[2] == pin[3]):
        raise WeakPinError("A PIN does not repeat its digits.")
    if any(pin in row for row in _ROWS) or pin in {_COLUMN, _COLUMN[::-1]}:
        raise WeakPinError("A PIN is not a row of keys.")
    if _FIRST_YEAR <= int(pin) <= _LAST_YEAR:
        raise WeakPinError("A PIN is not a year.")
    if pin in _DATES:
        raise WeakPinError("A PIN is not a day and a month.")


def hash_pin(pin: str, *, salt: bytes, pepper: bytes, cost: Cost) -> PinHash:
    """Raises PinFormatError unless ``pin`` is four digits."""
    if not _PIN.fullmatch(pin):
        raise PinFormatError("A PIN is four digits.")
    empty = PinHash(salt=salt.hex(), digest="", **cost.model_dump())
    return empty.model_copy(update={"digest": _digest(pin, empty, pepper)})


def is_right(pin: str, pin_hash: PinHash, pepper: bytes) -> bool:
    """Compare in constant time; a PIN of another form costs as much as one that is wrong."""
    return hmac.compare_digest(_digest(pin, pin_hash, pepper), pin_hash.digest)


def _digest(pin: str, pin_hash: PinHash, pepper: bytes) -> str:
    keyed = hmac.digest(pepper, pin.encode(), "sha256")
    salt = bytes.fromhex(pin_hash.salt)
    cost = {"n": pin_hash.n, "r": pin_hash.r, "p": pin_hash.p}
    return hashlib.scrypt(keyed, salt=salt, dklen=32, maxmem=2**27, **cost).hex()


def nobodys(cost: Cost) -> PinHash:
    """Checked when nobody has the number given, so that an unknown customer costs the same time."""
    return PinHash(salt="00" * 16, digest="00" * 32, **cost.model_dump())


def owners(customer_id: str) -> str:
    """The account of the tries that come from the customer's own number."""
    return f"{customer_id}#OWNER"


def wait_after_s(wrong_tries: int) -> int:
    """1, 2, 4, 8 seconds."""
    return 1 << max(wrong_tries - 1, 0)
