"""The list, one contact, and its transcript, words and audio."""

import json
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response, content_types
from aws_lambda_powertools.event_handler.openapi.params import Query
from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter
from pydantic import BaseModel

from omnilex.adapters.recordings_bucket import URL_LIVES_S
from omnilex.api.access import EVERYBODY, allow, asking, new_router, only
from omnilex.api.desk import Desk
from omnilex.api.filters import ListQuery, search_of
from omnilex.domain.contact import Contact
from omnilex.domain.staff import Deed, StaffMember
from omnilex.domain.transcripts import as_text, as_vtt


class ContactsPage(BaseModel):
    """``total`` counts all that match, not this page."""

    contacts: list[dict[str, Any]]
    next_cursor: str | None
    total: int
    total_is_exact: bool = True


class AudioAddress(BaseModel):
    url: str
    expires_at: str


class TranscriptQuery(BaseModel):
    format: Literal["json", "txt", "vtt"] = "json"


def routes(desk: Desk) -> APIGatewayHttpRouter:
    router = new_router()

    @router.get("/contacts", middlewares=[*allow(*EVERYBODY), only(ListQuery)], tags=["contacts"])
    def list_contacts(asked: Annotated[ListQuery, Query()]) -> ContactsPage:
        page = desk.index.find(search_of(asked, asking(router), desk.zone), asked.cursor)
        return ContactsPage(contacts=page.rows, next_cursor=page.next_cursor, total=page.total)

    @router.get("/contacts/<contact_id>", middlewares=allow(*EVERYBODY), tags=["contacts"])
    def one_contact(contact_id: str) -> dict[str, Any]:
        staff = asking(router)
        contact = desk.whole(desk.contact(contact_id, staff))
        return {
            **contact.model_dump(mode="json"),
            "audio_url": listen(desk, staff, contact) if contact.playback_key else None,
            "waveform_url": _waveform_url(desk, contact),
            "notes": [note.model_dump(mode="json") for note in desk.notes.notes(contact_id)],
            "tags": list(desk.notes.tags(contact_id)),
            "other_part": _other_part(desk, contact, staff),
        }

    @router.get(
        "/contacts/<contact_id>/transcript", middlewares=allow(*EVERYBODY), tags=["contacts"]
    )
    def transcript(contact_id: str, asked: Annotated[TranscriptQuery, Query()]) -> Response[str]:
        contact = desk.whole(desk.contact(contact_id, asking(router)))
        kind, body = _transcript(contact, asked.format)
        return attachment(body, kind, f"{contact_id}.{asked.format}")

    @router.get("/contacts/<contact_id>/words", middlewares=allow(*EVERYBODY), tags=["contacts"])
    def words(contact_id: str) -> Response[str]:
        contact = desk.contact(contact_id, asking(router))
        if contact.words_key is None:
            raise NothingToGiveError("words", "This contact has no words with times.")
        body = desk.results.transcript(contact.words_key).decode()
        return Response(HTTPStatus.OK, content_types.APPLICATION_JSON, body)

    @router.get("/contacts/<contact_id>/audio", middlewares=allow(*EVERYBODY), tags=["contacts"])
    def audio(contact_id: str) -> AudioAddress:
        staff = asking(router)
        contact = desk.contact(contact_id, staff)
        expires_at = desk.clock() + timedelta(seconds=URL_LIVES_S)
        return AudioAddress(url=listen(desk, staff, contact), expires_at=expires_at.isoformat())

    return router


class NothingToGiveError(LookupError):
    """The contact is there; what was asked of it is not."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = f"{code}_not_found"


def listen(desk: Desk, staff: StaffMember, contact: Contact) -> str:
    """An address of the audio, found by the contact and never by what was sent; it is audited."""
    if contact.playback_key is None:
        raise NothingToGiveError("audio", "This contact has no audio.")
    desk.audit(staff, Deed.LISTENED, contact.contact_id)
    return desk.recordings.sign(contact.source.bucket, contact.playback_key)


def attachment(body: str, kind: str, name: str) -> Response[str]:
    """Something to save; the name is made of what our own ids are made of."""
    plain = "".join(sign if sign.isalnum() or sign in "._-" else "-" for sign in name)
    told = {"Content-Disposition": f'attachment; filename="{plain}"'}
    return Response(HTTPStatus.OK, kind, body, told)


def _other_part(desk: Desk, contact: Contact, staff: StaffMember) -> dict[str, Any] | None:
    other = desk.other_part(contact, staff)
    if other is None:
        return None
    return other.model_dump(mode="json", include={"contact_id", "agent", "duration_ms", "status"})


def _transcript(contact: Contact, form: str) -> tuple[str, str]:
    if form == "txt":
        return "text/plain; charset=utf-8", as_text(contact)
    if form == "vtt":
        return "text/vtt; charset=utf-8", as_vtt(contact)
    told = contact.model_dump(mode="json", include={"contact_id", "language", "turns"})
    return content_types.APPLICATION_JSON, json.dumps(told)


def _waveform_url(desk: Desk, contact: Contact) -> str | None:
    if contact.waveform_key is None:
        return None
    bucket = desk.configuration.get().output_bucket_name
    return desk.recordings.sign(bucket, contact.waveform_key)
