"""What a browser was just answered: it asks again, under the same ids, where the answer was lost.

The message's id is made by the browser for this one message and known to nobody else: who holds
the conversation's id alone is told nothing. Rows of the sessions table, by a hash of both.
"""

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

KEPT_FOR_S = 120


class ChatAnswers:
    def __init__(self, table: "Table") -> None:
        self._table = table

    def find(self, handle: str, message_id: str, now_s: int) -> str | None:
        item = self._table.get_item(Key=_key(handle, message_id), ConsistentRead=True).get("Item")
        if item is None or int(str(item["expires_at"])) <= now_s:
            return None
        return str(item["answer"])

    def keep(self, handle: str, message_id: str, answer: str, now_s: int) -> None:
        kept: dict[str, str | int] = {"answer": answer, "expires_at": now_s + KEPT_FOR_S}
        self._table.put_item(Item={**_key(handle, message_id), **kept})


def _key(handle: str, message_id: str) -> dict[str, str]:
    return {"pk": f"ANSWERED#{hashlib.sha256(f'{handle}/{message_id}'.encode()).hexdigest()}"}
