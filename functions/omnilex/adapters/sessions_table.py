"""Sessions and PIN attempts in DynamoDB; rows expire by ``expires_at``, epoch seconds."""

import json
from typing import TYPE_CHECKING, Any

from omnilex.domain.session import KEPT_FOR_S, Asked, Channel, Session, SessionIdentityError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

# Attributes of the row that its channel sets when the session begins; the rest never writes them.
_SET_BY_CHANNEL = {"begun_on", "identity", "known_number"}


class SessionsTable:
    def __init__(self, table: "Table") -> None:
        self._table = table

    def get(self, session_id: str, now_s: int) -> Session:
        """The session's row, or an empty session where there is none or it has expired."""
        item = self._table.get_item(Key=session_key(session_id), ConsistentRead=True).get("Item")
        if item is None or int(str(item["expires_at"])) <= now_s:
            return Session(session_id=session_id)
        return _to_session(session_id, item)

    def begin(
        self,
        session_id: str,
        channel: Channel,
        identity: str | None,
        now_s: int,
        known_number: str | None = None,
    ) -> Session:
        """Set who writes or calls, before the bot is called; go on with what the row holds.

        What has expired begins anew. Raises SessionIdentityError where the session is another's.
        """
        failed = self._table.meta.client.exceptions.ConditionalCheckFailedException
        given = {"identity": identity, "known_number": known_number}
        begun = {"begun_on": channel.value, **{name: of for name, of in given.items() if of}}
        gone = "" if known_number else " REMOVE known_number"
        values = {f":{name}": value for name, value in begun.items()}
        until = {":until": now_s + KEPT_FOR_S, ":now": now_s}
        same = "attribute_not_exists(#identity)" + (" OR #identity = :identity" if identity else "")
        try:
            item = self._table.update_item(
                Key=session_key(session_id),
                UpdateExpression="SET expires_at = :until, "
                + ", ".join(f"#{name} = :{name}" for name in begun)
                + gone,
                ConditionExpression=(
                    f"attribute_not_exists(pk) OR (expires_at > :now AND ({same}))"
                ),
                ExpressionAttributeNames={f"#{name}": name for name in {*begun, "identity"}},
                ExpressionAttributeValues={**values, **until},
                ReturnValues="ALL_NEW",
            )["Attributes"]
        except failed:
            return self._begin_anew(session_id, begun, now_s)
        return _to_session(session_id, item)

    def _begin_anew(self, session_id: str, begun: dict[str, str], now_s: int) -> Session:
        failed = self._table.meta.client.exceptions.ConditionalCheckFailedException
        item: dict[str, Any] = {
            **session_key(session_id),
            **begun,
            "expires_at": now_s + KEPT_FOR_S,
        }
        try:
            self._table.put_item(
                Item=item,
                ConditionExpression="expires_at <= :now",
                ExpressionAttributeValues={":now": now_s},
            )
        except failed:
            raise SessionIdentityError(session_id) from None
        return _to_session(session_id, item)

    def extend(self, session_id: str, now_s: int) -> int:
        """Keep the session, or a new empty one, for another half hour; returns until when.

        What the row holds stays: another turn may be writing it.
        """
        until = now_s + KEPT_FOR_S
        empty = _dumped(Session(session_id=session_id))
        self._table.update_item(
            Key=session_key(session_id),
            UpdateExpression=(
                "SET #session = if_not_exists(#session, :empty), expires_at = :expires_at"
            ),
            ExpressionAttributeNames={"#session": "session"},
            ExpressionAttributeValues={":empty": empty, ":expires_at": until},
        )
        return until

    def exists(self, session_id: str, now_s: int) -> bool:
        item = self._table.get_item(Key=session_key(session_id), ConsistentRead=True).get("Item")
        return item is not None and int(str(item["expires_at"])) > now_s

    def put(self, session: Session, now_s: int) -> None:
        """Store the session for another half hour. The count of tries has its own way, below."""
        self._table.update_item(
            Key=session_key(session.session_id),
            UpdateExpression="SET #session = :session, expires_at = :expires_at",
            ExpressionAttributeNames={"#session": "session"},
            ExpressionAttributeValues={
                ":session": _dumped(session),
                ":expires_at": now_s + KEPT_FOR_S,
            },
        )

    def asked(self, session_id: str, now_s: int) -> Asked:
        """What the bot said last in the session, if the session may still hear it."""
        item = self._table.get_item(Key=session_key(session_id), ConsistentRead=True).get("Item")
        if item is None or int(str(item["expires_at"])) <= now_s or "asked" not in item:
            return Asked()
        asked = Asked.model_validate_json(str(item["asked"]))
        kept = item.get("session")
        if kept and not Session.model_validate_json(str(kept)).may_hear(asked, now_s):
            return Asked(misses=asked.misses)
        return asked

    def keep_asked(self, session_id: str, asked: Asked, now_s: int) -> None:
        """Beside the session, so that neither overwrites the other."""
        self._table.update_item(
            Key=session_key(session_id),
            UpdateExpression="SET asked = :asked, expires_at = :expires_at",
            ExpressionAttributeValues={
                ":asked": asked.model_dump_json(),
                ":expires_at": now_s + KEPT_FOR_S,
            },
        )


def _to_session(session_id: str, item: dict[str, Any]) -> Session:
    """A row that only counts PIN tries holds no session yet."""
    kept = str(item.get("session") or _dumped(Session(session_id=session_id)))
    known = {name: item[name] for name in _SET_BY_CHANNEL if name in item}
    return Session.model_validate({**json.loads(kept), **known})


def _dumped(session: Session) -> str:
    return session.model_dump_json(exclude=_SET_BY_CHANNEL)


def session_key(session_id: str) -> dict[str, str]:
    return {"pk": f"SESSION#{session_id}"}
