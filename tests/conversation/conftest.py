"""The bank's bot in the Lex runtime, with the real functions behind it, in this process."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import search_faq
from moto import mock_aws
from moto.awslambda_simple.models import LambdaSimpleBackend

from local.lex.bot.files import read_bot
from local.lex.bots import BuiltBot, build
from local.lex.talking import Conversation
from omnilex.adapters import faq_files
from omnilex.adapters.bank_table import PLANS as PLANS_PARTITION
from omnilex.adapters.bank_table import plan_item
from omnilex.domain.demo_bank import CUSTOMERS, PLANS
from omnilex.domain.wording import Language
from omnilex.handlers import route_intent
from omnilex.handlers.load_bank import faq_item
from tests.conftest import INTENT_FUNCTIONS
from tests.integration.analytics.machine import Functions
from tests.integration.bank.world import CONTEXT, World, create_services, create_tables

ROOT = Path(__file__).parents[2]
FAQ_ITEMS = {
    language: [faq_item(entry) for entry in faq_files.read(language)] for language in Language
}
Talk = Callable[..., Conversation]


@pytest.fixture(scope="session")
def bot() -> BuiltBot:
    return build(read_bot(ROOT / "template.yaml"))


@pytest.fixture(scope="module")
def questions() -> None:
    """The search reads its questions; it keeps them longer than the tests of one file take."""
    with mock_aws():
        create_tables()
        for language, items in FAQ_ITEMS.items():
            World().bank.replace(f"FAQ#{language}", items)
        search_faq.faq.read()


@pytest.fixture
def world(questions: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The bank on its first day, with two customers."""
    with bank_in_lambda(monkeypatch) as world:
        for customer in CUSTOMERS[:2]:
            world.open_accounts(
                customer.customer_number, customer.phone, customer.name, customer.pin
            )
        yield world


@contextmanager
def bank_in_lambda(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A bank without customers; PINs are hashed cheaply, all else is as it is deployed."""
    functions = Functions()
    monkeypatch.setattr(
        LambdaSimpleBackend, "invoke", lambda _, *asked, **named: functions.invoke(*asked, **named)
    )
    with mock_aws(config={"lambda": {"use_docker": False}}):
        create_tables()
        create_services()
        for name in INTENT_FUNCTIONS.values():
            functions.add(name, handler_of(name))
        functions.add("omnilex-search-faq", lambda asked: search_faq.lambda_handler(asked, CONTEXT))
        world = World()
        world.bank.replace(PLANS_PARTITION, [plan_item(plan) for plan in PLANS])
        yield world


def handler_of(function: str) -> Callable[[dict[str, Any]], Any]:
    module = import_module(
        f"omnilex.handlers.{function.removeprefix('omnilex-').replace('-', '_')}"
    )
    return lambda asked: module.lambda_handler(asked, CONTEXT)


@pytest.fixture
def talk(bot: BuiltBot, world: World) -> Talk:
    """A conversation in a locale, and in a session where one is named; the router is its hook."""

    def call(function_arn: str, event: bytes, timeout_s: float) -> bytes:
        return json.dumps(route_intent.lambda_handler(json.loads(event), CONTEXT)).encode()

    def begin(locale: str = "en_US", session_id: str | None = None) -> Conversation:
        return Conversation(bot, locale, invoke=(call, "arn:router"), session_id=session_id)

    return begin
