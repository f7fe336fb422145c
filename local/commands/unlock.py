"""`omnilex unlock`: let a customer try the PIN again, as an administrator of the bank would."""

import argparse

from local.commands.arguments import Subcommands, add_command, add_stage, chosen_stack
from local.commands.chat import find_customer
from local.commands.product import staff_api
from local.stack.description import Deployment, Stack


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "unlock",
        run,
        does="let a customer whose PIN is locked try again; it is written to the audit trail",
        example='omnilex unlock "Ana Moreau"',
    )
    parser.add_argument("customer", metavar="CUSTOMER", help="name, phone or customer number")
    add_stage(parser)


def run(arguments: argparse.Namespace) -> int:
    stack = chosen_stack(arguments)
    name, number = customer_of(stack, arguments.customer)
    staff_api(stack).unlock(number)
    print(f"{name} can try the PIN again, in a new conversation.")
    return 0


def customer_of(stack: Deployment, wanted: str) -> tuple[str, str]:
    """Name and number; on AWS only the number is known here."""
    if not isinstance(stack, Stack):
        return f"Customer {wanted}", wanted
    customer = find_customer(stack, wanted)
    return customer.name, customer.customer_number
