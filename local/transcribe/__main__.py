"""Serve Transcribe: ``python -m local.transcribe --port 4568``.

S3 and EventBridge are found at ``AWS_ENDPOINT_URL``.
"""

import argparse
import asyncio

import boto3

from local.aws_json import application
from local.serving import serve_until_stopped
from local.throttle import Throttle
from local.transcribe.call_categories import Categories
from local.transcribe.calls import call_of
from local.transcribe.jobs import Jobs, transcription_of
from local.transcribe.operations import TARGET_PREFIX, Service, operations
from local.transcribe.worker import Worker


def service() -> Service:
    # What Transcribe announces, it announces as a service.
    events = boto3.client(
        "events",
        aws_access_key_id="transcribe.amazonaws.com",
        aws_secret_access_key="test",  # noqa: S106  as the account's own
    )
    worker = Worker(boto3.client("s3"), events)
    categories = Categories()
    return Service(
        Jobs(worker.run, transcription_of),
        Jobs(worker.run, lambda request: call_of(request, categories.of_recordings())),
        categories,
        worker.vocabularies,
        worker.filters,
    )


def main() -> None:
    """Read the arguments and serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m local.transcribe", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    arguments = parser.parse_args()
    throttle = Throttle.from_environment("transcribe")
    asgi = application(TARGET_PREFIX, operations(service()), throttle)
    asyncio.run(serve_until_stopped(asgi, arguments.port, arguments.host))


if __name__ == "__main__":
    main()
