"""Serve Twilio's and Slack's APIs: ``python -m local.vendors --port 4572``."""

import argparse
import asyncio
import signal
from typing import Any

from hypercorn.asyncio import serve
from hypercorn.config import Config

from local.vendors.apis import application


def main() -> None:
    """Read the arguments and serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m local.vendors", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    arguments = parser.parse_args()
    asyncio.run(_serve(arguments.host, arguments.port))


async def _serve(host: str, port: int) -> None:
    config = Config()
    config.bind = [f"{host}:{port}"]
    config.graceful_timeout = 0.1
    config.shutdown_timeout = 0.1
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    asgi: Any = application()
    await serve(asgi, config, shutdown_trigger=stopped.wait)


if __name__ == "__main__":
    main()
