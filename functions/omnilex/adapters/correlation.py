"""Every line that a function logs says which conversation, file or request it belongs to."""

import functools
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.domain import correlation

Handler = Callable[[dict[str, Any], LambdaContext], Any]


def later(event: dict[str, Any]) -> None:
    """The event does not tell; the handler sets the id when it has found it."""


def correlated(
    logger: Logger, id_of: Callable[[dict[str, Any]], str | None] = later
) -> Callable[[Handler], Handler]:
    """For ``lambda_handler``: nothing of the event before stays on the lines of this one."""

    def decorate(handler: Handler) -> Handler:
        @logger.inject_lambda_context(clear_state=True)
        @functools.wraps(handler)
        def handle(event: dict[str, Any], context: LambdaContext) -> Any:
            logger.set_correlation_id(id_of(event))
            return handler(event, context)

        return handle

    return decorate


def by_session(event: dict[str, Any]) -> str:
    """A Lex V2 code-hook event."""
    return correlation.of_session(event["sessionId"])


def by_call(event: dict[str, Any]) -> str:
    """A contact flow's event: Connect talks to the bot in a session of the contact's id."""
    return correlation.of_session(event["Details"]["ContactData"]["ContactId"])


def by_request(event: dict[str, Any]) -> str:
    """An HTTP API event; the access log has the same id."""
    return str(event["requestContext"]["requestId"])


def by_file(event: dict[str, Any]) -> str:
    """An S3 event of EventBridge."""
    bucket, file = event["detail"]["bucket"], event["detail"]["object"]
    return correlation.of_file(bucket["name"], file["key"], file.get("version-id"))


def by_execution(event: dict[str, Any]) -> str:
    """A task of a state machine that is told its execution's ARN."""
    return str(event["execution"]).rsplit(":", 1)[-1]


def by_event(event: dict[str, Any]) -> str | None:
    """An event of EventBridge's own schedule."""
    return event.get("id")


def by_input(event: dict[str, Any]) -> str | None:
    """Who scheduled the event has written the id into it."""
    return event.get("correlation_id")
