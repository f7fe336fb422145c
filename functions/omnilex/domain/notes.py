"""Notes and tags that people of the bank put on a contact."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

MOST_TAGS = 20
TAG_CHARACTERS = 40


class NoteNotFoundError(LookupError):
    """The contact has no note of this id."""


class Note(BaseModel):
    """``note_id`` sorts by time; ``at_ms`` is a place in the contact, None for all of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    note_id: str
    at: datetime
    author: str
    text: str = Field(min_length=1)
    at_ms: int | None = Field(default=None, ge=0)


def tidy_tags(tags: list[str]) -> tuple[str, ...]:
    """Without what only spacing or case tells apart, in the order given."""
    bare = {" ".join(tag.split()).casefold(): " ".join(tag.split()) for tag in reversed(tags)}
    return tuple(reversed([tag for tag in bare.values() if tag]))
