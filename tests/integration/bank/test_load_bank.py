import json
from collections.abc import Iterator

import pytest

from omnilex.domain.pin import is_right
from omnilex.handlers.load_bank import lambda_handler
from tests.integration.bank.world import ANA, CONTEXT, NOON, PEPPER, World, event
from tests.integration.custom_resource import CloudFormation, listening


@pytest.fixture
def cloudformation() -> Iterator[CloudFormation]:
    with listening(lambda event: lambda_handler(event, CONTEXT)) as cloudformation:
        yield cloudformation


@pytest.fixture
def empty(aws: None) -> World:
    return World()


def test_a_new_stack_gets_plans_and_demonstration_customers(
    empty: World, cloudformation: CloudFormation
):
    answer = cloudformation.tell(event("load_bank", "stack_created"))

    customers = json.loads(answer["Data"]["DemoCustomers"])
    ana = empty.bank.find_customer("416 555 0142")
    assert answer["Status"] == "SUCCESS"
    assert answer["PhysicalResourceId"] == "BankRecords"
    assert answer["RequestId"] == event("load_bank", "stack_created")["RequestId"]
    assert [set(one) for one in customers] == [{"name", "phone", "pin", "customer_number"}] * 4
    assert is_right(customers[0]["pin"], ana.pin_hash, PEPPER)
    assert {one.kind for one in empty.bank.accounts(ANA)} == {
        "CHECKING",
        "SAVINGS",
        "MORTGAGE",
        "CREDIT_CARD",
        "CAR_LOAN",
        "BILLER",
    }
    assert len(empty.items("PLANS")) >= 4


def test_an_update_changes_nothing_that_is_there(empty: World, cloudformation: CloudFormation):
    cloudformation.tell(event("load_bank", "stack_created"))
    empty.bank.pay(empty.payment(), paid_at=NOON)

    answer = cloudformation.tell(event("load_bank", "stack_updated"))

    assert answer["Status"] == "SUCCESS"
    assert empty.account("checking account").balance_cents == 4_192_72


def test_production_has_plans_and_no_demonstration_customers(
    empty: World, cloudformation: CloudFormation
):
    answer = cloudformation.tell(event("load_bank", "production_stack_created"))

    assert answer["Data"]["DemoCustomers"] == "[]"
    assert empty.items("CUSTOMER") == []
    assert empty.items("PLANS")


def test_a_deleted_stack_leaves_the_records_alone(empty: World, cloudformation: CloudFormation):
    cloudformation.tell(event("load_bank", "stack_created"))

    answer = cloudformation.tell(event("load_bank", "stack_deleted"))

    assert answer["Status"] == "SUCCESS"
    assert empty.items("CUSTOMER")


def test_a_failure_is_told_with_its_reason(empty: World, cloudformation: CloudFormation):
    answer = cloudformation.tell(event("load_bank", "stage_missing"))

    assert answer["Status"] == "FAILED"
    assert answer["Reason"] == "KeyError: 'Stage'"
