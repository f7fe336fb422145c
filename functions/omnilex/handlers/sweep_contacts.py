"""SweepContacts: whatever has come to a stop without an end is brought to one."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.configuration import ConfigurationStore
from omnilex.adapters.contacts_table import ContactsTable
from omnilex.adapters.correlation import by_event, correlated
from omnilex.adapters.executions import RUNNING, Executions, status_of
from omnilex.adapters.metrics import Metric, Metrics
from omnilex.adapters.recordings_bucket import RecordingsBucket
from omnilex.adapters.runs_table import Claim, RunsTable, WaitingTask
from omnilex.adapters.s3_events import to_detail
from omnilex.adapters.transcribe import Transcribe
from omnilex.adapters.waiting_tasks import WaitingTasks
from omnilex.domain import sweeping
from omnilex.domain.contact import Contact, ContactNotFoundError, Source
from omnilex.settings import SweepSettings

T = TypeVar("T")
logger = Logger()
metrics = Metrics(logger)
settings = SweepSettings.from_env()
table = boto3.resource("dynamodb").Table(settings.contacts_table)
contacts, runs = ContactsTable(table), RunsTable(table)
configuration = ConfigurationStore(boto3.client("ssm"), settings.configuration_path)
recordings = RecordingsBucket(boto3.client("s3"))
transcribe = Transcribe(boto3.client("transcribe"))
states = boto3.client("stepfunctions")
tasks = WaitingTasks(states)
executions = Executions(states, settings.state_machine_arn)


@correlated(logger, by_event)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Every quarter of an hour -> ``{"answered", "ended", "started"}``: how many of each.

    A task whose job has ended, though nobody told it, is answered, and one whose job goes on is
    told so. A file whose execution is dead fails. A file that no execution took gets one. Raises an
    ExceptionGroup of what could not be swept, once all was tried.
    """
    now = datetime.fromisoformat(event["time"]) if "time" in event else datetime.now(UTC)
    before = now - sweeping.PATIENCE
    troubles: list[Exception] = []
    swept = {
        "answered": count(look_after, list(runs.waiting(before)), troubles),
        "ended": count(lambda claim: end(claim, now), list(runs.running(before)), troubles),
        "started": count(lambda source: start(source, now), list(missed(now)), troubles),
    }
    metrics.count(Metric.CONTACTS_STUCK, swept["ended"] + swept["started"] + len(troubles))
    logger.info("swept", swept=swept, troubles=len(troubles))
    if troubles:
        raise ExceptionGroup("not everything could be swept", troubles)
    return swept


def count(sweep: Callable[[T], bool], found: Iterable[T], troubles: list[Exception]) -> int:
    """How many were swept; one that makes trouble does not keep the others from it."""
    done = 0
    for one in found:
        try:
            done += sweep(one)
        except Exception as trouble:  # noqa: BLE001  raised with the others when all were seen
            troubles.append(trouble)
    return done


def look_after(waiting: WaitingTask) -> bool:
    """Whether the job has ended and the task was told."""
    if not tasks.beat(waiting.token):
        runs.drop_token(waiting.job_name)
        return False
    outcome = transcribe.outcome(waiting.job_name, analytics=waiting.task["is_analytics"])
    if not outcome.has_ended:
        return False
    tasks.answer(waiting.token, waiting.task, outcome)
    runs.drop_token(waiting.job_name)
    return True


def end(claim: Claim, now: datetime) -> bool:
    """Whether a dead execution's file was sent to fail."""
    status = status_of(states, claim.execution)
    if status == RUNNING:
        return False
    contact = find(claim.contact_id)
    if contact is not None and sweeping.has_ended(contact, claim.source):
        runs.release(claim.source)
        return False
    error = {"Error": sweeping.error_of(status), "Cause": ""}
    given = {
        "detail": to_detail(claim.source),
        "contact": {"contact_id": claim.contact_id},
        "error": error,
    }
    return executions.start(sweeping.name_of(claim.source, now), given)


def find(contact_id: str) -> Contact | None:
    try:
        return contacts.get(contact_id)
    except ContactNotFoundError:
        return None


def missed(now: datetime) -> Iterator[Source]:
    """Files that arrived and that nothing ever took up."""
    configured = configuration.get()
    arrived = recordings.arrived(
        configured.input_bucket_name,
        f"{configured.input_bucket_raw_audio}/",
        since=now - timedelta(days=1),
        until=now - sweeping.PATIENCE,
    )
    yield from runs.unclaimed(list(arrived))


def start(source: Source, now: datetime) -> bool:
    return executions.start(sweeping.name_of(source, now), {"detail": to_detail(source)})
