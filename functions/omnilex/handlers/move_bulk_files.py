"""MoveBulkFiles: as many files as Transcribe has room for go where they are analysed."""

from datetime import UTC, datetime
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.bulk_bucket import SEEN, BulkBucket
from omnilex.adapters.bulk_table import BulkTable, TurnTakenError
from omnilex.adapters.configuration import ConfigurationStore
from omnilex.adapters.correlation import by_execution, correlated
from omnilex.adapters.transcribe import Transcribe
from omnilex.domain.bulk import WAIT_S, room
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
bulk = BulkTable(boto3.resource("dynamodb").Table(settings.contacts_table))
configuration = ConfigurationStore(boto3.client("ssm"), settings.configuration_path)
s3 = boto3.client("s3")
transcribe = Transcribe(boto3.client("transcribe"))


@correlated(logger, by_execution)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """``{"execution", "iteration"}`` -> ``{"iteration", "is_empty", "wait_s"}``.

    Raises TurnTakenError where another execution has taken over.
    """
    progress = bulk.get()
    if progress is None or progress.execution != event["execution"]:
        raise TurnTakenError("Another execution has the bulk upload.")
    configured = configuration.get()
    bucket = BulkBucket(s3, configured.bulk_upload_bucket)
    seen, jobs = bucket.files(), transcribe.jobs_under_way()
    folders = [one for one in seen if one.is_folder]
    chosen = [one for one in seen if not one.is_folder][: room(configured, jobs)]
    bucket.move(
        [*folders, *chosen], configured.input_bucket_name, configured.input_bucket_raw_audio
    )
    progress = progress.one_on(
        datetime.now(UTC),
        moved=len(chosen),
        moved_bytes=sum(one.size_bytes for one in chosen),
        left=len(seen) - len(folders) - len(chosen) or int(len(seen) == SEEN),
        jobs=jobs,
    )
    bulk.put(progress)
    logger.info("moved", files=len(chosen), left=progress.left, jobs=jobs)
    return {"iteration": event["iteration"] + 1, "is_empty": not progress.left, "wait_s": WAIT_S}
