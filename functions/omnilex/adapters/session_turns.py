"""One turn of a session at a time, however many of its messages come at once.

A lease is a row of its own in the sessions table, taken by a conditional write. Who dies with it
keeps the session only until the lease runs out.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from omnilex.domain.session import SessionBusyError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

LEASE_S = 30  # longer than a turn may take: no function that takes turns runs for longer
PATIENCE_S = 10
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.02, 0.25


class SessionTurns:
    """``clock`` tells epoch seconds; ``wait`` takes seconds."""

    def __init__(
        self, table: "Table", clock: Callable[[], float], wait: Callable[[float], None]
    ) -> None:
        self._table = table
        self._clock = clock
        self._wait = wait

    @contextmanager
    def take(self, session_id: str) -> Iterator[None]:
        """Wait for the session's turn and hold it. Raises SessionBusyError after ten seconds."""
        key, holder = {"pk": f"TURN#{session_id}"}, secrets.token_hex(8)
        patient_until = self._clock() + PATIENCE_S
        pause_s = FIRST_PAUSE_S
        while not self._lease(key, holder):
            if self._clock() >= patient_until:
                raise SessionBusyError(session_id)
            self._wait(pause_s)
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
        try:
            yield
        finally:
            self._give_back(key, holder)

    def _lease(self, key: dict[str, str], holder: str) -> bool:
        """False while another holds it."""
        now_ms = int(self._clock() * 1000)
        until_ms = now_ms + LEASE_S * 1000
        try:
            self._table.put_item(
                Item={
                    **key,
                    "holder": holder,
                    "leased_until_ms": until_ms,
                    "expires_at": until_ms // 1000 + 60,
                },
                ConditionExpression="attribute_not_exists(pk) OR leased_until_ms <= :now",
                ExpressionAttributeValues={":now": now_ms},
            )
        except self._table.meta.client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def _give_back(self, key: dict[str, str], holder: str) -> None:
        """Unless the lease has run out and another holds it."""
        try:
            self._table.delete_item(
                Key=key,
                ConditionExpression="holder = :holder",
                ExpressionAttributeValues={":holder": holder},
            )
        except self._table.meta.client.exceptions.ConditionalCheckFailedException:
            return
