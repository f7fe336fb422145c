"""What an engine gives to the line, and what the line gives back.

The engine is a generator: it yields steps, and a `Listen` is answered by what was heard.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Pcm = npt.NDArray[np.int16]
START_TIMEOUT_MS, END_TIMEOUT_MS, MAX_LENGTH_MS = 4_000, 640, 15_000
KEY_TIMEOUT_MS, MAX_KEYS = 5_000, 1_024


@dataclass(frozen=True)
class Keypad:
    """``single``: the first key is the whole input."""

    end_key: str = "#"
    deletion_key: str = "*"
    max_length: int = MAX_KEYS
    timeout_ms: int = KEY_TIMEOUT_MS
    single: bool = False

    def read(self, pressed: str) -> str:
        """What was keyed in: up to the end key, none of it where the deletion key was pressed."""
        if self.single:
            return pressed[:1]
        kept = ""
        for key in pressed:
            if key == self.deletion_key:
                return ""
            if key == self.end_key or len(kept) == self.max_length:
                break
            kept += key
        return kept


@dataclass(frozen=True)
class Say:
    """``who`` is BOT or AGENT. ``may_interrupt``: speech or a key ends it."""

    text: str
    language_code: str
    who: str = "BOT"
    may_interrupt: bool = False


@dataclass(frozen=True)
class Play:
    """A recording of a person who takes the call."""

    pcm: Pcm
    rate_hz: int
    text: str


@dataclass(frozen=True)
class Listen:
    """Wait for the customer. ``hears`` is False where keys alone are taken."""

    hears: bool
    keypad: Keypad | None
    start_timeout_ms: int = START_TIMEOUT_MS
    end_timeout_ms: int = END_TIMEOUT_MS
    max_length_ms: int = MAX_LENGTH_MS


@dataclass(frozen=True)
class Note:
    """Something of the flow that a developer wants to see; ``kind`` says what it is about."""

    kind: str
    text: str


@dataclass(frozen=True)
class Caption:
    """What the customer was understood to say."""

    text: str


@dataclass(frozen=True)
class Spoke:
    """Mono, 16 bits. ``text`` is what a voice of ours was given to say."""

    pcm: Pcm
    rate_hz: int
    text: str = ""


@dataclass(frozen=True)
class Keyed:
    pressed: str


@dataclass(frozen=True)
class Silent:
    """Nothing until the time was up."""


Step = Say | Play | Listen | Note | Caption
Heard = Spoke | Keyed | Silent
