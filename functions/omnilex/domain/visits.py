"""How long somebody stayed on a page of the bank's site, told only with their consent."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

MOST_VISITS = 200  # kept of one visitor
LONGEST_S = 4 * 3_600
KEPT_FOR_S = 90 * 24 * 3_600


class Beacon(BaseModel):
    """What the page sends when it is left. ``visitor_id`` is random; it says nothing of anybody."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    consent: Literal[True]
    visitor_id: str = Field(pattern=r"^[0-9a-f]{32}$")
    page: str = Field(pattern=r"^/[0-9A-Za-z/_.-]{0,99}$")
    dwell_s: int = Field(ge=0, le=LONGEST_S)
    session_id: str | None = Field(default=None, pattern=r"^web\.[0-9a-f]{32}$")


class Visit(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    at: datetime
    page: str
    dwell_s: int
