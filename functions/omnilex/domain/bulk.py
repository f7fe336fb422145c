"""A bulk upload: how many files go on at a time, and how far it has come."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from omnilex.domain.configuration import Configuration

WAIT_S = 60


class BulkStatus(StrEnum):
    RUNNING = "RUNNING"
    FINISHED = "FINISHED"
    FAILED = "FAILED"


class BulkProgress(BaseModel):
    """``execution`` has the turn; ``left`` counts the files seen, up to a thousand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    execution: str
    status: BulkStatus = BulkStatus.RUNNING
    started_at: datetime
    updated_at: datetime
    iterations: int = Field(default=0, ge=0)
    moved: int = Field(default=0, ge=0)
    moved_bytes: int = Field(default=0, ge=0)
    left: int | None = None
    jobs_under_way: int | None = None
    reason: str | None = None

    def one_on(
        self, now: datetime, *, moved: int, moved_bytes: int, left: int, jobs: int
    ) -> "BulkProgress":
        """After another iteration."""
        return self.model_copy(
            update={
                "updated_at": now,
                "iterations": self.iterations + 1,
                "moved": self.moved + moved,
                "moved_bytes": self.moved_bytes + moved_bytes,
                "left": left,
                "jobs_under_way": jobs,
                "status": BulkStatus.RUNNING if left else BulkStatus.FINISHED,
            }
        )

    def failed(self, now: datetime, reason: str) -> "BulkProgress":
        return self.model_copy(
            update={"updated_at": now, "status": BulkStatus.FAILED, "reason": reason}
        )


def room(configuration: Configuration, jobs_under_way: int) -> int:
    """How many files may go on now."""
    free = configuration.bulk_upload_max_transcribe_jobs - jobs_under_way
    return max(0, min(configuration.bulk_upload_max_drip_rate, free))
