"""A served bot is built anew when its files change."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from local.lex.errors import BotFormatError

LOOK_EVERY_S = 0.5

Stamp = tuple[tuple[str, int, int], ...]


def watch(path: Path, reload: Callable[[], None]) -> None:
    """Call ``reload`` whenever a file of ``path`` has changed; a bot that no longer loads is said
    to be so, and the last one that did goes on being served.
    """
    threading.Thread(
        target=_watch, args=(path, stamp(path), reload), name="reload", daemon=True
    ).start()


def _watch(path: Path, seen: Stamp, reload: Callable[[], None]) -> None:
    while True:
        time.sleep(LOOK_EVERY_S)
        now = stamp(path)
        if now == seen:
            continue
        seen = now
        try:
            reload()
        except BotFormatError as error:
            print(f"✗ {error} The bot as it was is still served.", flush=True)


def stamp(path: Path) -> Stamp:
    """What tells one state of the files from another: a template's neighbours may be included."""
    if path.is_dir():
        files = sorted(path.rglob("*.json"))
    elif path.suffix.lower() in {".yaml", ".yml"}:
        files = [path, *sorted(path.parent.glob("*/*.yaml"))]
    else:
        files = [path]
    states = [(file, file.stat()) for file in files if file.is_file()]
    return tuple((str(file), state.st_mtime_ns, state.st_size) for file, state in states)
