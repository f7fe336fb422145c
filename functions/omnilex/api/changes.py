"""Contacts uploaded, analysed again, their speakers swapped, deleted."""

import uuid
from http import HTTPStatus
from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Body
from aws_lambda_powertools.event_handler.router import APIGatewayHttpRouter
from pydantic import BaseModel

from omnilex.adapters.s3_events import to_detail
from omnilex.api.access import ADMINS, EVERYBODY, OVERSEERS, allow, asking, new_router
from omnilex.api.desk import Desk
from omnilex.domain.categories import RuleSet
from omnilex.domain.contact import Contact, Status
from omnilex.domain.registration import reached
from omnilex.domain.removal import ContactInProgressError
from omnilex.domain.speaker_swap import swapped, swapped_waveform
from omnilex.domain.staff import Deed
from omnilex.domain.uploads import Upload

ENDED = {Status.ANALYZED, Status.FAILED}


class UploadForm(BaseModel):
    """POST the fields and then the file to ``url``, as multipart/form-data, within five minutes."""

    url: str
    fields: dict[str, str]
    key: str


def routes(desk: Desk) -> APIGatewayHttpRouter:
    router = new_router()

    @router.post("/uploads", middlewares=allow(*EVERYBODY), tags=["changes"])
    def upload(given: Annotated[Upload, Body()]) -> UploadForm:
        configured = desk.configuration.get()
        key = given.key(configured.input_bucket_raw_audio, uuid.uuid4().hex[:12])
        form = desk.recordings.form(
            configured.input_bucket_name, key, given.content_type, given.size_bytes
        )
        return UploadForm(url=form["url"], fields=form["fields"], key=key)

    @router.post(
        "/contacts/<contact_id>/reanalysis", middlewares=allow(*OVERSEERS), tags=["changes"]
    )
    def analyze_again(contact_id: str) -> tuple[dict[str, Any], int]:
        staff = asking(router)
        contact = desk.contact(contact_id, staff)
        must_have_ended(contact)
        desk.audit(staff, Deed.ANALYZED_AGAIN, contact_id)
        name = f"again-{uuid.uuid4().hex}"
        desk.executions.start(name, {"reanalysis": True, "detail": to_detail(contact.source)})
        return {"contact_id": contact_id, "execution": name}, HTTPStatus.ACCEPTED

    @router.post(
        "/contacts/<contact_id>/speaker-swap", middlewares=allow(*OVERSEERS), tags=["changes"]
    )
    def swap_speakers(contact_id: str) -> dict[str, Any]:
        staff = asking(router)
        rules = desk.support_files.rules() or RuleSet()
        contact = swapped(desk.whole(desk.contact(contact_id, staff)), rules)
        desk.audit(staff, Deed.SWAPPED_SPEAKERS, contact_id)
        contact = reached(contact, "SpeakersSwapped", desk.clock())
        if contact.waveform_key:
            waveform = swapped_waveform(desk.results.waveform(contact_id))
            desk.results.put_waveform(contact_id, waveform)
        desk.results.put_parsed(desk.configuration.get().output_bucket_parsed_results, contact)
        desk.contacts.put(contact)
        return contact.model_dump(mode="json")

    @router.delete("/contacts/<contact_id>", middlewares=allow(*ADMINS), tags=["changes"])
    def remove(contact_id: str) -> tuple[dict[str, Any], int]:
        """Gone from every list at once, and from every store within moments."""
        staff = asking(router)
        if not desk.notes.is_going(contact_id):
            must_have_ended(desk.contact(contact_id, staff))
        at = desk.clock()
        desk.audit(staff, Deed.DELETED, contact_id)
        desk.notes.order_removal(contact_id, at)
        return {"contact_id": contact_id, "removed": True}, HTTPStatus.ACCEPTED

    return router


def must_have_ended(contact: Contact) -> None:
    """Raises ContactInProgressError."""
    if contact.status not in ENDED:
        raise ContactInProgressError(contact.contact_id)
