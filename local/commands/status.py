"""`omnilex status`."""

import argparse
import json

from rich.console import Console

from local.commands.arguments import Subcommands, add_command, add_json
from local.commands.up import summary
from local.stack import description, lock, parts
from local.stack.errors import NOT_HEALTHY, NotHealthyError
from local.stack.places import Home


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "status",
        run,
        does="say whether every part of the stack answers, and where",
        example="omnilex status --json",
    )
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    home = Home.from_env()
    running = lock.owner(home.lock)
    if running is None:
        raise NotHealthyError("OmniLex is not running.", "Start it: make up ARGS=--detach")
    health = {part.name: part.is_healthy() for part in parts.make_parts(home, running.port)}
    is_ready = all(health.values()) and home.description.is_file()
    if arguments.json:
        print(json.dumps({"ready": is_ready, "pid": running.pid, "parts": health}, indent=2))
        return 0 if is_ready else NOT_HEALTHY
    console = Console(highlight=False)
    for name, healthy in health.items():
        console.print("  ✓ " if healthy else "  ✗ ", style="green" if healthy else "red", end="")
        console.print(name if healthy else f"{name} does not answer; see `omnilex logs`")
    if is_ready:
        console.print(summary(description.load(home)), markup=False, soft_wrap=True)
        return 0
    console.print("OmniLex is not ready (yet).")
    return NOT_HEALTHY
