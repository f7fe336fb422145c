"""A Connect contact flow's call of a function. Its answer is a flat object of strings."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from omnilex.domain.wording import Language


class _Lenient(BaseModel):
    model_config = ConfigDict(extra="ignore", populate_by_name=True)


class _Endpoint(_Lenient):
    address: str | None = Field(default=None, alias="Address")


class _ContactData(_Lenient):
    contact_id: str = Field(alias="ContactId")
    customer: _Endpoint | None = Field(default=None, alias="CustomerEndpoint")
    language_code: str | None = Field(default=None, alias="LanguageCode")


class _Details(_Lenient):
    contact: _ContactData = Field(alias="ContactData")
    parameters: dict[str, str | None] = Field(default_factory=dict, alias="Parameters")


class _Event(_Lenient):
    details: _Details = Field(alias="Details")


class Call(BaseModel):
    """``caller`` is the number in E.164, or None where the line withholds it.

    ``session_id``: Connect talks to the bot in a session of the contact's id.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    session_id: str
    caller: str | None
    language: Language
    phone_number: str


def to_call(event: dict[str, Any]) -> Call:
    """Raises pydantic's ValidationError for another event."""
    details = _Event.model_validate(event).details
    contact, given = details.contact, details.parameters
    code = given.get("language") or contact.language_code or ""
    return Call(
        session_id=contact.contact_id,
        caller=(contact.customer.address or None) if contact.customer else None,
        language=Language.of_locale(code.replace("-", "_")),
        phone_number=given.get("phone_number") or "",
    )
