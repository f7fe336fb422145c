"""What the first bytes of a recording say of it."""

from collections.abc import Callable

from pydantic import BaseModel, ConfigDict

Read = Callable[[int, int], bytes]
"""``read(at, length)``: bytes of the file; fewer where it ends."""


class RecordingFormat(BaseModel):
    """``name`` is Transcribe's for the form; what the file does not tell is None."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    channels: int | None = None
    rate_hz: int | None = None
    duration_ms: int | None = None
