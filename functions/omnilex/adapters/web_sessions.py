"""The web's side of the session rows: the id a browser holds, how fast it talks, how it ended.

The browser's id is the session's own until a PIN is accepted; from then on it is a new one, so
that an id which somebody else may have seen or planted is worth nothing to them.
"""

import secrets
from typing import TYPE_CHECKING, Any

from omnilex.domain.chat import (
    TURNS_A_MINUTE,
    Feedback,
    SessionExpiredError,
    TooManyTurnsError,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_MINUTE_S = 60
_HANDLE_KEPT_FOR_S = 24 * 3600  # the session row decides; this only has to outlive it


class WebSessions:
    def __init__(self, table: "Table") -> None:
        self._table = table

    @staticmethod
    def mint() -> str:
        """128 random bits."""
        return f"web.{secrets.token_hex(16)}"

    def find(self, handle: str, now_s: int, *, may_have_ended: bool = False) -> str:
        """The session id behind what the browser holds. Raises SessionExpiredError."""
        pointer = self._get(f"HANDLE#{handle}")
        session_id = str(pointer["session_id"]) if pointer else handle
        row = self._get(f"SESSION#{session_id}")
        if row is None or int(str(row["expires_at"])) <= now_s:
            raise SessionExpiredError
        if row.get("handle", session_id) != handle or ("ended_at" in row and not may_have_ended):
            raise SessionExpiredError
        return session_id

    def renew(self, session_id: str, now_s: int) -> str:
        """A new id for the browser; the one before finds nothing any more."""
        handle = self.mint()
        self._table.put_item(
            Item={
                "pk": f"HANDLE#{handle}",
                "session_id": session_id,
                "expires_at": now_s + _HANDLE_KEPT_FOR_S,
            }
        )
        self._set(session_id, handle=handle)
        return handle

    def count_turn(self, session_id: str, now_s: int) -> None:
        """Raises TooManyTurnsError for more than ``TURNS_A_MINUTE`` in one minute of the clock."""
        minute, second = divmod(now_s, _MINUTE_S)
        counted = self._table.update_item(
            Key={"pk": f"PACE#{session_id}#{minute}"},
            UpdateExpression="SET expires_at = :until ADD turns :one",
            ExpressionAttributeValues={":one": 1, ":until": now_s + 2 * _MINUTE_S},
            ReturnValues="UPDATED_NEW",
        )["Attributes"]
        if int(str(counted["turns"])) > TURNS_A_MINUTE:
            raise TooManyTurnsError(_MINUTE_S - second)

    def end(self, session_id: str, feedback: Feedback | None, now_s: int) -> None:
        """``ended_at`` (epoch seconds) and ``feedback`` on the row, for who collects the chat."""
        told = {"feedback": feedback.value} if feedback else {}
        self._set(session_id, ended_at=now_s, **told)

    def _get(self, key: str) -> dict[str, Any] | None:
        return self._table.get_item(Key={"pk": key}, ConsistentRead=True).get("Item")

    def _set(self, session_id: str, **values: Any) -> None:
        self._table.update_item(
            Key={"pk": f"SESSION#{session_id}"},
            UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in values),
            ExpressionAttributeNames={f"#{name}": name for name in values},
            ExpressionAttributeValues={f":{name}": value for name, value in values.items()},
        )
