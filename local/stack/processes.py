"""The processes of a stack: started apart from the terminal, watched, and ended together."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from local.stack.errors import NotHealthyError
from local.stack.places import ROOT

TETHER = Path(__file__).with_name("tether.py")
LOG_BYTES_KEPT = 5_000_000


@dataclass
class Part:
    """One process of the stack: how it starts, where it answers when it is ready."""

    name: str
    command: Sequence[str]
    port: int
    health_path: str
    environment: dict[str, str]
    log: Path
    may_restart: bool = True
    restarts: int = 0
    child: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    @property
    def health_url(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.health_path}"

    def start(self) -> None:
        """Start it. To be called from the main thread: Linux ends a child with its *thread*."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES_KEPT:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as out:
            self.child = subprocess.Popen(
                [sys.executable, "-IS", str(TETHER), str(os.getpid()), *self.command],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def has_ended(self) -> bool:
        return self.child is not None and self.child.poll() is not None

    def is_healthy(self) -> bool:
        return answers(self.health_url)

    def wait_until_ready(
        self, is_stopped: Callable[[], bool] = lambda: False, timeout_s: float = 60
    ) -> None:
        """Raise NotHealthyError if it ends, or does not answer in time."""
        deadline = time.monotonic() + timeout_s
        while not self.is_healthy() and not is_stopped():
            if self.has_ended or time.monotonic() > deadline:
                why = "ended" if self.has_ended else f"did not answer within {timeout_s:.0f} s"
                raise NotHealthyError(
                    f"{self.name} {why}. The last it said:\n{self.last_words()}",
                    f"The whole log: {self.log}",
                )
            time.sleep(0.05)

    def last_words(self, lines: int = 12) -> str:
        return "\n".join(f"    {line}" for line in tail(self.log, lines)) or "    (nothing)"

    def signal(self, number: signal.Signals) -> None:
        """To the whole process group: workers too."""
        if self.child is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.child.pid, number)


def stop_all(parts: Iterable[Part], grace_s: float = 8) -> None:
    """End every part at once; whoever is not gone after ``grace_s`` is killed."""
    started = [part for part in parts if part.child is not None]
    for part in started:
        if not part.has_ended:
            # The leader alone: ministack writes its state, then ends its own workers.
            with contextlib.suppress(ProcessLookupError):
                os.kill(part.child.pid, signal.SIGTERM)  # type: ignore[union-attr]
    deadline = time.monotonic() + grace_s
    while any(not part.has_ended for part in started) and time.monotonic() < deadline:
        time.sleep(0.02)
    for part in started:
        part.signal(signal.SIGKILL)
        if part.child is not None:
            part.child.wait()
        part.child = None


def answers(address: str, timeout_s: float = 2) -> bool:
    """Whether a GET of our own address is answered with 200."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=timeout_s) as response:
            return bool(response.status == 200)  # noqa: PLR2004
    except (OSError, urllib.error.URLError):
        return False


def tail(log: Path, lines: int) -> list[str]:
    """The last lines of a file that may be large or missing."""
    if not log.is_file():
        return []
    with log.open("rb") as written:
        written.seek(0, os.SEEK_END)
        written.seek(max(0, written.tell() - 20_000))
        return written.read().decode(errors="replace").splitlines()[-lines:]
