"""FailBulkUpload: the row of the bulk upload says that it stopped, and why."""

from datetime import UTC, datetime
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.bulk_table import BulkTable
from omnilex.adapters.correlation import by_execution, correlated
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
bulk = BulkTable(boto3.resource("dynamodb").Table(settings.contacts_table))


@correlated(logger, by_execution)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """``{"execution", "error"}`` -> ``{"reason"}``; another execution's row is left as it is."""
    error = event["error"]["Error"]
    reason = f"The bulk upload stopped at an error ({error}). Start it again: nothing is lost."
    progress = bulk.get()
    if progress is not None and progress.execution == event["execution"]:
        bulk.put(progress.failed(datetime.now(UTC), reason))
    logger.warning("bulk upload failed", error=error)
    return {"reason": reason}
