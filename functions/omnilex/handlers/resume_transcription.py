"""A Transcribe job has ended: answer the task that waits for it."""

from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.contacts_table import ContactsTable
from omnilex.adapters.correlation import correlated
from omnilex.adapters.runs_table import RunsTable
from omnilex.adapters.transcribe import Transcribe
from omnilex.adapters.waiting_tasks import WaitingTasks
from omnilex.domain.registration import with_language
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
table = boto3.resource("dynamodb").Table(settings.contacts_table)
contacts, runs = ContactsTable(table), RunsTable(table)
transcribe = Transcribe(boto3.client("transcribe"))
tasks = WaitingTasks(boto3.client("stepfunctions"))


@correlated(logger)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> None:
    """EventBridge's "Transcribe Job State Change" or "Call Analytics Job State Change".

    A job that nothing waits for, because it is another's or was answered before, is left alone. The
    token goes last: an event that comes again after a crash in between finds it.
    """
    detail = event["detail"]
    job_name = detail.get("TranscriptionJobName") or detail["JobName"]
    waiting = runs.token(job_name)
    if waiting is None:
        logger.info("nothing waits for this job", job_name=job_name)
        return
    logger.set_correlation_id(waiting.task.get("correlation_id"))
    outcome = transcribe.outcome(job_name, analytics=waiting.task["is_analytics"])
    if outcome.language_score is not None:
        contacts.put(with_language(contacts.get(waiting.task["contact_id"]), outcome))
    tasks.answer(waiting.token, waiting.task, outcome)
    logger.info("transcribed", contact_id=waiting.task["contact_id"], status=outcome.status)
    runs.drop_token(job_name)
