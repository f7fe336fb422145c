"""Which processes make a stack, in the order in which the others need them."""

import sys

from local.stack import parameters
from local.stack.environment import endpoints, offline, url
from local.stack.places import LAMBDA_PYTHON, MINISTACK_PYTHON, PAGES, PHONE_PAGE, ROOT, Home
from local.stack.processes import Part

GATEWAY = "the local AWS"
PORTS = {
    GATEWAY: 0,
    "Lex": 1,
    "Transcribe": 2,
    "Comprehend": 3,
    "the site": 4,
    "Connect": 5,
    "Twilio and Slack": 6,
    "Kendra": 7,
}
FAQ = ROOT / "functions" / "omnilex" / "faq"


def ports(base_port: int) -> dict[str, int]:
    return {name: base_port + offset for name, offset in PORTS.items()}


def make_parts(home: Home, base_port: int) -> list[Part]:
    """Every process, not started."""
    at = {name: str(port) for name, port in ports(base_port).items()}
    ours = [sys.executable, "-m"]
    state = home.state
    commands = {
        GATEWAY: [
            *(str(MINISTACK_PYTHON), "-m", "local.aws.launcher", "--port", at[GATEWAY]),
            *("--state", str(state / "aws"), "--lambda-python", str(LAMBDA_PYTHON)),
        ],
        "Lex": [
            *(*ours, "local.lex", "serve", "--port", at["Lex"]),
            *("--state", str(state / "lex")),
        ],
        "Transcribe": [*ours, "local.transcribe", "--port", at["Transcribe"]],
        "Comprehend": [*ours, "local.comprehend", "--port", at["Comprehend"]],
        "Connect": [
            *(*ours, "local.connect", "--port", at["Connect"]),
            *("--state", str(state / "aws" / "connect")),
        ],
        "Twilio and Slack": [*ours, "local.vendors", "--port", at["Twilio and Slack"]],
        "the site": [
            *(*ours, "local.site", "--port", at["the site"], "--gateway", at[GATEWAY]),
            *("--app-state", str(state / "aws" / "amplify")),
            *("--root", str(PAGES), "--root", str(PHONE_PAGE), "--phone", at["Connect"]),
        ],
    }
    environment = offline() | endpoints(base_port) | {"PYTHONUNBUFFERED": "1"}
    kendra_index = parameters.load(home).get("KendraIndexId")
    if kendra_index:  # the index is a customer's own, so it is there where one is named
        commands["Kendra"] = [
            *(*ours, "local.kendra", "--port", at["Kendra"]),
            *("--index-id", kendra_index, "--faq", str(FAQ)),
        ]
        environment["AWS_ENDPOINT_URL_KENDRA"] = url(int(at["Kendra"]))
    return [
        Part(
            name=name,
            command=command,
            port=int(at[name]),
            health_path="/_ministack/health" if name == GATEWAY else "/_health",
            environment=environment,
            log=home.logs / f"{name.removeprefix('the ').replace(' ', '-').lower()}.log",
            # What ministack holds is written only when it is asked to end: a crash loses it.
            may_restart=name != GATEWAY,
        )
        for name, command in commands.items()
    ]
