"""`omnilex up`: build, start, deploy, seed."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import IO

from rich.console import Console

from local.commands.arguments import Subcommands, add_command
from local.speech.choice import MOONSHINE, RECOGNIZERS, VARIABLE, chosen
from local.stack import description, lock, parameters, supervisor
from local.stack.description import Stack
from local.stack.errors import NOT_HEALTHY, NotHealthyError, StackError, UsageError
from local.stack.places import Home
from local.stack.steps import Hush, Listener, Pipe, Screen, Steps

DEFAULT_PORT = 4566
HIGHEST_PORT = 65530
REPORT_TO = "OMNILEX_REPORT_TO"


def add_parser(commands: Subcommands) -> None:
    parser = add_command(
        commands,
        "up",
        run,
        does="build, start, deploy and seed everything; print addresses and sign-ins",
        example="omnilex up --detach",
    )
    parser.add_argument(
        "--detach", action="store_true", help="return when it is ready, leave it running"
    )
    parser.add_argument(
        "--port",
        type=int,
        default=None,
        metavar="N",
        help=f"first of eight ports side by side (default {DEFAULT_PORT})",
    )
    parser.add_argument(
        "--parameter",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="a parameter of the template, kept for later runs; KEY= is the default again",
    )
    parser.add_argument(
        "--recognizer",
        choices=RECOGNIZERS,
        help=f"what hears speech (default ${VARIABLE}, else {MOONSHINE})",
    )
    data = parser.add_mutually_exclusive_group()
    data.add_argument("--reset", action="store_true", help="start empty, without earlier data")
    data.add_argument(
        "--keep-data",
        action="store_true",
        help="rather fail than set data aside that cannot be restored",
    )


def run(arguments: argparse.Namespace) -> int:
    home = Home.from_env()
    port = DEFAULT_PORT if arguments.port is None else arguments.port
    if not 1024 <= port <= HIGHEST_PORT:  # noqa: PLR2004 - below are the privileged ports
        raise UsageError(f"--port {port} is not between 1024 and {HIGHEST_PORT}.")
    choose_recognizer(arguments.recognizer)
    report_to = os.environ.pop(REPORT_TO, None)
    if report_to is not None:
        return run_in_background(home, port, arguments, Pipe(int(report_to)))
    running = lock.owner(home.lock)
    if running is not None:
        return update(home, running, arguments)
    parameters.keep(home, arguments.parameter)
    if arguments.detach:
        return detach(home)
    return run_here(home, port, arguments)


def choose_recognizer(name: str | None) -> None:
    """For every process that this one starts. Raises UsageError."""
    if name:
        os.environ[VARIABLE] = name
    try:
        chosen()
    except ValueError as error:
        raise UsageError(str(error)) from None


def run_here(home: Home, port: int, arguments: argparse.Namespace) -> int:
    """In the foreground, until Ctrl-C."""
    console = Console(highlight=False)
    screen = Screen(console)
    steps = SwitchedSteps(screen)
    stack_keeper = supervisor.Supervisor(home, port, steps)
    try:
        with stack_keeper.owned():
            if arguments.reset:
                supervisor.discard_data(home)
            with screen.shown():
                stack = stack_keeper.start(keep_data=arguments.keep_data)
            console.print(summary(stack), markup=False, soft_wrap=True)
            if console.is_terminal:
                console.print("Ctrl-C ends it; the data are kept.", style="dim")
            steps.switch(Hush())
            stack_keeper.watch()
    except supervisor.Stopped:
        return 0
    except lock.AlreadyRunningError as other:
        return update(home, other.owner, arguments)
    return 0


class SwitchedSteps(Steps):
    """Steps whose listener can be changed: the screen is done once the stack is up."""

    def switch(self, listener: Listener) -> None:
        self._listener = listener


def run_in_background(home: Home, port: int, arguments: argparse.Namespace, pipe: Pipe) -> int:
    """The process that `up --detach` leaves behind; it reports to the one that waits."""
    stack_keeper = supervisor.Supervisor(home, port, Steps(pipe))
    try:
        with stack_keeper.owned():
            if arguments.reset:
                supervisor.discard_data(home)
            stack_keeper.start(keep_data=arguments.keep_data)
            pipe.send({"ready": True})
            pipe.close()
            stack_keeper.watch()
    except supervisor.Stopped:
        pipe.send({"happened": "It was stopped while it was starting.", "remedy": ""})
    except StackError as error:
        pipe.send(
            {"happened": error.happened, "remedy": error.remedy, "exit_code": error.exit_code}
        )
        raise
    return 0


def detach(home: Home) -> int:
    """Start the same command in the background and wait until it is ready."""
    readable, writable = os.pipe()
    home.logs.mkdir(parents=True, exist_ok=True)
    with (home.logs / "up.log").open("ab") as out:
        child = subprocess.Popen(
            [sys.executable, "-m", "local", *sys.argv[1:]],
            env={**os.environ, REPORT_TO: str(writable)},
            pass_fds=[writable],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    os.close(writable)
    console = Console(highlight=False)
    screen = Screen(console)
    try:
        with os.fdopen(readable) as messages, screen.shown():
            follow(messages, screen, home.logs / "up.log")
    except KeyboardInterrupt:
        child.terminate()
        child.wait()
        raise
    console.print(summary(description.load(home)), markup=False, soft_wrap=True)
    if console.is_terminal:
        console.print("It runs in the background; `omnilex down` ends it.", style="dim")
    return 0


def follow(messages: IO[str], screen: Screen, log: Path) -> None:
    """Show the steps of the other process until it is ready. Raises StackError."""
    for line in messages:
        message = json.loads(line)
        if "mark" in message:
            screen.tell(message["mark"], message["title"], message["seconds"])
        elif "happened" in message:
            error = NotHealthyError(message["happened"], message["remedy"])
            error.exit_code = message.get("exit_code", NOT_HEALTHY)
            raise error
        else:
            return
    raise NotHealthyError("OmniLex ended while it was starting.", f"The whole log: {log}")


def update(home: Home, running: lock.Owner, arguments: argparse.Namespace) -> int:
    """It runs already: deploy what has changed since."""
    wants_other = arguments.reset or arguments.parameter or arguments.recognizer
    if wants_other or arguments.port not in (None, running.port):
        raise StackError(
            f"OmniLex runs already (process {running.pid}, port {running.port}).",
            "End it first: omnilex down",
        )
    stack = description.load(home)
    console = Console(highlight=False)
    console.print(
        f"OmniLex runs already at {stack.site_url} (process {running.pid}); "
        "deploying what has changed.",
        soft_wrap=True,
    )
    screen = Screen(console)
    with screen.shown():
        stack = supervisor.redeploy(home, running.port, Steps(screen))
    console.print(summary(stack), markup=False, soft_wrap=True)
    return 0


def summary(stack: Stack) -> str:
    """Addresses and sign-ins, to be read and copied."""
    rows = [
        ("Bank", stack.site_url),
        ("Dashboard", stack.dashboard_url),
        ("  sign in as", stack.admin.username),
        ("  password", stack.admin.password),
        ("Telephone", f"{stack.site_url}/phone/"),
        ("AWS endpoint", stack.aws_endpoint_url),
    ]
    lines = ["", *(f"  {name:<14}{shown}" for name, shown in rows)]
    if stack.customers:
        wide = max(len(customer.name) for customer in stack.customers)
        lines += ["", "  Customers (phone, PIN)"]
        lines += [
            f"    {customer.name:<{wide}}  {customer.phone}  {customer.pin}"
            for customer in stack.customers
        ]
    first = stack.customers[0].name if stack.customers else "NAME"
    lines += ["", f'  Try it: .venv/bin/omnilex chat --as "{first}"', ""]
    return "\n".join(lines)
