"""Serve Comprehend: ``python -m local.comprehend --port 4569``."""

import argparse
import asyncio
import os
from pathlib import Path

from local.aws_json import application
from local.comprehend import recognizers
from local.comprehend.operations import TARGET_PREFIX, Comprehend
from local.serving import serve_until_stopped
from local.throttle import Throttle


def main() -> None:
    """Read the arguments and serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m local.comprehend", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument(
        "--recognizers",
        type=Path,
        default=recognizers.folder_in(os.environ),
        help="folder of <endpoint>.csv lists: custom entity endpoints "
        f"(default ${recognizers.VARIABLE})",
    )
    arguments = parser.parse_args()
    throttle = Throttle.from_environment("comprehend")
    asgi = application(TARGET_PREFIX, Comprehend(arguments.recognizers).operations, throttle)
    asyncio.run(serve_until_stopped(asgi, arguments.port, arguments.host))


if __name__ == "__main__":
    main()
