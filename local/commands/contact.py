"""`omnilex contact ID`: one contact with its transcript."""

import argparse
import json
from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.table import Table
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


def aside(contact: dict[str, Any]) -> Iterator[str]:
    """How the bot did, what the customer thought of it, and where the call goes on."""
    if rated := contact.get("feedback"):
        yield f"The customer gave a thumb {rated}."
    if bot := contact.get("bot"):
        outcome = "needed nobody else" if bot["contained"] else "passed on to a person"
        yield f"The bot: {', '.join(bot['intents']) or 'no intent'}; {outcome}"
    if other := contact.get("other_part"):
        part = "With a colleague" if contact.get("bot") else "Before it, with the bot"
        yield f"{part}: omnilex contact {other['contact_id']}"


def show(contact: dict[str, Any], console: Console) -> None:
    """As one would read it aloud."""
    head = Text(contact["file_name"], style="bold")
    head.append(f"  {contact['status'].lower()}")
    console.print(head, soft_wrap=True)
    if contact.get("reason"):
        console.print(contact["reason"], markup=False)
    console.print(
        f"{(contact['started_at'] or '')[:16].replace('T', ' ')} UTC  "
        f"{clock(contact['duration_ms'])}  {contact['language'] or 'language unknown'}  "
        f"agent {score(contact, 'AGENT')}  customer {score(contact, 'CUSTOMER')}",
        markup=False,
    )
    for sentence in contact.get("summary") or ():
        console.print(Text(f"“{sentence['text']}”", style="italic"))
    for line in aside(contact):
        console.print(line, markup=False)
    names = contact.get("speaker_names") or {}
    transcript = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    transcript.add_column(style="dim", justify="right", no_wrap=True)
    transcript.add_column(style="bold", no_wrap=True)
    transcript.add_column()
    for turn in contact["turns"]:
        transcript.add_row(
            clock(turn["begin_offset_ms"]),
            names.get(turn["role"], turn["role"].title()),
            Text(turn["text"], SHADES.get(turn["sentiment"] or "", "")),
        )
    console.print()
    console.print(transcript)
