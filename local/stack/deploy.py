"""The real `sam build` and `sam deploy`."""

import contextlib
import fcntl
import os
import platform
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from local.stack import bot_version
from local.stack import parameters as kept
from local.stack.description import client
from local.stack.environment import ACCOUNT, REGION, STACK_NAME, offline, url
from local.stack.errors import DeployError
from local.stack.package import upload_functions
from local.stack.places import (
    BUILD_CACHE,
    INSTALLED,
    LAMBDA_PYTHON,
    PAGES,
    ROOT,
    SAM,
    WHEELS,
    Home,
)
from local.vendors import secrets

ARTIFACTS = f"{STACK_NAME}-artifacts-{ACCOUNT}-{REGION}"
CONNECT_INSTANCE = (
    f"arn:aws:connect:{REGION}:{ACCOUNT}:instance/0c0ffee0-0000-4000-8000-000000000000"
)
ARCHITECTURES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}
CAPABILITIES = ("CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND")
POLL_DELAY_S = "0.1"  # five seconds otherwise
NOISE = re.compile(r"^\s*$|^\s*(SAM CLI update|To learn more|Commands you can use|\[\*\]|=+$)")


def runtime_parameters() -> dict[str, str]:
    """The Python and the processor that functions run on here, as the template wants them."""
    name = next(path.name for path in LAMBDA_PYTHON.parent.glob("python3.1*"))
    return {"PythonRuntime": name, "Architecture": ARCHITECTURES[platform.machine().lower()]}


def build(home: Home, stopped: threading.Event, root: Path = ROOT) -> None:
    """`sam build`, cached; the beta feature lets equal functions share a folder. DeployError.

    A changed bot is given a version of its own in the template below ``root`` first.
    """
    bot_version.write(root)
    environment = offline()
    environment["PATH"] = f"{LAMBDA_PYTHON.parent}{os.pathsep}{environment.get('PATH', '')}"
    if WHEELS.is_dir():  # the functions' packages are here already: no network
        environment |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(WHEELS)}
    home.build.parent.mkdir(parents=True, exist_ok=True)
    with one_build_at_a_time(), what_is_installed(home.build.with_name(INSTALLED.name)):
        run(
            home,
            "sam build",
            [
                *(
                    str(SAM),
                    "build",
                    "--cached",
                    "--beta-features",
                    "--template-file",
                    str(root / "template.yaml"),
                ),
                *("--build-dir", str(home.build), "--cache-dir", str(BUILD_CACHE)),
                *("--region", REGION, "--parameter-overrides", *overrides(runtime_parameters())),
            ],
            environment,
            stopped,
        )


def deploy(home: Home, base_port: int, stopped: threading.Event) -> dict[str, str]:
    """`sam deploy` to the stack on this port; returns its outputs. Raises DeployError."""
    gateway = url(base_port)
    parameters = runtime_parameters() | {
        "Stage": "dev",
        "SiteUrl": url(base_port + 4),
        "HostedUiOrigin": gateway,
        "MediaOrigin": gateway,
        "ConnectInstanceArn": CONNECT_INSTANCE,
        **kept.load(home),
    }
    parameters |= secrets.provide(client("secretsmanager", gateway), url(base_port + 6))
    return put_stack(home, gateway, parameters, stopped)


def put_stack(
    home: Home, gateway: str, parameters: Mapping[str, str], stopped: threading.Event
) -> dict[str, str]:
    """Bring what was built to CloudFormation at ``gateway``; the outputs. Raises DeployError."""
    s3 = client("s3", gateway)
    make_artifacts_bucket(s3)
    template = upload_functions(s3, ARTIFACTS, home.build / "template.yaml")
    command = [
        *(str(SAM), "deploy", "--template-file", str(template)),
        *("--stack-name", STACK_NAME, "--region", REGION, "--s3-bucket", ARTIFACTS),
        *("--capabilities", *CAPABILITIES, "--no-confirm-changeset", "--no-progressbar"),
        *("--no-fail-on-empty-changeset", "--on-failure", "DELETE"),
        *("--parameter-overrides", *overrides(parameters)),
    ]
    formation = client("cloudformation", gateway)
    try:
        run(home, "sam deploy", command, at(gateway), stopped)
    except DeployError as error:
        raise DeployError(f"{error.happened}{reason(formation)}", error.remedy) from None
    stacks = formation.describe_stacks(StackName=STACK_NAME)["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in stacks[0].get("Outputs", [])}


def at(gateway: str) -> dict[str, str]:
    """SAM's environment: CloudFormation at ``gateway``, asked often, for it is quick there."""
    return offline() | {"AWS_ENDPOINT_URL": gateway, "SAM_CLI_POLL_DELAY": POLL_DELAY_S}


def reason(formation: Any) -> str:
    """What CloudFormation could not make the last time, in its words; empty if it does not say."""
    try:
        events = formation.describe_stack_events(StackName=STACK_NAME)["StackEvents"]
    except ClientError:  # a first deployment that failed leaves no stack
        return ""
    begun = (one for one in events if one.get("ResourceStatusReason") == "User Initiated")
    since = next(begun, {"Timestamp": None})["Timestamp"]
    failed = [
        f"\n    {one['LogicalResourceId']}: {one.get('ResourceStatusReason', 'no reason given')}"
        for one in reversed(events)
        if one["ResourceStatus"] in {"CREATE_FAILED", "UPDATE_FAILED"}
        and (since is None or one["Timestamp"] >= since)
    ]
    return "".join(failed[:1])


def overrides(parameters: Mapping[str, str]) -> list[str]:
    return [f'{name}="{value}"' for name, value in parameters.items()]


def make_artifacts_bucket(s3: Any) -> None:
    """Where the functions' code goes; quicker than the stack that SAM would make for it."""
    if ARTIFACTS not in {bucket["Name"] for bucket in s3.list_buckets()["Buckets"]}:
        s3.create_bucket(Bucket=ARTIFACTS)


@contextlib.contextmanager
def one_build_at_a_time() -> Iterator[None]:
    """Stacks of other homes share the build cache."""
    BUILD_CACHE.parent.mkdir(parents=True, exist_ok=True)
    with BUILD_CACHE.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def what_is_installed(note: Path) -> Iterator[None]:
    """Without its note SAM installs every package anew, and removes what another home's names."""
    if note != INSTALLED and INSTALLED.exists():
        shutil.copyfile(INSTALLED, note)
    yield
    if note != INSTALLED:
        shutil.copyfile(note, INSTALLED)


def run(
    home: Home,
    title: str,
    command: list[str],
    environment: dict[str, str],
    stopped: threading.Event,
) -> None:
    """Run one SAM command, logged; the last it said becomes the message if it fails."""
    home.logs.mkdir(parents=True, exist_ok=True)
    log = home.logs / f"{title.replace(' ', '-')}.log"
    with log.open("wb") as out:
        child = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        while child.poll() is None:
            if stopped.wait(0.05):
                child.terminate()
                child.wait()
    if child.returncode:
        said = [line for line in log.read_text().splitlines() if not NOISE.match(line)]
        last = "\n".join(f"    {line}" for line in said[-12:])
        raise DeployError(f"`{title}` failed:\n{last}", f"The whole log: {log}")


def require_pages() -> Path:
    """The built pages. Raises DeployError when there are none."""
    if not (PAGES / "index.html").is_file():
        raise DeployError("The pages are not built.", "Build them: make setup")
    return PAGES
