"""`omnilex doctor`: each thing OmniLex needs, and the remedy where it is amiss."""

import argparse
import json
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from rich.console import Console

from local import bootstrap
from local.commands.arguments import Subcommands, add_command, add_json
from local.commands.up import DEFAULT_PORT
from local.stack import lock, parts, ports
from local.stack.errors import FAILED
from local.stack.places import ROOT, Home

DISK_NEEDED_BYTES = 3_000_000_000


@dataclass(frozen=True)
class Finding:
    """One thing looked at; ``remedy`` is empty where all is well."""

    about: str
    found: str
    remedy: str = ""


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "doctor",
        run,
        does="look at everything OmniLex needs and name what is amiss, with its remedy",
        example="omnilex doctor",
    )
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    home = Home.from_env()
    findings = list(examine(home, arguments_port(home)))
    if arguments.json:
        print(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        show(findings)
    return FAILED if any(finding.remedy for finding in findings) else 0


def arguments_port(home: Home) -> int:
    running = lock.owner(home.lock)
    return running.port if running else DEFAULT_PORT


def show(findings: list[Finding]) -> None:
    console = Console(highlight=False)
    for finding in findings:
        mark, style = ("✗", "red") if finding.remedy else ("✓", "green")
        console.print(f"  {mark} ", style=style, end="")
        console.print(f"{finding.about:<22}{finding.found}", markup=False, soft_wrap=True)
        if finding.remedy:
            console.print(f"    {finding.remedy}", markup=False, soft_wrap=True)


def examine(home: Home, port: int) -> Iterator[Finding]:
    yield python()
    yield node()
    yield disk(home)
    yield from set_up()
    yield browser()
    yield from health_or_ports(home, port)


def python() -> Finding:
    version = platform.python_version()
    wrong = not bootstrap.is_supported(version)
    remedy = "Install Python 3.11, 3.12 or 3.13, then: make clean setup" if wrong else ""
    return Finding("Python", f"{version} ({sys.executable})", remedy)


def node() -> Finding:
    version = bootstrap.node_version()
    if (bootstrap.Workshop(ROOT).environment("node") / "bin" / "node").exists():
        return Finding("Node", "our own")
    if version is None or version < bootstrap.OLDEST_NODE:
        found = ".".join(map(str, version)) if version else "none"
        return Finding("Node", found, "Let us bring our own: make setup")
    return Finding("Node", ".".join(map(str, version)))


def disk(home: Home) -> Finding:
    folder = next(path for path in (home.folder, *home.folder.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    remedy = "Make room: OmniLex needs about 3 GB." if free < DISK_NEEDED_BYTES else ""
    return Finding("Disk", f"{free / 1e9:.1f} GB free", remedy)


def set_up() -> Iterator[Finding]:
    shop = bootstrap.Workshop(ROOT)
    for chain in bootstrap.chains(shop, "up"):
        for step in chain:
            if step.is_current:
                yield Finding(step.title, "as locked")
            else:
                yield Finding(step.title, "missing or out of date", "Run: make setup")


def browser() -> Finding:
    found = next((name for name in bootstrap.BROWSERS if shutil.which(name)), None)
    return Finding("Browser for tests", found or "none: browser tests are skipped")


def health_or_ports(home: Home, port: int) -> Iterator[Finding]:
    running = lock.owner(home.lock)
    for part in parts.make_parts(home, port):
        if running is not None:
            well = part.is_healthy()
            remedy = "" if well else f"Read {part.log}, then: omnilex down; make up"
            yield Finding(part.name, "answers" if well else "does not answer", remedy)
        elif ports.is_free(part.port):
            yield Finding(f"Port {part.port}", f"free for {part.name}")
        else:
            user = ports.user_of(part.port) or "a process of somebody else"
            remedy = f"Stop it, or take other ports: omnilex up --port {port + 1000}"
            yield Finding(f"Port {part.port}", f"in use by {user}", remedy)
