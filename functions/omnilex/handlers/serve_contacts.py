"""The dashboard's API: the list of contacts, and one contact with its audio."""

import json
from http import HTTPStatus
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response, content_types
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, Field, ValidationError

from omnilex.adapters.configuration import ConfigurationStore
from omnilex.adapters.contacts_table import ContactsTable, CursorError
from omnilex.adapters.http_api import refuse
from omnilex.adapters.recordings_bucket import RecordingsBucket
from omnilex.adapters.results_bucket import ResultsBucket, parsed_key
from omnilex.domain.contact import Contact, ContactNotFoundError, Status
from omnilex.settings import Settings

logger = Logger()
settings = Settings.from_env()
contacts = ContactsTable(boto3.resource("dynamodb").Table(settings.contacts_table))
configuration = ConfigurationStore(boto3.client("ssm"), settings.configuration_path)
s3 = boto3.client("s3")
recordings = RecordingsBucket(s3)
app = APIGatewayHttpResolver()


class ListRequest(BaseModel):
    limit: int = Field(default=50, ge=1, le=100)
    cursor: str | None = None


@app.get("/contacts")
def newest_contacts() -> Response[str]:
    asked = ListRequest.model_validate(app.current_event.query_string_parameters or {})
    page, cursor = contacts.newest(asked.limit, asked.cursor)
    return answer({"contacts": [contact.row() for contact in page], "next_cursor": cursor})


@app.get("/contacts/<contact_id>")
def one_contact(contact_id: str) -> Response[str]:
    contact = whole(contacts.get(contact_id))
    url = contact.playback_key and recordings.sign(contact.source.bucket, contact.playback_key)
    return answer({**contact.model_dump(mode="json"), "audio_url": url})


def whole(contact: Contact) -> Contact:
    """With its turns, once there are any."""
    if contact.status is not Status.ANALYZED:
        return contact
    configured = configuration.get()
    results = ResultsBucket(s3, configured.output_bucket_name)
    return results.contact(parsed_key(configured.output_bucket_parsed_results, contact.contact_id))


def answer(body: dict[str, Any]) -> Response[str]:
    headers = {"Cache-Control": "no-store"}
    return Response(HTTPStatus.OK, content_types.APPLICATION_JSON, json.dumps(body), headers)


@app.exception_handler(ContactNotFoundError)
def unknown(error: ContactNotFoundError) -> Response[str]:
    return refuse(HTTPStatus.NOT_FOUND, "contact_not_found", "There is no such contact.")


@app.exception_handler([ValidationError, CursorError])
def malformed(error: Exception) -> Response[str]:
    return refuse(
        HTTPStatus.BAD_REQUEST, "bad_request", "limit is 1 to 100; cursor comes from the last page."
    )


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """An HTTP API event (payload 2.0)."""
    return app.resolve(event, context)
