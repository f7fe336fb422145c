"""How `omnilex invoke` finds a function and its event, as the Makefile's F and E give them."""

import io
import json
from pathlib import Path

import pytest

from local.commands.invoke import handler_of, heard_by_cloudformation, read_event
from local.stack.environment import ACCOUNT
from local.stack.errors import UsageError
from omnilex.adapters import custom_resource

ROOT = Path(__file__).parents[3]
EVENTS = ROOT / "events"


@pytest.mark.parametrize(
    "function",
    ["MakePaymentFunction", "MakePayment", "make-payment", "make_payment", "omnilex-make-payment"],
)
def test_a_function_goes_by_its_resource_its_name_or_its_handler(function: str):
    assert handler_of(function) == "make_payment"


@pytest.mark.parametrize("event", sorted(EVENTS.glob("*/*.json")), ids=lambda one: one.stem)
def test_every_event_is_found_by_its_handler_and_its_situation(event: Path):
    here = event.read_text().replace("123456789012", ACCOUNT)

    assert read_event(event.parent.name, event.stem) == json.loads(here)


def test_an_event_may_be_any_file(tmp_path: Path):
    own = tmp_path / "mine.json"
    own.write_text('{"mine": "123456789012"}')

    assert read_event("unlock_pin", str(own)) == {"mine": "123456789012"}


def test_a_situation_that_is_not_there_is_refused_with_those_there_are():
    with pytest.raises(UsageError, match="There is no event mine") as refused:
        read_event("execute_payment", "mine")

    assert "day_has_come" in refused.value.remedy


def test_an_event_is_read_from_standard_input(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", io.StringIO('{"typed": 1}'))

    assert read_event("make_payment", "-") == {"typed": 1}


def test_what_is_no_json_is_refused(tmp_path: Path):
    broken = tmp_path / "broken.json"
    broken.write_text("{")

    with pytest.raises(UsageError, match="is not JSON"):
        read_event("make_payment", str(broken))


def test_without_an_event_the_situations_are_told():
    with pytest.raises(UsageError, match="Which event") as refused:
        read_event("execute_payment", None)

    assert "day_has_come" in refused.value.remedy


def test_what_cloudformation_would_be_told_is_heard():
    event = read_event("load_bank", "stack_created")

    with heard_by_cloudformation(event) as heard:
        custom_resource.answer(event, custom_resource.SUCCESS, {"DemoCustomers": "[]"})

    assert [(one["Status"], one["LogicalResourceId"]) for one in heard] == [
        ("SUCCESS", "BankRecords")
    ]


def test_of_any_other_event_nothing_is_heard():
    event = read_event("execute_payment", "day_has_come")

    with heard_by_cloudformation(event) as heard:
        assert event == read_event("execute_payment", "day_has_come")

    assert heard == []
