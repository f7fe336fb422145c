"""Publish the built pages to Amplify Hosting: one zip, as its console takes it."""

import io
import json
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from local.stack.errors import DeployError

BRANCH = "main"
DONE, RUNNING = "SUCCEED", {"CREATED", "PENDING", "PROVISIONING", "RUNNING"}
PATIENCE_S, LOOK_S = 300, 2.0
UPLOAD_TIMEOUT_S = 120
REMEDY = "Look at the app's deployments in the Amplify console, then: make deploy"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the same pages are the same zip


def publish(
    amplify: Any,
    outputs: Mapping[str, str],
    folder: Path,
    *,
    wait: Callable[[float], None] = time.sleep,
) -> str:
    """The pages and their ``config.json``, to the app that the stack names; returns its address.

    ``amplify`` is a boto3 client. Raises DeployError.
    """
    where = {"appId": outputs["AmplifyAppId"], "branchName": BRANCH}
    try:
        created = amplify.create_deployment(**where)
        upload(created["zipUploadUrl"], pack(folder, sign_in_configuration(outputs)))
        job = amplify.start_deployment(**where, jobId=created["jobId"])["jobSummary"]
        for _ in range(int(PATIENCE_S / LOOK_S)):
            if job["status"] not in RUNNING:
                break
            wait(LOOK_S)
            job = amplify.get_job(**where, jobId=created["jobId"])["job"]["summary"]
    except (BotoCoreError, ClientError, urllib.error.URLError) as error:
        raise DeployError(f"The pages were not published: {error}", REMEDY) from None
    if job["status"] != DONE:
        raise DeployError(f"The deployment of the pages ended as {job['status']}.", REMEDY)
    return outputs["SiteUrl"]


def upload(address: str, archive: bytes) -> None:
    request = urllib.request.Request(
        address, archive, {"Content-Type": "application/zip"}, method="PUT"
    )
    with urllib.request.urlopen(request, timeout=UPLOAD_TIMEOUT_S):
        pass


def pack(folder: Path, configuration: Mapping[str, str]) -> bytes:
    """Every file below the folder at its place, and the dashboard's ``config.json``."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                name = file.relative_to(folder).as_posix()
                archive.writestr(entry(name), file.read_bytes())
        archive.writestr(entry("config.json"), json.dumps(configuration, indent=2) + "\n")
    return packed.getvalue()


def entry(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, EARLIEST)
    made.compress_type = zipfile.ZIP_DEFLATED
    made.external_attr = 0o644 << 16
    return made


def sign_in_configuration(outputs: Mapping[str, str]) -> dict[str, str]:
    """What oidc-client-ts needs to know of the user pool."""
    hosted, pool = outputs["HostedUiUrl"], outputs["UserPoolId"]
    region = pool.partition("_")[0]
    return {
        "authority": f"https://cognito-idp.{region}.amazonaws.com/{pool}",
        "client_id": outputs["UserPoolClientId"],
        "authorization_endpoint": f"{hosted}/oauth2/authorize",
        "token_endpoint": f"{hosted}/oauth2/token",
        "end_session_endpoint": f"{hosted}/logout",
        "redirect_uri": f"{outputs['SiteUrl']}/dashboard/callback",
    }
