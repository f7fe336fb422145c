"""`omnilex invoke`: one function of the template on a sample event, without Docker."""

import argparse
import json
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from local.commands.arguments import Subcommands, add_command
from local.stack import description
from local.stack.description import function_name
from local.stack.environment import ACCOUNT, STACK_NAME
from local.stack.errors import FAILED, UsageError
from local.stack.places import ROOT

EVENTS = ROOT / "events"
SAMPLE_ACCOUNT = "123456789012"  # AWS's own for documents; our sample events are of it


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
        with heard_by_cloudformation(event) as heard:
            answer = client.invoke(
                FunctionName=function_name(stack, handler), Payload=json.dumps(event)
            )
    except client.exceptions.ResourceNotFoundException:
        raise UsageError(
            f"The deployed stack has no function {arguments.function}.",
            "Its functions: " + ", ".join(functions(client)),
        ) from None
    payload = json.loads(answer["Payload"].read() or "null")
    payload = heard[-1] if heard else payload
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
        return sample(situations[0])
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
    own = found.resolve().is_relative_to(EVENTS)
    return sample(found) if own else parse(found.read_text(), str(found))


def sample(path: Path) -> Any:
    """One of our events, as it would come to this account."""
    return parse(path.read_text().replace(SAMPLE_ACCOUNT, ACCOUNT), str(path))


def parse(text: str, source: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise UsageError(f"{source} is not JSON: {error}", "Mend it and try again.") from error


@contextmanager
def heard_by_cloudformation(event: Any) -> Iterator[list[Any]]:
    """What the function tells CloudFormation of a custom resource, whose place we take: the
    event's ``ResponseURL`` is ours from here on. Of another event nothing is heard.
    """
    heard: list[Any] = []
    if not isinstance(event, dict) or "ResponseURL" not in event:
        yield heard
        return

    class Receive(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Receive) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        event["ResponseURL"] = f"http://127.0.0.1:{server.server_port}/"
        yield heard
        server.shutdown()


def functions(client: Any) -> list[str]:
    pages = client.get_paginator("list_functions").paginate()
    names = [function["FunctionName"] for page in pages for function in page["Functions"]]
    return sorted(name.removeprefix(f"{STACK_NAME}-").replace("-", "_") for name in names)
