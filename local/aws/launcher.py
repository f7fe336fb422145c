"""Start ministack, mended: ``python -m local.aws.launcher --port 4566 --state DIR``.

Runs in ministack's own environment. Our services are found, and handed to every function, through
``AWS_ENDPOINT_URL_LEX_RUNTIME_V2``, ``AWS_ENDPOINT_URL_TRANSCRIBE`` and
``AWS_ENDPOINT_URL_COMPREHEND``. State is kept below ``--state`` when the process is asked to end.
"""

import argparse
import os
import socketserver
import sys
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=4566)
    parser.add_argument("--state", type=Path, required=True, help="folder where state is kept")
    parser.add_argument(
        "--lambda-python", required=True, help="the interpreter that has awslambdaric"
    )
    options = parser.parse_args()
    endpoint = f"http://127.0.0.1:{options.port}"
    configure(options.port, options.state)

    from local.aws import (
        authorization,
        connect_resources,
        encryption,
        events,
        fidelity,
        firewall,
        forwarding,
        monitoring,
        point_in_time,
        resources,
        runtime,
        seams,
        step_functions,
        streams,
        templates,
    )

    seams.check()
    runtime.die_with_parent()
    runtime.install(options.lambda_python, endpoint)
    forwarding.install()
    authorization.install(options.state / "used-permissions.tsv")
    events.install()
    step_functions.install()
    streams.install()
    resources.install(options.state)
    connect_resources.install(options.state / "connect")
    firewall.install()
    fidelity.install()
    templates.install()
    encryption.install()
    monitoring.install()
    point_in_time.install()
    socketserver.StreamRequestHandler.disable_nagle_algorithm = True

    from ministack import app

    sys.argv = sys.argv[:1]  # ministack reads its own command line
    app.main()


def configure(port: int, state: Path) -> None:
    """Set what ministack reads from its environment when it is imported."""
    state.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        AUTH="true",  # functions may do what their roles allow
        AWS_ENDPOINT_URL=f"http://127.0.0.1:{port}",
        BIND_HOST="127.0.0.1",
        GATEWAY_PORT=str(port),
        IOT_MTLS_ENABLED="0",
        LAMBDA_EXECUTOR="local",
        PERSIST_STATE="1",
        S3_DATA_DIR=str(state / "s3"),
        S3_PERSIST="1",
        STATE_DIR=str(state / "ministack"),
    )


if __name__ == "__main__":
    main()
