"""Is a port free, and if not, who has it?"""

import contextlib
import errno
import socket
from pathlib import Path

from local.stack.errors import StackError

LISTENING = "0A"


def require_free(ports: dict[str, int], base_port: int) -> None:
    """Raise StackError naming the first port in use, its user and the way out."""
    for part, port in ports.items():
        if is_free(port):
            continue
        user = user_of(port)
        raise StackError(
            f"Port {port}, for {part}, is in use by {user or 'a process of somebody else'}.",
            f"Stop it, or take other ports: omnilex up --port {base_port + 1000}",
        )


def is_free(port: int) -> bool:
    """Whether a server could listen here now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise StackError(
                f"Port {port} cannot be used: {error.strerror}.",
                "Take ports between 1024 and 65000: omnilex up --port 4566",
            ) from error
    return True


def user_of(port: int) -> str | None:
    """``python3 server.py (process 4242)``; None where /proc does not tell."""
    inodes = {
        fields[9]
        for table in ("tcp", "tcp6")
        for fields in rows(Path("/proc/net") / table)
        if fields[3] == LISTENING and int(fields[1].rsplit(":", 1)[1], 16) == port
    }
    sockets = {f"socket:[{inode}]" for inode in inodes}
    for process in Path("/proc").glob("[0-9]*"):
        if sockets and sockets & open_files(process):
            return f"`{command_of(process)}` (process {process.name})"
    return None


def rows(table: Path) -> list[list[str]]:
    """A table of /proc without its heading."""
    try:
        return [line.split() for line in table.read_text().splitlines()[1:]]
    except OSError:
        return []


def open_files(process: Path) -> set[str]:
    """What a process has open; nothing if we may not look."""
    found: set[str] = set()
    with contextlib.suppress(OSError):
        for file in (process / "fd").iterdir():
            with contextlib.suppress(OSError):
                found.add(str(file.readlink()))
    return found


def command_of(process: Path) -> str:
    """The command line, cut to what a reader needs."""
    try:
        words = (process / "cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return "?"
    return " ".join(words).strip()[:80]
