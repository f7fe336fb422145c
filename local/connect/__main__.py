"""Serve Connect: ``python -m local.connect --port 4571 --state DIR``.

Functions, Lex and S3 are found at ``AWS_ENDPOINT_URL[_SERVICE]``. With ``--flow FILE`` one flow of
your own is answered, in place of what is deployed to the state's folder.
"""

import argparse
import asyncio
from pathlib import Path

from local.connect.flow import content_of
from local.connect.instance import FLOWS, Instance
from local.connect.service import Voices, local_clients, make_calls
from local.connect.wire import application
from local.serving import serve_until_stopped

OWN_INSTANCE = (
    "arn:aws:connect:us-east-1:000000000000:instance/00000000-0000-4000-8000-000000000000"
)


def main() -> None:
    """Read the arguments and serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(prog="python -m local.connect", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--state", type=Path, required=True, help="folder of what is deployed")
    parser.add_argument("--flow", type=Path, help="a contact flow to answer every call with")
    arguments = parser.parse_args()
    instance = Instance(arguments.state)
    if arguments.flow:
        put_flow(instance, arguments.flow)
    voices = Voices()
    calls = make_calls(instance, voices, local_clients())
    asgi = application(calls, voices)
    asyncio.run(serve_until_stopped(asgi, arguments.port, arguments.host))


def put_flow(instance: Instance, file: Path) -> None:
    """As if it were deployed."""
    properties = {
        "Arn": f"{OWN_INSTANCE}/contact-flow/{file.stem}",
        "Content": content_of(file.read_text()),
        "InstanceArn": OWN_INSTANCE,
        "Name": file.stem,
    }
    instance.put(FLOWS, file.stem, properties)
    print(f"{instance.flow(file.stem).name} answers.", flush=True)


if __name__ == "__main__":
    main()
