"""One running stack: start, deploy, seed, watch, end."""

import contextlib
import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from local.stack import deploy, description, lock, pages, parts, ports, reindexing, seed
from local.stack.description import Customer, Stack, client
from local.stack.environment import amplify_url, url
from local.stack.errors import DeployError, NotHealthyError, StackError
from local.stack.places import LAMBDA_PYTHON, MINISTACK_PYTHON, SAM, Home
from local.stack.processes import Part, stop_all
from local.stack.steps import Steps

WATCH_S = 0.25
ENDED_BY = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):  # noqa: N818 - not an error: somebody asked for it
    """The stack was asked to end while it was starting."""


class Supervisor:
    """Owns the processes of one home. Its methods are called from the main thread."""

    def __init__(self, home: Home, base_port: int, steps: Steps) -> None:
        self._home = home
        self._base_port = base_port
        self._steps = steps
        self._parts = parts.make_parts(home, base_port)
        self._stop_asked = threading.Event()

    @contextlib.contextmanager
    def owned(self) -> Iterator[None]:
        """Hold the home, and end every process when the block ends, however it ends."""
        with lock.hold(self._home.lock, self._base_port), self._signals():
            self._home.description.unlink(missing_ok=True)
            try:
                yield
            finally:
                stop_all(self._parts)
                self._home.description.unlink(missing_ok=True)

    def start(self, *, keep_data: bool) -> Stack:
        """Everything up to a stack that can be used. Raises StackError, Stopped."""
        require_set_up()
        ports.require_free(parts.ports(self._base_port), self._base_port)
        # A thread for the build alone: a child ends with the thread that started it.
        with ThreadPoolExecutor(1) as pool:
            built = pool.submit(self._build)
            try:
                self._start_parts()
                self._await(built)
            except BaseException:
                self._stop_asked.set()  # the build ends too
                raise
        try:
            return self._deploy_and_seed()
        except DeployError:
            self._raise_if_stopped()
            if keep_data or not self._found_data:
                raise
        return self._start_over()

    def watch(self) -> None:
        """Return when somebody asks for the end. Raises NotHealthyError when a part cannot stay."""
        while not self._stop_asked.wait(WATCH_S):
            for part in self._parts:
                if part.has_ended:
                    self._revive(part)

    def _build(self) -> None:
        with self._steps.step("Build the functions"):
            deploy.build(self._home, self._stop_asked)

    def _start_parts(self) -> None:
        deploy.require_pages()
        self._found_data = self._home.state.exists()
        for part in self._parts:
            part.start()
        for part in self._parts:
            with self._steps.step(f"Start {part.name}"):
                self._await_part(part)

    def _await_part(self, part: Part) -> None:
        part.wait_until_ready(is_stopped=self._stop_asked.is_set)
        self._raise_if_stopped()

    def _await(self, built: "Future[None]") -> None:
        while not built.done():
            self._raise_if_stopped()
            time.sleep(0.05)
        built.result()

    def _raise_if_stopped(self) -> None:
        if self._stop_asked.is_set():
            raise Stopped

    def _deploy_and_seed(self) -> Stack:
        stack = deploy_and_seed(self._home, self._base_port, self._steps, self._stop_asked)
        self._raise_if_stopped()
        if self._found_data:
            with self._steps.step("Take up what the last run left unfinished"):
                seed.take_up_again(url(self._base_port), stack.stack_outputs)
                reindexing.bring_up_to_date(stack)
        return stack

    def _start_over(self) -> Stack:
        """The data of the last run cannot be deployed to: set them aside and begin empty."""
        stop_all(self._parts)
        aside = self._home.folder / f"state-{time.strftime('%Y%m%d-%H%M%S')}"
        with self._steps.step(f"Set the old data aside in {aside.name}"):
            self._home.state.rename(aside)
        self._start_parts()
        return self._deploy_and_seed()

    def _revive(self, part: Part) -> None:
        """Start a part again, once."""
        ended = f"{part.name} ended by itself. The last it said:\n{part.last_words()}"
        if not part.may_restart or part.restarts:
            raise NotHealthyError(ended, f"The whole log: {part.log}\n  Start again: make up")
        part.restarts += 1
        part.start()
        with self._steps.step(f"Start {part.name} again"):
            self._await_part(part)

    @contextlib.contextmanager
    def _signals(self) -> Iterator[None]:
        """While we own the stack, a signal is a wish that the main thread grants."""
        before = {
            number: signal.signal(number, lambda *_: self._stop_asked.set()) for number in ENDED_BY
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def redeploy(home: Home, base_port: int, steps: Steps) -> Stack:
    """Build and deploy to the stack that runs on this port already. Raises StackError."""
    never = threading.Event()
    with steps.step("Build the functions"):
        deploy.build(home, never)
    return deploy_and_seed(home, base_port, steps, never)


def deploy_and_seed(home: Home, base_port: int, steps: Steps, stopped: threading.Event) -> Stack:
    """Deploy what is built, and write down how to use it."""
    gateway = url(base_port)
    with steps.step("Deploy the template"):
        outputs = deploy.deploy(home, base_port, stopped)
    with steps.step("Publish the pages"):
        pages.publish(client("amplify", amplify_url(base_port)), outputs, deploy.require_pages())
    with steps.step("Make the administrator, drop the samples"):
        admin = seed.seed(home, gateway, outputs)
    site = url(base_port + 4)
    stack = Stack(
        site_url=site,
        dashboard_url=f"{site}/dashboard/",
        api_url=f"{site}/api",
        aws_endpoint_url=gateway,
        aws_endpoint_urls={
            "lexv2-runtime": url(base_port + 1),
            "transcribe": url(base_port + 2),
            "comprehend": url(base_port + 3),
            "connect": url(base_port + 5),
            "amplify": amplify_url(base_port),
        },
        admin=admin,
        customers=demo_customers(outputs),
        stack_outputs=outputs,
    )
    description.write(home, stack)
    return stack


def demo_customers(outputs: dict[str, str]) -> list[Customer]:
    """The customers that the template loaded, from its output."""
    listed = json.loads(outputs.get("DemoCustomers") or "[]")
    return [Customer.model_validate(customer) for customer in listed]


def require_set_up() -> None:
    """Raise StackError when the set-up was not run, or was broken off."""
    for tool in (SAM, MINISTACK_PYTHON, LAMBDA_PYTHON):
        if not os.access(tool, os.X_OK):
            raise StackError(f"{tool.name} of {tool.parent.parent} is missing.", "Run: make setup")


def discard_data(home: Home) -> None:
    """Forget everything that earlier runs kept."""
    shutil.rmtree(home.state, ignore_errors=True)
