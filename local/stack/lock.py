"""Only one `omnilex up` owns a home at a time; the lock file says which, and where it listens."""

import contextlib
import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from local.stack.errors import NotHealthyError

STOP_TIMEOUT_S = 15.0


@dataclass(frozen=True)
class Owner:
    """The process that runs the stack."""

    pid: int
    port: int


class AlreadyRunningError(Exception):
    """Somebody else holds the lock."""

    def __init__(self, owner: Owner) -> None:
        super().__init__(f"process {owner.pid}, port {owner.port}")
        self.owner = owner


@contextlib.contextmanager
def hold(path: Path, port: int) -> Iterator[None]:
    """Own the home while the block runs. Raises AlreadyRunningError.

    The kernel gives the lock back however the process ends, so a file left behind means nothing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunningError(_read(path)) from None
        file.truncate(0)
        json.dump(asdict(Owner(os.getpid(), port)), file)
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def owner(path: Path) -> Owner | None:
    """Who runs the stack of this home, or None."""
    return _read(path) if is_held(path) else None


def is_held(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _read(path: Path) -> Owner:
    """What the lock file says; it is written right after the lock is taken."""
    for _ in range(50):
        with contextlib.suppress(ValueError):
            return Owner(**json.loads(path.read_text()))
        time.sleep(0.02)
    raise NotHealthyError(f"{path} does not say who holds it.", "Try again in a second.")


def stop(path: Path) -> Owner | None:
    """End the stack of this home and wait until it is gone; None if there was none."""
    running = owner(path)
    if running is None:
        return None
    with contextlib.suppress(ProcessLookupError):
        os.kill(running.pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_TIMEOUT_S
    while is_held(path):
        if time.monotonic() > deadline:
            with contextlib.suppress(ProcessLookupError):
                os.kill(running.pid, signal.SIGKILL)
        time.sleep(0.05)
    return running
