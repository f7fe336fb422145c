"""`omnilex contact ID`: one contact with its transcript."""

import argparse
import json
from typing import Any

from rich.console import Console
from rich.text import Text

from local.commands.arguments import (
    Subcommands,
    add_command,
    add_json,
    add_stage,
    chosen_stack,
)
from local.commands.contacts import clock, score
from local.commands.product import RefusedError, staff_api
from local.stack.errors import StackError

NOT_FOUND = 404
SHADES = {"POSITIVE": "green", "NEGATIVE": "red", "MIXED": "yellow"}


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "contact",
        run,
        does="show one contact: figures, transcript and sentiment",
        example="omnilex contact c-001 --json",
    )
    parser.add_argument("contact_id", metavar="ID", help="as `omnilex contacts` lists it")
    add_stage(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    try:
        contact = staff_api(chosen_stack(arguments)).contact(arguments.contact_id)
    except RefusedError as refused:
        if refused.status != NOT_FOUND:
            raise
        raise StackError(
            f"There is no contact {arguments.contact_id}.", "List them: omnilex contacts"
        ) from refused
    if arguments.json:
        print(json.dumps(contact, indent=2, ensure_ascii=False))
    else:
        show(contact, Console(highlight=False))
    return 0


def show(contact: dict[str, Any], console: Console) -> None:
    """As one would read it aloud."""
    console.print(f"{contact['file_name']}  {contact['status']}", style="bold", markup=False)
    if contact.get("reason"):
        console.print(contact["reason"], markup=False)
    console.print(
        f"{contact['started_at']}  {clock(contact['duration_ms'])}  "
        f"{contact['language'] or 'language unknown'}  "
        f"agent {score(contact, 'AGENT')}  customer {score(contact, 'CUSTOMER')}\n",
        markup=False,
    )
    names = contact.get("speaker_names") or {}
    for turn in contact["turns"]:
        line = Text(f"{clock(turn['begin_offset_ms']):>6}  ", style="dim")
        line.append(f"{names.get(turn['role'], turn['role'].title())}: ", "bold")
        line.append(turn["text"], SHADES.get(turn["sentiment"] or "", ""))
        console.print(line)
