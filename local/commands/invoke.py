"""`omnilex invoke`: one function of the template on a sample event, without Docker."""

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

from local.commands.arguments import Subcommands, add_command
from local.stack import description
from local.stack.description import function_name
from local.stack.environment import STACK_NAME
from local.stack.errors import FAILED, UsageError
from local.stack.places import ROOT

EVENTS = ROOT / "events"


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "invoke",
        run,
        does="run one function of the deployed template on an event and print its answer",
        example="omnilex invoke VerifyIdentityFunction events/verify_identity/right_pin.json",
    )
    parser.add_argument("function", help="resource of the template, or name of the handler")
    parser.add_argument(
        "event",
        nargs="?",
        help="a file, or the name of a situation in events/<handler>/; - reads standard input",
    )


def run(arguments: argparse.Namespace) -> int:
    handler = handler_of(arguments.function)
    event = read_event(handler, arguments.event)
    stack = description.load()
    client = stack.client("lambda")
    try:
        answer = client.invoke(
            FunctionName=function_name(stack, handler), Payload=json.dumps(event)
        )
    except client.exceptions.ResourceNotFoundException:
        raise UsageError(
            f"The deployed stack has no function {arguments.function}.",
            "Its functions: " + ", ".join(functions(client)),
        ) from None
    payload = json.loads(answer["Payload"].read() or "null")
    print(json.dumps(payload, indent=2, ensure_ascii=False))
    return FAILED if answer.get("FunctionError") else 0


def handler_of(function: str) -> str:
    """``VerifyIdentityFunction``, ``verify-identity`` or ``verify_identity``: the last of these."""
    short = function.removeprefix(f"{STACK_NAME}-").removesuffix("Function")
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", short).replace("-", "_").lower()


def read_event(handler: str, event: str | None) -> Any:
    """The event as JSON. Raises UsageError naming the situations there are."""
    if event == "-":
        return parse(sys.stdin.read(), "standard input")
    situations = sorted((EVENTS / handler).glob("*.json"))
    if event is None and len(situations) == 1:
        return parse(situations[0].read_text(), str(situations[0]))
    named = Path(event) if event else None
    candidates = [] if named is None else [named, EVENTS / handler / f"{named.name}.json"]
    if named is not None and not named.suffix:
        candidates.append(ROOT / f"{named}.json")
    found = next((path for path in candidates if path.is_file()), None)
    if found is None:
        there = ", ".join(path.stem for path in situations) or f"none in events/{handler}"
        raise UsageError(
            f"There is no event {event}." if event else "Which event?", f"Situations: {there}"
        )
    return parse(found.read_text(), str(found))


def parse(text: str, source: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise UsageError(f"{source} is not JSON: {error}", "Mend it and try again.") from error


def functions(client: Any) -> list[str]:
    pages = client.get_paginator("list_functions").paginate()
    names = [function["FunctionName"] for page in pages for function in page["Functions"]]
    return sorted(name.removeprefix(f"{STACK_NAME}-").replace("-", "_") for name in names)
