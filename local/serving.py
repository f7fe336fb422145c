"""How every service of this machine is served."""

import asyncio
import logging
import signal
from typing import Any

from hypercorn.asyncio import serve
from hypercorn.config import Config

END_S = 0.1


async def serve_until_stopped(
    asgi: Any, port: int, host: str = "127.0.0.1", log: logging.Logger | None = None
) -> None:
    """Serve until SIGTERM or SIGINT.

    ``asgi`` is untyped: hypercorn spells the ASGI types more narrowly than starlette.
    """
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    config = Config()
    config.bind = [f"{host}:{port}"]
    config.graceful_timeout = END_S
    config.shutdown_timeout = END_S
    if log is not None:
        config.errorlog = log
    await serve(asgi, config, shutdown_trigger=stopped.wait)
