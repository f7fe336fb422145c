"""What the decorator of every handler puts on its lines."""

import importlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from aws_lambda_powertools import Logger

from omnilex.adapters.correlation import (
    by_call,
    by_execution,
    by_file,
    by_input,
    by_request,
    by_session,
    correlated,
)
from omnilex.domain import correlation
from tests.integration.analytics.world import CONTEXT

ROOT = Path(__file__).parents[2]
HANDLERS = sorted(path.stem for path in (ROOT / "functions/omnilex/handlers").glob("[a-z]*.py"))


def lines_of(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.mark.parametrize("name", HANDLERS)
def test_every_handler_says_where_its_lines_belong(name: str):
    text = (ROOT / f"functions/omnilex/handlers/{name}.py").read_text()

    assert "@correlated(logger" in text
    assert "inject_lambda_context" not in text


def test_each_line_has_the_id_of_its_event_and_nothing_of_the_event_before():
    written = io.StringIO()
    logger = Logger(service="two-events", stream=written)

    @correlated(logger, by_input)
    def handle(event: dict[str, Any], context: Any) -> None:
        logger.append_keys(left="behind") if "correlation_id" in event else None
        logger.info("seen")

    handle({"correlation_id": "talk-1"}, CONTEXT)
    handle({}, CONTEXT)

    first, second = lines_of(written)
    assert first["correlation_id"] == "talk-1"
    assert "correlation_id" not in second
    assert "left" not in second


def test_each_kind_of_event_is_told_apart_by_what_it_is_about():
    s3 = {"bucket": {"name": "b"}, "object": {"key": "k", "version-id": "v"}}
    connect = {"Details": {"ContactData": {"ContactId": "c-001"}}}

    assert by_session({"sessionId": "web.1"}) == correlation.of_session("web.1")
    assert by_call(connect) == correlation.of_session("c-001")
    assert by_file({"detail": s3}) == correlation.of_file("b", "k", "v")
    assert by_request({"requestContext": {"requestId": "r-001"}}) == "r-001"
    assert by_execution({"execution": "arn:aws:states:us-east-1:1:execution:m:e-1"}) == "e-1"


def test_a_handler_that_is_imported_logs_through_the_logger_it_correlates():
    module = importlib.import_module("omnilex.handlers.execute_payment")

    assert module.lambda_handler.__wrapped__
