"""`omnilex doctor`: each thing OmniLex needs, and the remedy where it is amiss."""

import argparse
import json
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict

from rich.console import Console

from local import bootstrap
from local.commands.arguments import Subcommands, add_command, add_json
from local.commands.up import DEFAULT_PORT
from local.stack import account, lock, parts, ports
from local.stack.errors import FAILED, UsageError
from local.stack.findings import Finding
from local.stack.on_aws import SAMCONFIG
from local.stack.places import ROOT, Home

DISK_NEEDED_BYTES = 3_000_000_000


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "doctor",
        run,
        does="look at everything OmniLex needs and name what is amiss, with its remedy",
        example="omnilex doctor --aws --stage prod --region ca-central-1",
    )
    parser.add_argument(
        "--aws",
        action="store_true",
        help="look at the AWS account that your credentials name, before a deployment; only reads",
    )
    parser.add_argument("--stage", help="with --aws: the stage of samconfig.toml (default: dev)")
    parser.add_argument("--region", help="with --aws: where the stack is to be")
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    plan = None
    if arguments.aws:
        plan = account.plan_of(arguments.stage or "dev", arguments.region, SAMCONFIG)
        found = account.examine(plan)
        if not arguments.json:
            print(f"\n  Can {plan.stack_name} be deployed to {plan.region}?\n")
    elif arguments.stage or arguments.region:
        raise UsageError("--stage and --region belong to --aws.", "Say: omnilex doctor --aws ...")
    else:
        home = Home.from_env()
        found = examine(home, arguments_port(home))
    findings = list(told(found, as_they_come=not arguments.json))
    if arguments.json:
        print(json.dumps([asdict(finding) for finding in findings], indent=2))
    elif plan:
        show_sum(findings, plan)
    return FAILED if any(finding.is_failure for finding in findings) else 0


def told(findings: Iterator[Finding], *, as_they_come: bool) -> Iterator[Finding]:
    """The same, each shown when it is there."""
    console = Console(highlight=False)
    for finding in findings:
        if as_they_come:
            show(console, finding)
        yield finding


def arguments_port(home: Home) -> int:
    running = lock.owner(home.lock)
    return running.port if running else DEFAULT_PORT


def show(console: Console, finding: Finding) -> None:
    mark, style = ("✗", "red") if finding.is_failure else ("✓", "green")
    if finding.is_warning:
        mark, style = "!", "yellow"
    console.print(f"  {mark} ", style=style, end="")
    console.print(f"{finding.about:<24}{finding.found}", markup=False, soft_wrap=True)
    if finding.remedy:
        console.print(f"    {finding.remedy}", markup=False, soft_wrap=True)


def show_sum(findings: list[Finding], plan: account.Plan) -> None:
    """Whether to go on."""
    failures = sum(finding.is_failure for finding in findings)
    warnings = sum(finding.is_warning for finding in findings)
    ready = f"Ready: AWS_DEFAULT_REGION={plan.region} make deploy STAGE={plan.stage}"
    answer = f"{failures} to mend before you deploy" if failures else ready
    print(f"\n  {answer}" + (f"; {warnings} to know of" if warnings else ""))


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
