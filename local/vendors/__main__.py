"""Serve Twilio's and Slack's APIs: ``python -m local.vendors --port 4572``."""

import argparse
import asyncio

from local.serving import serve_until_stopped
from local.vendors.apis import application


def main() -> None:
    """Read the arguments and serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m local.vendors", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    arguments = parser.parse_args()
    asyncio.run(serve_until_stopped(application(), arguments.port, arguments.host))


if __name__ == "__main__":
    main()
