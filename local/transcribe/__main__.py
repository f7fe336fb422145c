"""Serve Transcribe: ``python -m local.transcribe --port 4568``.

S3 and EventBridge are found at ``AWS_ENDPOINT_URL``.
"""

import argparse
import asyncio
import signal
from typing import Any

import boto3
from hypercorn.asyncio import serve
from hypercorn.config import Config

from local.throttle import Throttle
from local.transcribe.calls import call_of
from local.transcribe.jobs import Jobs, transcription_of
from local.transcribe.wire import Service, application
from local.transcribe.worker import Worker


async def _serve(host: str, port: int) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    config = Config()
    config.bind = [f"{host}:{port}"]
    config.graceful_timeout = 0.1
    config.shutdown_timeout = 0.1
    # What Transcribe announces, it announces as a service.
    events = boto3.client(
        "events",
        aws_access_key_id="transcribe.amazonaws.com",
        aws_secret_access_key="test",  # noqa: S106  as the account's own
    )
    worker = Worker(boto3.client("s3"), events)
    # hypercorn spells the ASGI types more narrowly than starlette.
    asgi: Any = application(
        Service(
            Jobs(worker.run, transcription_of),
            Jobs(worker.run, call_of),
            worker.vocabularies,
            worker.filters,
            Throttle.from_environment("transcribe"),
        )
    )
    await serve(asgi, config, shutdown_trigger=stopped.wait)


def main() -> None:
    """Read the arguments and serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m local.transcribe", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    arguments = parser.parse_args()
    asyncio.run(_serve(arguments.host, arguments.port))


if __name__ == "__main__":
    main()
