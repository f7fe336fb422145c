"""PIN attempts in the sessions table: counted by conditional writes before a PIN is looked at."""

from contextlib import suppress
from typing import TYPE_CHECKING

from omnilex.adapters.sessions_table import session_key
from omnilex.domain.pin import (
    DAY_S,
    HOUR_S,
    TRIES_IN_A_SESSION,
    TRIES_OF_A_SOURCE,
    Allowance,
    Tries,
    owners,
    wait_after_s,
)
from omnilex.domain.session import KEPT_FOR_S, Session

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table


class PinAttempts:
    def __init__(self, table: "Table") -> None:
        self._table = table

    def wait_s(self, allowance: Allowance, session_id: str, now_s: int) -> int:
        """How long the account waits for a try from another session than the last wrong one."""
        key = _attempts_key(allowance.account)
        row = self._table.get_item(Key=key, ConsistentRead=True).get("Item", {})
        if row.get("wrong_in") in {None, session_id}:
            return 0
        return max(0, int(str(row["not_before"])) - now_s)

    def count(self, session: Session, allowance: Allowance, now_s: int) -> Tries | None:
        """Count a try before the PIN is looked at; None when none is left.

        Of the source (who writes or calls, as the channel says), of the session, of the account.
        """
        if session.identity and not self._count(
            _source_key(session), TRIES_OF_A_SOURCE, now_s, HOUR_S
        ):
            return None
        in_session = self.count_session_try(session.session_id, now_s)
        in_day = self.count_day_try(allowance, now_s) if in_session else None
        return Tries(in_session, in_day, allowance.most) if in_session and in_day else None

    def count_session_try(self, session_id: str, now_s: int) -> int | None:
        return self._count(session_key(session_id), TRIES_IN_A_SESSION, now_s, KEPT_FOR_S)

    def count_day_try(self, allowance: Allowance, now_s: int) -> int | None:
        """Each try keeps the count for another day, so that no 24 hours hold more."""
        return self._count(_attempts_key(allowance.account), allowance.most, now_s, DAY_S)

    def keep_wrong(self, allowance: Allowance, session_id: str, tries: Tries, now_s: int) -> None:
        """The account's next try waits, unless it comes from the same session."""
        self._table.update_item(
            Key=_attempts_key(allowance.account),
            UpdateExpression="SET wrong_in = :session_id, not_before = :not_before",
            ExpressionAttributeValues={
                ":session_id": session_id,
                ":not_before": now_s + wait_after_s(tries.in_day),
            },
        )

    def unlock(self, customer_id: str) -> None:
        """Forget the customer's wrong PINs of the last day; a locked conversation stays locked."""
        for account in (customer_id, owners(customer_id)):
            self._forget(_attempts_key(account))

    def forget(self, session: Session, customer_id: str) -> None:
        """After the right PIN. The source has it back; its wrong ones, elsewhere, stay counted."""
        self.unlock(customer_id)
        self._forget(session_key(session.session_id))
        if session.identity:
            self._give_back(_source_key(session))

    def _give_back(self, key: dict[str, str]) -> None:
        failed = self._table.meta.client.exceptions.ConditionalCheckFailedException
        with suppress(failed):  # the hour is over, and with it the count
            self._table.update_item(
                Key=key,
                UpdateExpression="ADD pin_tries :back",
                ConditionExpression="pin_tries >= :one",
                ExpressionAttributeValues={":back": -1, ":one": 1},
            )

    def _forget(self, key: dict[str, str]) -> None:
        self._table.update_item(Key=key, UpdateExpression="REMOVE pin_tries, wrong_in, not_before")

    def _count(self, key: dict[str, str], most: int, now_s: int, kept_for_s: int) -> int | None:
        """Add one where fewer than ``most`` are counted; DynamoDB orders those who ask at once."""
        failed = self._table.meta.client.exceptions.ConditionalCheckFailedException
        values = {":one": 1, ":most": most, ":now": now_s, ":until": now_s + kept_for_s}
        try:
            counted = self._table.update_item(
                Key=key,
                UpdateExpression="SET expires_at = :until ADD pin_tries :one",
                ConditionExpression=(
                    "attribute_not_exists(pk) OR attribute_not_exists(expires_at) OR "
                    "(expires_at > :now AND "
                    "(attribute_not_exists(pin_tries) OR pin_tries < :most))"
                ),
                ExpressionAttributeValues=values,
                ReturnValues="UPDATED_NEW",
            )
        except failed:
            return self._count_anew(key, now_s, kept_for_s)
        return int(str(counted["Attributes"]["pin_tries"]))

    def _count_anew(self, key: dict[str, str], now_s: int, kept_for_s: int) -> int | None:
        """Where the row has expired and DynamoDB has not removed it yet, counting starts again."""
        failed = self._table.meta.client.exceptions.ConditionalCheckFailedException
        try:
            self._table.update_item(
                Key=key,
                UpdateExpression="SET expires_at = :until, pin_tries = :one",
                ConditionExpression="expires_at <= :now",
                ExpressionAttributeValues={":one": 1, ":now": now_s, ":until": now_s + kept_for_s},
            )
        except failed:
            return None
        return 1


def _source_key(session: Session) -> dict[str, str]:
    return _attempts_key(f"SOURCE#{session.channel}#{session.identity}")


def _attempts_key(account: str) -> dict[str, str]:
    return {"pk": f"ATTEMPTS#{account}"}
