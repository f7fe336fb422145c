"""One-time links to the page where a PIN is entered; the table holds no token, only its hash."""

import hashlib
import secrets
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from omnilex.domain.wording import Language

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

GOOD_FOR_S = 10 * 60


class PinLinkSpentError(LookupError):
    """The link was used, or its ten minutes are over, or there never was one."""


class PinLink(BaseModel):
    """Which session the PIN is for, and between whom the session's messages go."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    session_id: str
    customer_phone: str
    bank_phone: str
    language: Language


class PinLinks:
    def __init__(self, table: "Table") -> None:
        self._table = table

    def make(self, link: PinLink, now_s: int) -> str:
        """The token: 128 random bits."""
        token = secrets.token_urlsafe(16)
        self._table.put_item(
            Item={
                **_key(token),
                "link": link.model_dump_json(),
                "expires_at": now_s + GOOD_FOR_S,
            }
        )
        return token

    def spend(self, token: str, now_s: int) -> PinLink:
        """Raises PinLinkSpentError; of those who ask at once, one gets it."""
        found = self._table.delete_item(Key=_key(token), ReturnValues="ALL_OLD").get("Attributes")
        if found is None or int(str(found["expires_at"])) <= now_s:
            raise PinLinkSpentError
        return PinLink.model_validate_json(str(found["link"]))


def _key(token: str) -> dict[str, str]:
    return {"pk": f"PINLINK#{hashlib.sha256(token.encode()).hexdigest()}"}
