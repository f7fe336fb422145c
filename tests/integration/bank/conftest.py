"""A bank on moto with one customer, Ana Moreau, and one conversation of hers."""

import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws
from moto.dynamodb.responses import DynamoHandler

from tests.integration.bank.messaging import Vendor, create_secrets
from tests.integration.bank.world import World, create_services, create_tables

# Of a log record: numbers that may hold any digits by chance.
CHANCE = {"created", "msecs", "relativeCreated", "thread", "process"}


@pytest.fixture
def aws() -> Iterator[None]:
    with mock_aws():
        create_tables()
        create_services()
        yield


@pytest.fixture
def world(aws: None) -> World:
    world = World()
    world.open_accounts()
    return world


@pytest.fixture(scope="session")
def vendors() -> Vendor:
    return Vendor()


@pytest.fixture
def vendor(world: World, vendors: Vendor) -> Vendor:
    """Twilio and Slack, to whom nothing has been sent yet, and the secrets shared with them."""
    vendors.forget()
    create_secrets(vendors.url)
    return vendors


@pytest.fixture
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """DynamoDB decides one write after the other; moto, unless it is made to, does not."""
    lock, call = threading.RLock(), DynamoHandler.call_action

    def call_alone(handler: DynamoHandler) -> Any:
        with lock:
            return call(handler)

    monkeypatch.setattr(DynamoHandler, "call_action", call_alone)


@pytest.fixture
def log() -> Iterator[list[str]]:
    """Everything the functions log during a test, each record with all that it carries."""
    records: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            records.append(repr({k: v for k, v in vars(record).items() if k not in CHANCE}))

    logger, keep = logging.getLogger("test"), Keep()
    logger.addHandler(keep)
    yield records
    logger.removeHandler(keep)
