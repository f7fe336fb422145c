"""What the page behind a one-time link sends, and what it gets."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class PinEntry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    pin: str = Field(pattern=r"^[0-9]{4}$", repr=False)


class PinStatus(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"
    NOT_NEEDED = "not_needed"
    UNAVAILABLE = "unavailable"


class PinOutcome(BaseModel):
    """``token`` is for another try; ``is_sent``: the conversation goes on by a text from us."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: PinStatus
    message: str | None = None
    token: str | None = None
    is_sent: bool = False
