"""Serve Comprehend: ``python -m local.comprehend --port 4569``."""

import argparse
import asyncio
import signal
from pathlib import Path
from typing import Any

from hypercorn.asyncio import serve
from hypercorn.config import Config

from local.comprehend.operations import Comprehend
from local.comprehend.wire import application
from local.throttle import Throttle


async def _serve(host: str, port: int, recognizers: Path | None) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    config = Config()
    config.bind = [f"{host}:{port}"]
    config.graceful_timeout = 0.1
    config.shutdown_timeout = 0.1
    # hypercorn spells the ASGI types more narrowly than starlette.
    throttle = Throttle.from_environment("comprehend")
    asgi: Any = application(Comprehend(recognizers), throttle)
    await serve(asgi, config, shutdown_trigger=stopped.wait)


def main() -> None:
    """Read the arguments and serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m local.comprehend", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument(
        "--recognizers", type=Path, help="folder of <endpoint>.csv lists: custom entity endpoints"
    )
    arguments = parser.parse_args()
    asyncio.run(_serve(arguments.host, arguments.port, arguments.recognizers))


if __name__ == "__main__":
    main()
