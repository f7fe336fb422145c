"""The dashboard's API; its routes are in ``omnilex.api``."""

from typing import Any
from zoneinfo import ZoneInfo

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config

from omnilex.adapters.audit_trail import AuditTrail
from omnilex.adapters.bank_table import BankTable
from omnilex.adapters.configuration import ConfigurationStore
from omnilex.adapters.contact_notes import ContactNotes
from omnilex.adapters.contacts_table import ContactsTable
from omnilex.adapters.correlation import by_request, correlated
from omnilex.adapters.executions import Executions
from omnilex.adapters.faq_search import FaqSearch, KendraFaq
from omnilex.adapters.recordings_bucket import RecordingsBucket
from omnilex.adapters.search_index import SearchIndex
from omnilex.adapters.summary_items import Summaries
from omnilex.adapters.visits import Visits
from omnilex.api.app import build
from omnilex.api.desk import Desk
from omnilex.settings import ApiSettings

# Within this function's own time, so that there is an answer even when there are no answers.
IMPATIENT = Config(read_timeout=20, retries={"total_max_attempts": 1})
# S3 gives what is encrypted under a key of KMS to this signature alone; boto3 would take version 2.
SIGNED = Config(signature_version="s3v4")

logger = Logger()
settings = ApiSettings.from_env()
dynamodb, s3 = boto3.resource("dynamodb"), boto3.client("s3", config=SIGNED)
bank_table = dynamodb.Table(settings.bank_table)
contacts_table = dynamodb.Table(settings.contacts_table)
search_table = dynamodb.Table(settings.search_table)
app = build(
    Desk(
        contacts=ContactsTable(contacts_table),
        notes=ContactNotes(contacts_table),
        index=SearchIndex(search_table),
        summaries=Summaries(search_table),
        configuration=ConfigurationStore(boto3.client("ssm"), settings.configuration_path),
        s3=s3,
        recordings=RecordingsBucket(s3),
        executions=Executions(boto3.client("stepfunctions"), settings.state_machine_arn),
        audit_trail=AuditTrail(bank_table),
        bank=BankTable(bank_table),
        visits=Visits(dynamodb.Table(settings.sessions_table)),
        faq=KendraFaq(boto3.client("kendra"), settings.kendra_index_id)
        if settings.kendra_index_id
        else FaqSearch(boto3.client("lambda", config=IMPATIENT), settings.search_faq_function),
        zone=ZoneInfo(settings.bank_time_zone),
    )
)


@correlated(logger, by_request)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """An HTTP API event (payload 2.0) behind the JWT authorizer."""
    return app.resolve(event, context)
