"""The environment of everything that we start: dummy credentials, and only this machine's AWS."""

import os
from collections.abc import Mapping

REGION = "us-east-1"
ACCOUNT = "000000000000"
STACK_NAME = "omnilex"
LOOPBACK = "127.0.0.1,localhost"
# Packages are installed without bytecode; what may not keep it compiles them at each start.
SLOW = "PYTHONDONTWRITEBYTECODE"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


def offline(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """The user's environment without any AWS setting of theirs, or what makes tools slow."""
    own = os.environ if environ is None else environ
    kept = {name: own[name] for name in own if not name.startswith("AWS_") and name != SLOW}
    direct = ",".join(filter(None, (kept.get("NO_PROXY", kept.get("no_proxy")), LOOPBACK)))
    return kept | CREDENTIALS | {"NO_PROXY": direct, "no_proxy": direct, "SAM_CLI_TELEMETRY": "0"}


def endpoints(base_port: int) -> dict[str, str]:
    """Where each service listens, in the SDK's own variables."""
    return {
        "AWS_ENDPOINT_URL": url(base_port),
        "AWS_ENDPOINT_URL_LEX_RUNTIME_V2": url(base_port + 1),
        "AWS_ENDPOINT_URL_TRANSCRIBE": url(base_port + 2),
        "AWS_ENDPOINT_URL_COMPREHEND": url(base_port + 3),
        "AWS_ENDPOINT_URL_AMPLIFY": amplify_url(base_port),
    }


def amplify_url(base_port: int) -> str:
    """The site's server takes deployments as well."""
    return f"{url(base_port + 4)}/_amplify"


def url(port: int) -> str:
    """Address of a service of ours."""
    return f"http://127.0.0.1:{port}"
