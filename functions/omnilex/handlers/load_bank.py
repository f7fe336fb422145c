"""Custom resource: loads plans, frequent questions, and demonstration customers unless in prod."""

import json
import secrets
from collections.abc import Iterator
from typing import Any

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from omnilex.adapters import custom_resource, faq_files
from omnilex.adapters.bank_table import PLANS as PLANS_PARTITION
from omnilex.adapters.bank_table import BankTable, account_item, customer_item, plan_item
from omnilex.adapters.correlation import correlated
from omnilex.adapters.pin_pepper import PinPepper
from omnilex.domain.customer import Customer
from omnilex.domain.demo_bank import CUSTOMERS, PLANS, DemoCustomer, accounts_of
from omnilex.domain.pin import Cost, check_new_pin, hash_pin
from omnilex.domain.wording import Language
from omnilex.settings import PinSettings

logger = Logger()
settings = PinSettings.from_env()
bank = BankTable(boto3.resource("dynamodb").Table(settings.bank_table))
cost = Cost.model_validate(settings.pin_hash_cost)
pepper = PinPepper(boto3.client("secretsmanager"), settings.pin_pepper_secret)


@correlated(logger)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> None:
    """A CloudFormation custom-resource request; a customer loaded already stays as is."""
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
    bank.replace(PLANS_PARTITION, [plan_item(plan) for plan in PLANS])
    for language in Language:
        entries = faq_files.read(language)
        bank.replace(f"FAQ#{language}", [faq_item(entry) for entry in entries])
    for customer in customers:
        bank.put_new(items_of(customer))
    return {"DemoCustomers": json.dumps([customer.model_dump() for customer in customers])}


def faq_item(entry: faq_files.FaqEntry) -> dict[str, Any]:
    return {"sk": entry.source, **entry.model_dump(mode="json")}


def items_of(demo: DemoCustomer) -> Iterator[dict[str, Any]]:
    check_new_pin(demo.pin)
    customer = Customer(
        customer_id=demo.customer_number,
        name=demo.name,
        phone=demo.phone,
        pin_hash=hash_pin(
            demo.pin,
            salt=secrets.token_bytes(16),
            pepper=pepper.get(),
            cost=cost,
        ),
    )
    yield customer_item(customer)
    yield from map(account_item, accounts_of(demo.customer_number))
