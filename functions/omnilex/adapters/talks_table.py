"""What SMS and Slack keep of a session beside the bot, and who wants no messages."""

from typing import TYPE_CHECKING

from omnilex.domain.messaging import Talk
from omnilex.domain.session import KEPT_FOR_S

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table


class TalksTable:
    """Rows of the sessions table."""

    def __init__(self, table: "Table") -> None:
        self._table = table

    def get(self, session_id: str, now_s: int) -> Talk | None:
        """None for a conversation that begins."""
        item = self._table.get_item(Key=_talk_key(session_id), ConsistentRead=True).get("Item")
        if item is None or int(str(item["expires_at"])) <= now_s:
            return None
        return Talk.model_validate_json(str(item["talk"]))

    def put(self, session_id: str, talk: Talk, now_s: int) -> None:
        self._table.put_item(
            Item={
                **_talk_key(session_id),
                "talk": talk.model_dump_json(),
                "expires_at": now_s + KEPT_FOR_S,
            }
        )

    def stop(self, session_id: str) -> None:
        """The customer wants no messages; kept until they say otherwise."""
        self._table.put_item(Item=_stop_key(session_id))

    def start(self, session_id: str) -> None:
        self._table.delete_item(Key=_stop_key(session_id))

    def is_stopped(self, session_id: str) -> bool:
        return "Item" in self._table.get_item(Key=_stop_key(session_id), ConsistentRead=True)


def _talk_key(session_id: str) -> dict[str, str]:
    return {"pk": f"TALK#{session_id}"}


def _stop_key(session_id: str) -> dict[str, str]:
    return {"pk": f"STOPPED#{session_id}"}
