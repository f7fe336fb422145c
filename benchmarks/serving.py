"""A bot served from this process, for the benchmarks that speak HTTP."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hypercorn.asyncio import serve
from hypercorn.config import Config

from local.lex.bots import Bots
from local.lex.dialog.runtime import Runtime
from local.lex.server import application


@contextmanager
def served(bots: Bots, runtime: Runtime) -> Iterator[str]:
    """The service's address while the block runs."""
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    config = Config()
    config.bind = [f"fd://{listening.detach()}"]
    config.errorlog = None
    stopped: asyncio.Event | None = None
    loop = asyncio.new_event_loop()
    app: Any = application(bots, runtime)

    async def run() -> None:
        nonlocal stopped
        stopped = asyncio.Event()
        await serve(app, config, shutdown_trigger=stopped.wait)

    thread = threading.Thread(target=lambda: loop.run_until_complete(run()))
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        if stopped is not None:
            loop.call_soon_threadsafe(stopped.set)
        thread.join()
        loop.close()
