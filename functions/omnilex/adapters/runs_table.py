"""Which execution has which file, and which task waits for which job: see docs/data-model.md."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.conditions import Key
from pydantic import BaseModel, ConfigDict

from omnilex.domain.contact import Source
from omnilex.domain.file_name import derived_id

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

RUNNING, WAITING = "RUNNING", "WAITING"  # sparse: an item is in the index as long as it is so
TOKEN_LIVES = timedelta(days=7)
BATCH = 100


class Claim(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Source
    execution: str
    contact_id: str


class WaitingTask(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    job_name: str
    token: str
    task: dict[str, Any]


class RunsTable:
    def __init__(self, table: "Table") -> None:
        self._table = table
        self._failed = table.meta.client.exceptions.ConditionalCheckFailedException

    def claim(self, claim: Claim, now: datetime, *, again: bool = False) -> bool:
        """Take one version of one file for one execution; False where another has it.

        ``again`` takes it over from an execution that has ended.
        """
        free = "attribute_not_exists(gsi1pk)" if again else "attribute_not_exists(pk)"
        try:
            self._table.put_item(
                Item={
                    **_claim_key(claim.source),
                    "gsi1pk": RUNNING,
                    "gsi1sk": now.isoformat(),
                    "execution": claim.execution,
                    "claim": claim.model_dump_json(),
                },
                ConditionExpression=f"{free} OR execution = :execution",
                ExpressionAttributeValues={":execution": claim.execution},
            )
        except self._failed:
            return False
        return True

    def contact_id(self, source: Source) -> str | None:
        """Of the contact that a file became, once it was taken."""
        item = self._table.get_item(Key=_claim_key(source), ConsistentRead=True).get("Item")
        return Claim.model_validate_json(str(item["claim"])).contact_id if item else None

    def release(self, source: Source) -> None:
        """The execution that has the file is done with it; it may be analysed again."""
        self._table.update_item(Key=_claim_key(source), UpdateExpression="REMOVE gsi1pk, gsi1sk")

    def forget(self, source: Source) -> None:
        self._table.delete_item(Key=_claim_key(source))

    def running(self, before: datetime) -> Iterator[Claim]:
        """Files that were taken before that time and are not done with."""
        for row in self._since(RUNNING, before):
            yield Claim.model_validate_json(str(row["claim"]))

    def unclaimed(self, sources: Sequence[Source]) -> list[Source]:
        """Those that no execution ever took."""
        known: set[str] = set()
        for at in range(0, len(sources), BATCH):
            keys: Any = [_claim_key(source) for source in sources[at : at + BATCH]]
            while keys:
                answer = self._table.meta.client.batch_get_item(
                    RequestItems={self._table.name: {"Keys": keys, "ProjectionExpression": "pk"}}
                )
                known |= {str(row["pk"]) for row in answer["Responses"].get(self._table.name, [])}
                left: dict[str, Any] = dict(answer.get("UnprocessedKeys", {}))
                keys = left.get(self._table.name, {}).get("Keys")
        return [source for source in sources if _claim_key(source)["pk"] not in known]

    def keep_token(self, job_name: str, token: str, task: dict[str, Any]) -> None:
        """The token of the task that waits for the job, and what the task shall be told."""
        now = datetime.now(UTC)
        kept = WaitingTask(job_name=job_name, token=token, task=task)
        self._table.put_item(
            Item={
                **_job_key(job_name),
                "gsi1pk": WAITING,
                "gsi1sk": now.isoformat(),
                "waiting": kept.model_dump_json(),
                "expires_at": int((now + TOKEN_LIVES).timestamp()),
            }
        )

    def token(self, job_name: str) -> WaitingTask | None:
        item = self._table.get_item(Key=_job_key(job_name), ConsistentRead=True).get("Item")
        return WaitingTask.model_validate_json(str(item["waiting"])) if item else None

    def waiting(self, before: datetime) -> Iterator[WaitingTask]:
        """Tasks that have waited since before that time."""
        for row in self._since(WAITING, before):
            yield WaitingTask.model_validate_json(str(row["waiting"]))

    def drop_token(self, job_name: str) -> None:
        self._table.delete_item(Key=_job_key(job_name))

    def _since(self, state: str, before: datetime) -> Iterator[dict[str, Any]]:
        asked: Any = {
            "IndexName": "gsi1",
            "KeyConditionExpression": Key("gsi1pk").eq(state)
            & Key("gsi1sk").lt(before.isoformat()),
        }
        while True:
            page = self._table.query(**asked)
            yield from page["Items"]
            if "LastEvaluatedKey" not in page:
                return
            asked["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def _claim_key(source: Source) -> dict[str, str]:
    claimed = derived_id(source.bucket, source.key, source.version_id)
    return {"pk": f"CLAIM#{claimed}", "sk": "CLAIM"}


def _job_key(job_name: str) -> dict[str, str]:
    return {"pk": f"JOB#{job_name}", "sk": "TOKEN"}
