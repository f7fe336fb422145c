"""What people add to a contact: notes and tags."""

import uuid
from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from omnilex.api.access import EVERYBODY, allow, asking, new_router
from omnilex.api.desk import Desk
from omnilex.domain.notes import MOST_TAGS, TAG_CHARACTERS, Note, tidy_tags

Tag = Annotated[str, StringConstraints(strip_whitespace=True, max_length=TAG_CHARACTERS)]


class NewNote(BaseModel):
    """``at_ms`` is a place in the contact; without it the note is on all of it."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4_000)]
    at_ms: int | None = Field(default=None, ge=0, le=10**9)


class Tags(BaseModel):
    model_config = ConfigDict(extra="forbid")

    tags: list[Tag] = Field(max_length=MOST_TAGS)


def routes(desk: Desk) -> APIGatewayHttpRouter:
    router = new_router()

    @router.post("/contacts/<contact_id>/notes", middlewares=allow(*EVERYBODY), tags=["remarks"])
    def add_note(contact_id: str, given: Annotated[NewNote, Body()]) -> tuple[Note, int]:
        staff = asking(router)
        contact = desk.contact(contact_id, staff)
        at = desk.clock()
        note = Note(
            note_id=f"{at:%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}",
            at=at,
            author=staff.email or staff.staff_id,
            text=given.text,
            at_ms=given.at_ms,
        )
        desk.notes.add(contact_id, note, contact.expires_at)
        return note, HTTPStatus.CREATED

    @router.delete(
        "/contacts/<contact_id>/notes/<note_id>", middlewares=allow(*EVERYBODY), tags=["remarks"]
    )
    def remove_note(contact_id: str, note_id: str) -> dict[str, Any]:
        staff = asking(router)
        desk.contact(contact_id, staff)
        desk.notes.remove(contact_id, note_id)
        return {"note_id": note_id, "removed": True}

    @router.put("/contacts/<contact_id>/tags", middlewares=allow(*EVERYBODY), tags=["remarks"])
    def put_tags(contact_id: str, given: Annotated[Tags, Body()]) -> Tags:
        contact = desk.contact(contact_id, asking(router))
        tags = tidy_tags(given.tags)
        desk.notes.put_tags(contact_id, tags, contact.expires_at)
        return Tags(tags=list(tags))

    return router
