"""`omnilex unlock`: let a customer try the PIN again, as an administrator of the bank would."""

import argparse

from local.commands.arguments import Subcommands, add_command
from local.commands.chat import find_customer
from local.commands.product import Api
from local.stack import description


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "unlock",
        run,
        does="let a customer whose PIN is locked try again; it is written to the audit trail",
        example='omnilex unlock "Ana Moreau"',
    )
    parser.add_argument("customer", metavar="CUSTOMER", help="name, phone or customer number")


def run(arguments: argparse.Namespace) -> int:
    stack = description.load()
    customer = find_customer(stack, arguments.customer)
    Api(stack).unlock(customer.customer_number)
    print(f"{customer.name} can try the PIN again, in a new conversation.")
    return 0
