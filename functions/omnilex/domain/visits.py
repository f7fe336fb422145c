"""How long a customer stayed on pages of the bank's site, told only with their consent."""

from datetime import datetime, timedelta
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

MOST_VISITS = 200  # kept of one customer
MOST_AT_ONCE = 50
LONGEST_S = 4 * 3_600
KEPT_FOR_S = 90 * 24 * 3_600
OLDEST, NEWEST = timedelta(days=2), timedelta(minutes=10)  # a browser's clock is its own


class NobodyKnownError(LookupError):
    """No PIN has been given in this session: the visit is nobody's, and not kept."""


class Visit(BaseModel):
    """``view_id`` is the browser's own: what is sent twice is kept once, as it was last."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    view_id: str = Field(pattern=r"^[0-9A-Za-z-]{8,64}$")
    page: str = Field(pattern=r"^/[0-9A-Za-z/_.-]{0,99}$")
    started_at: AwareDatetime
    dwell_s: int = Field(ge=0, le=LONGEST_S)

    def is_likely(self, now: datetime) -> bool:
        return now - OLDEST < self.started_at < now + NEWEST


class Beacon(BaseModel):
    """What the page sends when it is left."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    consent: Literal[True]
    session_id: str = Field(pattern=r"^web\.[0-9a-f]{32}$")
    views: tuple[Visit, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)
