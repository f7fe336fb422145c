"""The search and the figures made anew from the contacts, by the function that keeps them."""

import json
from typing import Any

from local.stack.description import Stack, function_name
from local.stack.errors import StackError


class FunctionFailedError(StackError):
    """What the function said."""


def emptied(client: Any, name: str, *, anew: bool) -> int:
    """How many rows were taken away. Raises FunctionFailedError."""
    removed = 0
    while some := int(ask(client, name, {"empty": {"anew": anew}})["removed"]):
        removed, anew = removed + some, False
    return removed


def indexed(client: Any, name: str) -> int:
    """How many contacts there are. Raises FunctionFailedError."""
    cursor, count = None, 0
    while True:
        told = ask(client, name, {"reindex": {"cursor": cursor}})
        count += int(told["indexed"])
        cursor = told["cursor"]
        if cursor is None:
            return count


def ask(client: Any, name: str, event: dict[str, Any]) -> dict[str, Any]:
    answer = client.invoke(FunctionName=name, Payload=json.dumps(event).encode())
    told: dict[str, Any] = json.loads(answer["Payload"].read())
    if "FunctionError" in answer:
        said = told.get("errorMessage", told)
        raise FunctionFailedError(f"The search was not made anew: {said}", "Run it again.")
    return told


def bring_up_to_date(stack: Stack) -> None:
    """Only where an older version filled the search. Raises FunctionFailedError."""
    client, name = stack.client("lambda"), function_name(stack, "index_contact")
    if emptied(client, name, anew=False):
        indexed(client, name)
