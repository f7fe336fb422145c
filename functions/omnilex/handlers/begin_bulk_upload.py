"""BeginBulkUpload: one execution at a time moves files on."""

from datetime import UTC, datetime
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.bulk_table import BulkTable, TurnTakenError
from omnilex.adapters.correlation import by_execution, correlated
from omnilex.adapters.executions import RUNNING, status_of
from omnilex.domain.bulk import BulkProgress, BulkStatus
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
bulk = BulkTable(boto3.resource("dynamodb").Table(settings.contacts_table))
states = boto3.client("stepfunctions")


@correlated(logger, by_execution)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """``{"execution", "asked"}`` -> ``{"is_the_only_one", "iteration"}``.

    A second start while one runs is told so. One that ``continues`` another takes its turn over and
    counts on; so does a new one from an execution that is dead.
    """
    now = datetime.now(UTC)
    former = bulk.get()
    continues = event["asked"].get("continues")
    own = BulkProgress(execution=event["execution"], started_at=now, updated_at=now)
    if former and former.execution in {continues, own.execution}:
        own = former.model_copy(update={"execution": own.execution, "updated_at": now})
    is_free = former and (former.execution == continues or is_dead(former))
    try:
        bulk.take(own, over_from=former.execution if former and is_free else None)
    except TurnTakenError:
        logger.info("another bulk upload runs")
        return {"is_the_only_one": False, "iteration": 0}
    return {"is_the_only_one": True, "iteration": 0}


def is_dead(former: BulkProgress) -> bool:
    """Whether the execution that has the turn has ended without saying so."""
    return former.status is BulkStatus.RUNNING and status_of(states, former.execution) != RUNNING
