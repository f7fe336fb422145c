"""A Transcribe job has ended: answer the task that waits for it."""

from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters.contacts_table import ContactsTable
from omnilex.adapters.transcribe import Transcribe
from omnilex.adapters.waiting_tasks import WaitingTasks
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
contacts = ContactsTable(boto3.resource("dynamodb").Table(settings.contacts_table))
transcribe = Transcribe(boto3.client("transcribe"))
tasks = WaitingTasks(boto3.client("stepfunctions"))


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> None:
    """EventBridge's "Transcribe Job State Change".

    A job that nothing waits for, because it is another's or was answered before, is left alone. The
    token goes last: an event that comes again after a crash in between finds it.
    """
    job_name = event["detail"]["TranscriptionJobName"]
    waiting = contacts.token(job_name)
    if waiting is None:
        logger.info("nothing waits for this job", job_name=job_name)
        return
    token, task = waiting
    tasks.answer(token, task, transcribe.outcome(job_name))
    contacts.drop_token(job_name)
