"""Steps that tick, with seconds: on a terminal as they go, in a pipe not at all."""

import contextlib
import json
import os
import threading
import time
from collections.abc import Iterator
from typing import IO, Any, Protocol

from rich.console import Console
from rich.live import Live
from rich.text import Text

RUNNING, DONE, BROKEN = "…", "✓", "✗"
SHADES = {RUNNING: "cyan", DONE: "green", BROKEN: "red"}


class Listener(Protocol):
    """Who is told of a step: a screen, or the command that waits for a stack in the background."""

    def tell(self, mark: str, title: str, seconds: float) -> None: ...


class Steps:
    """Runs named steps, from any thread, and tells a listener."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener

    @contextlib.contextmanager
    def step(self, title: str) -> Iterator[None]:
        """One step: ticked when the block ends, crossed out when it raises."""
        started = time.monotonic()
        self._listener.tell(RUNNING, title, 0)
        try:
            yield
        except BaseException:
            self._listener.tell(BROKEN, title, time.monotonic() - started)
            raise
        self._listener.tell(DONE, title, time.monotonic() - started)


class Screen:
    """Draws the steps on a terminal; silent anywhere else."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._steps: dict[str, tuple[str, float, float]] = {}
        self._lock = threading.Lock()
        self._live: Live | None = None

    @contextlib.contextmanager
    def shown(self) -> Iterator[None]:
        """Draw while the block runs."""
        if not self._console.is_terminal:
            yield
            return
        with Live(
            get_renderable=self._draw, console=self._console, refresh_per_second=8
        ) as self._live:
            yield

    def tell(self, mark: str, title: str, seconds: float) -> None:
        with self._lock:
            self._steps[title] = (mark, seconds, time.monotonic())

    def _draw(self) -> Text:
        lines = Text()
        with self._lock:
            steps = dict(self._steps)
        for title, (mark, seconds, told_at) in steps.items():
            shown = time.monotonic() - told_at if mark == RUNNING else seconds
            lines.append(f"  {mark} ", SHADES[mark])
            lines.append(f"{title:<44}", "dim" if mark == RUNNING else "")
            lines.append(f"{shown:6.1f} s\n", "dim")
        return lines


class Pipe:
    """Tells another process, a line of JSON each; goes quiet when nobody listens any more."""

    def __init__(self, file_descriptor: int) -> None:
        self._file: IO[str] | None = os.fdopen(file_descriptor, "w", buffering=1)

    def tell(self, mark: str, title: str, seconds: float) -> None:
        self.send({"mark": mark, "title": title, "seconds": seconds})

    def send(self, message: dict[str, Any]) -> None:
        if self._file is not None:
            with contextlib.suppress(BrokenPipeError, ValueError):
                self._file.write(json.dumps(message) + "\n")

    def close(self) -> None:
        if self._file is not None:
            with contextlib.suppress(BrokenPipeError):
                self._file.close()
            self._file = None


class Hush:
    """Nobody is told."""

    def tell(self, mark: str, title: str, seconds: float) -> None:
        pass
