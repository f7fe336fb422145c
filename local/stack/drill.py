"""The restore drill: damage what the bank keeps, bring it back, and see that it is the same."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from pydantic import BaseModel

from local.stack import restoring
from local.stack.description import Stack
from local.stack.errors import StackError
from local.stack.restoring import Row

TABLES = {"bank": "BankTableName", "contacts": "ContactsTableName"}
ROWS_LOST = 20
SETTLED_S = 1.1  # a restore goes to a second


class Step(BaseModel):
    """What was done, to how much, and how long it took."""

    name: str
    count: int
    seconds: float


class Drill:
    """Only what the drill itself has damaged is put back: the bank goes on meanwhile."""

    def __init__(self, stack: Stack, wait: Callable[[float], None] = time.sleep) -> None:
        self._stack = stack
        self._wait = wait
        self._dynamodb, self._s3 = stack.client("dynamodb"), stack.client("s3")
        self.steps: list[Step] = []

    def run(self) -> list[Step]:
        """Raises StackError where something is not as it was."""
        self._wait(SETTLED_S)
        at = datetime.now(UTC)
        self._wait(SETTLED_S)
        damaged = {name: self._damage(name, table) for name, table in self._tables()}
        for name, table in self._tables():
            self._bring_back(name, table, at, damaged[name])
        for name, table in self._tables():
            self._check_rows(name, table, damaged[name])
        self._check_books()
        self._lose_and_restore_a_file()
        return self.steps

    def _tables(self) -> Iterator[tuple[str, str]]:
        for name, output in TABLES.items():
            yield name, self._stack.output(output)

    def _rows(self, table: str) -> dict[str, Row]:
        return restoring.by_key(restoring.rows(self._dynamodb, table))

    def _damage(self, name: str, table: str) -> dict[str, Row]:
        """Delete some rows, and make one balance wrong; the rows as they were."""
        began_at = time.monotonic()
        held = {key: row for key, row in self._rows(table).items() if is_kept(row)}
        lost = dict(list(held.items())[:ROWS_LOST])
        for row in lost.values():
            self._dynamodb.delete_item(TableName=table, Key={"pk": row["pk"], "sk": row["sk"]})
        wrong = {k: row for k, row in held.items() if "balance_cents" in row and k not in lost}
        for key, row in list(wrong.items())[:1]:
            self._dynamodb.put_item(TableName=table, Item={**row, "balance_cents": {"N": "1"}})
            lost[key] = row
        self._note(f"{name}: rows lost or made wrong", len(lost), began_at)
        return lost

    def _bring_back(self, name: str, table: str, at: datetime, damaged: dict[str, Row]) -> None:
        began_at = time.monotonic()
        beside = restoring.restored_beside(self._dynamodb, table, at, wait=self._wait)
        found = restoring.compare(self._rows(beside), self._rows(table))
        known = [*found.missing, *found.changed]
        lost = [row for row in known if restoring.key_of(row) in damaged]
        restoring.put_back(self._dynamodb, table, lost)
        self._dynamodb.delete_table(TableName=beside)
        self._note(f"{name}: rows brought back", len(lost), began_at)

    def _check_rows(self, name: str, table: str, damaged: dict[str, Row]) -> None:
        began_at = time.monotonic()
        found = restoring.compare(damaged, self._rows(table))
        if found.missing or found.changed:
            raise StackError(
                f"{name}: {len(found.missing)} rows are missing and {len(found.changed)} differ.",
                "See docs/runbooks/restore.md",
            )
        self._note(f"{name}: rows the same as before", len(damaged), began_at)

    def _check_books(self) -> None:
        """Every payment's entries add up to nothing."""
        began_at, sums = time.monotonic(), defaultdict[str, int](int)
        for row in restoring.rows(self._dynamodb, self._stack.output(TABLES["bank"])):
            if row["sk"]["S"].startswith("ENTRY#"):
                sums[row["reference"]["S"]] += int(row["amount_cents"]["N"])
        wrong = [reference for reference, total in sums.items() if total]
        if wrong:
            raise StackError(f"The books do not balance: {', '.join(wrong[:5])}.")
        self._note("payments whose entries add up to nothing", len(sums), began_at)

    def _lose_and_restore_a_file(self) -> None:
        began_at, bucket = time.monotonic(), self._stack.output("OutputBucketName")
        listed = self._s3.list_objects_v2(Bucket=bucket, Prefix="parsedFiles/", MaxKeys=1)
        for one in listed.get("Contents", []):
            key = one["Key"]
            before = self._body(bucket, key)
            self._s3.delete_object(Bucket=bucket, Key=key)
            restoring.restore_object(self._s3, bucket, key)
            if self._body(bucket, key) != before:
                raise StackError(f"{key} is not what it was.")
        self._note("files deleted and restored", len(listed.get("Contents", [])), began_at)

    def _body(self, bucket: str, key: str) -> bytes:
        body: bytes = self._s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        return body

    def _note(self, name: str, count: int, began_at: float) -> None:
        seconds = round(time.monotonic() - began_at, 2)
        self.steps.append(Step(name=name, count=count, seconds=seconds))


def is_kept(row: Row) -> bool:
    """Customers, accounts, ledger, payments and contacts; not who has which file just now."""
    kinds = ("CUSTOMER#", "ACCOUNT#", "PAYMENT#", "CONTACT#")
    return str(row["pk"]["S"]).startswith(kinds)
