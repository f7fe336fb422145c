"""Serve the pages: ``python -m local.site --port P --gateway P --root DIR --app-state DIR``."""

import argparse
import asyncio
from pathlib import Path

from local.serving import serve_until_stopped
from local.site.server import application


def main() -> None:
    """Read the arguments and serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m local.site", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--gateway", type=int, required=True, help="port of the local AWS")
    parser.add_argument(
        "--root", type=Path, action="append", required=True, help="folder of pages being worked on"
    )
    parser.add_argument(
        "--app-state", type=Path, required=True, help="folder of the deployed Amplify apps"
    )
    parser.add_argument(
        "--phone", type=int, help="port of Connect, whose calls /phone/calls reaches"
    )
    options = parser.parse_args()
    gateway = f"http://127.0.0.1:{options.gateway}"
    phone = f"http://127.0.0.1:{options.phone}" if options.phone else None
    site = application(options.root, options.app_state, gateway, phone)
    asyncio.run(serve_until_stopped(site, options.port))


if __name__ == "__main__":
    main()
