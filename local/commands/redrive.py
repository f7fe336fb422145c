"""`omnilex redrive`: try again what failed."""

import argparse
import json
import time
from typing import Any

from local.commands.arguments import (
    Subcommands,
    add_command,
    add_json,
    add_stage,
    chosen_stack,
)
from local.commands.product import staff_api
from local.stack import dead_letters, redelivery
from local.stack.description import Deployment
from local.stack.errors import FAILED


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "redrive",
        run,
        does="analyse again the contacts that failed, and deliver what could not be delivered",
        example="omnilex redrive",
    )
    parser.add_argument(
        "contacts", nargs="*", metavar="CONTACT", help="only these, whatever became of them"
    )
    add_stage(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    stack = chosen_stack(arguments)
    api = staff_api(stack)
    chosen = arguments.contacts or [
        row["contact_id"] for row in api.contacts() if row["status"] == "FAILED"
    ]
    for contact_id in chosen:
        analyse_again(stack, api.contact(contact_id))
    delivered, kept = (0, 0) if arguments.contacts else deliver_again(stack)
    if arguments.json:
        print(json.dumps({"contacts": chosen, "delivered": delivered, "kept": kept}, indent=2))
    else:
        print(f"Analysing again: {len(chosen)} contacts. Delivered again: {delivered} messages.")
        if kept:
            print(f"{kept} messages name nobody to deliver them to; see omnilex dlq")
    return FAILED if kept else 0


def analyse_again(stack: Deployment, contact: dict[str, Any]) -> None:
    """The whole path once more; a file that failed is put back first."""
    source = contact["source"]
    version = {"version-id": source["version_id"]} if source["version_id"] else {}
    found = {"key": source["key"], "size": source["size_bytes"], **version}
    given = {"reanalysis": True, "detail": {"bucket": {"name": source["bucket"]}, "object": found}}
    stack.client("stepfunctions").start_execution(
        stateMachineArn=stack.output("StateMachineArn"),
        name=f"again-{contact['contact_id'][:50]}-{time.time_ns() // 1_000_000}",
        input=json.dumps(given),
    )


def deliver_again(stack: Deployment) -> tuple[int, int]:
    """How many messages were, and how many could not be."""
    told = [
        redelivery.replay(stack, letter)
        for queue in dead_letters.queues(stack)
        if queue.messages
        for letter in list(dead_letters.letters(stack, queue))
    ]
    return sum(told), len(told) - sum(told)
