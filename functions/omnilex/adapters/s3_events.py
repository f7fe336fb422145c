"""S3's "Object Created" events as EventBridge delivers them; keys come as they are, not quoted."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from omnilex.domain.contact import Source


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Bucket(_Lenient):
    name: str


class _Object(_Lenient):
    key: str
    size: int = 0
    version_id: str | None = Field(default=None, alias="version-id")


class _Detail(_Lenient):
    bucket: _Bucket
    object: _Object


def to_source(detail: dict[str, Any]) -> Source:
    """The event's ``detail`` as the file it speaks of."""
    parsed = _Detail.model_validate(detail)
    return Source(
        bucket=parsed.bucket.name,
        key=parsed.object.key,
        version_id=parsed.object.version_id,
        size_bytes=parsed.object.size,
    )


def to_detail(source: Source) -> dict[str, Any]:
    """As much of an event's ``detail`` as makes the file known again."""
    version = {"version-id": source.version_id} if source.version_id else {}
    return {
        "bucket": {"name": source.bucket},
        "object": {"key": source.key, "size": source.size_bytes, **version},
    }
