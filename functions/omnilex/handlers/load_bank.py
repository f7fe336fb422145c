"""Custom resource: loads plans, and the demonstration customers unless the stage is prod."""

import json
import secrets
from collections.abc import Iterator
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters import custom_resource
from omnilex.adapters.bank_table import BankTable, account_item, customer_item, plan_item
from omnilex.adapters.pin_pepper import PinPepper
from omnilex.domain.customer import Customer
from omnilex.domain.demo_bank import CUSTOMERS, PLANS, DemoCustomer, accounts_of
from omnilex.domain.pin import hash_pin
from omnilex.settings import PinSettings

logger = Logger()
settings = PinSettings.from_env()
bank = BankTable(boto3.resource("dynamodb").Table(settings.bank_table))
pepper = PinPepper(boto3.client("secretsmanager"), settings.pin_pepper_secret)


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> None:
    """A CloudFormation custom-resource request; what is loaded already stays as it is."""
    try:
        values = (
            load(event["ResourceProperties"]["Stage"]) if event["RequestType"] != "Delete" else {}
        )
    except Exception as error:
        logger.exception("the bank could not be loaded")
        custom_resource.answer(
            event, custom_resource.FAILED, {}, f"{type(error).__name__}: {error}"
        )
    else:
        custom_resource.answer(event, custom_resource.SUCCESS, values)


def load(stage: str) -> dict[str, str]:
    """``{"DemoCustomers": JSON}``; [] in prod, where nothing of the demonstration is loaded."""
    customers = () if stage == "prod" else CUSTOMERS
    bank.put_new(plan_item(plan) for plan in PLANS)
    for customer in customers:
        bank.put_new(items_of(customer))
    return {"DemoCustomers": json.dumps([customer.model_dump() for customer in customers])}


def items_of(demo: DemoCustomer) -> Iterator[dict[str, Any]]:
    customer = Customer(
        customer_id=demo.customer_number,
        name=demo.name,
        phone=demo.phone,
        pin_hash=hash_pin(demo.pin, salt=secrets.token_bytes(16), pepper=pepper.get()),
    )
    yield customer_item(customer)
    yield from map(account_item, accounts_of(demo.customer_number))
