"""Messages that a vendor delivered: each is heard and answered once, however often it comes.

The claim outlives what a vendor retries by far: a request caught on its way is worth nothing when
it is sent again. The answer, which may tell of accounts, goes after an hour.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from omnilex.domain.messaging import MessageBusyError
from omnilex.domain.session import Channel

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

LEASE_S = 40  # longer than a function may take to answer
CLAIM_KEPT_FOR_S = 30 * 24 * 60 * 60
ANSWER_KEPT_FOR_S = 60 * 60
LOOK_AGAIN_S = 0.1


class ReceivedMessages:
    """``clock`` tells epoch seconds; ``wait`` takes seconds."""

    def __init__(
        self, table: "Table", clock: Callable[[], float], wait: Callable[[float], None]
    ) -> None:
        self._table = table
        self._clock = clock
        self._wait = wait

    def claim(self, channel: Channel, message_id: str) -> bool:
        """True for who is to answer the message: the first, or the next if that one died at it."""
        now_s = int(self._clock())
        try:
            self._table.put_item(
                Item={
                    "pk": _message_key(channel, message_id),
                    "leased_until": now_s + LEASE_S,
                    "expires_at": now_s + CLAIM_KEPT_FOR_S,
                },
                ConditionExpression=(
                    "attribute_not_exists(pk) OR (attribute_not_exists(is_answered) AND "
                    "leased_until <= :now)"
                ),
                ExpressionAttributeValues={":now": now_s},
            )
        except self._table.meta.client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def keep_answer(self, channel: Channel, message_id: str, answer: str) -> None:
        now_s = int(self._clock())
        self._table.put_item(
            Item={
                "pk": _answer_key(channel, message_id),
                "answer": answer,
                "expires_at": now_s + ANSWER_KEPT_FOR_S,
            }
        )
        self._table.update_item(
            Key={"pk": _message_key(channel, message_id)},
            UpdateExpression="SET is_answered = :yes, expires_at = :until",
            ExpressionAttributeValues={":yes": True, ":until": now_s + CLAIM_KEPT_FOR_S},
        )

    def answer(self, channel: Channel, message_id: str) -> str | None:
        """None while it is being made, and "" long after it was given."""
        # In this order: the answer is written before the claim says so.
        claim = self._get(_message_key(channel, message_id))
        if claim is None or "is_answered" not in claim:
            return None
        kept = self._get(_answer_key(channel, message_id))
        return str(kept["answer"]) if kept else ""

    def await_answer(self, channel: Channel, message_id: str, patience_s: float) -> str:
        """What the first delivery is answered. Raises MessageBusyError when that takes too long."""
        until = self._clock() + patience_s
        while (found := self.answer(channel, message_id)) is None:
            if self._clock() >= until:
                raise MessageBusyError(message_id)
            self._wait(LOOK_AGAIN_S)
        return found

    def mark_sent(self, channel: Channel, message_id: str) -> None:
        """The answer has reached the vendor, where that is a request of our own."""
        self._table.update_item(
            Key={"pk": _message_key(channel, message_id)},
            UpdateExpression="SET is_sent = :yes",
            ExpressionAttributeValues={":yes": True},
        )

    def is_sent(self, channel: Channel, message_id: str) -> bool:
        claim = self._get(_message_key(channel, message_id))
        return claim is not None and "is_sent" in claim

    def _get(self, key: str) -> dict[str, object] | None:
        found = self._table.get_item(Key={"pk": key}, ConsistentRead=True).get("Item")
        return dict(found) if found else None


def _message_key(channel: Channel, message_id: str) -> str:
    return f"MESSAGE#{channel}#{message_id}"


def _answer_key(channel: Channel, message_id: str) -> str:
    return f"ANSWER#{channel}#{message_id}"
