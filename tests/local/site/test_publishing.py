"""`omnilex publish` and an unmodified boto3 client, against the server that takes deployments."""

import io
import json
import os
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.stack import pages
from local.stack.errors import DeployError
from tests.local.site.conftest import APP, Site

OUTPUTS = {
    "AmplifyAppId": APP,
    "SiteUrl": "https://main.example.amplifyapp.com",
    "HostedUiUrl": "https://bank.auth.ca-central-1.amazoncognito.com",
    "UserPoolId": "ca-central-1_AbCdEf",
    "UserPoolClientId": "client",
}


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Path]:
    for name, text in {"index.html": "a new home", "assets/bank-9c1d.js": "script"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    yield tmp_path


def test_published_pages_are_served_with_the_dashboards_sign_in(site: Site, built: Path):
    address = pages.publish(site.amplify(), OUTPUTS, built)

    configuration = json.loads(site.get("/config.json").body)
    assert address == OUTPUTS["SiteUrl"]
    assert site.get("/").body == "a new home"
    assert site.get("/assets/bank-9c1d.js").status == 200
    assert configuration["redirect_uri"] == f"{OUTPUTS['SiteUrl']}/dashboard/callback"
    assert configuration["authority"].startswith("https://cognito-idp.ca-central-1.")


def test_pages_built_after_the_deployment_are_what_one_sees(site: Site, built: Path):
    pages.publish(site.amplify(), OUTPUTS, built)
    working_copy = site.state.parent / "pages" / "index.html"
    was = working_copy.stat().st_mtime

    os.utime(working_copy, (time.time() + 60, time.time() + 60))
    seen = site.get("/").body
    os.utime(working_copy, (was, was))

    assert seen == "home"
    assert site.get("/").body == "a new home"


def test_the_same_pages_are_the_same_zip(built: Path):
    assert pages.pack(built, {"a": "b"}) == pages.pack(built, {"a": "b"})


def test_a_job_is_told_of_as_amplify_does(site: Site, built: Path):
    amplify = site.amplify()
    where = {"appId": APP, "branchName": "main"}
    created = amplify.create_deployment(**where)
    pages.upload(created["zipUploadUrl"], pages.pack(built, {}))

    started = amplify.start_deployment(**where, jobId=created["jobId"])["jobSummary"]
    told = amplify.get_job(**where, jobId=created["jobId"])["job"]["summary"]

    assert (started["status"], started["jobType"]) == ("SUCCEED", "MANUAL")
    assert told == started


def refusal(call: Any, **asked: Any) -> str:
    with pytest.raises(ClientError) as refused:
        call(**asked)
    return str(refused.value.response["Error"]["Code"])


def test_an_unknown_app_or_job_is_not_found_and_a_job_without_a_zip_not_started(site: Site):
    amplify = site.amplify()
    where = {"appId": APP, "branchName": "main"}
    created = amplify.create_deployment(**where)

    assert refusal(amplify.create_deployment, **{**where, "appId": "d9"}) == "NotFoundException"
    assert refusal(amplify.get_job, **where, jobId="999") == "NotFoundException"
    empty = refusal(amplify.start_deployment, **where, jobId=created["jobId"])
    assert empty == "BadRequestException"


def climbing_zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../outside.html", "out")
    return packed.getvalue()


@pytest.mark.parametrize("archive", [b"no zip", climbing_zip()], ids=["no zip", "climbs out"])
def test_a_zip_that_cannot_be_served_fails_its_job(site: Site, archive: bytes):
    amplify = site.amplify()
    where = {"appId": APP, "branchName": "main"}
    created = amplify.create_deployment(**where)
    pages.upload(created["zipUploadUrl"], archive)

    job = amplify.start_deployment(**where, jobId=created["jobId"])["jobSummary"]

    assert job["status"] == "FAILED"
    assert not list(site.state.rglob("outside.html"))


class Amplify:
    """A service that takes its time, or fails."""

    def __init__(self, *statuses: str) -> None:
        self._statuses = list(statuses)

    def create_deployment(self, **_: Any) -> dict[str, Any]:
        return {"jobId": "1", "zipUploadUrl": "data:,", "fileUploadUrls": {}}

    def start_deployment(self, **_: Any) -> dict[str, Any]:
        return {"jobSummary": {"status": self._statuses.pop(0)}}

    def get_job(self, **_: Any) -> dict[str, Any]:
        return {"job": {"summary": {"status": self._statuses.pop(0)}}}


def test_a_deployment_is_waited_for(built: Path):
    waited: list[float] = []

    pages.publish(Amplify("PENDING", "RUNNING", "SUCCEED"), OUTPUTS, built, wait=waited.append)

    assert len(waited) == 2


def test_a_failed_deployment_says_what_to_do(built: Path):
    with pytest.raises(DeployError, match="FAILED") as failed:
        pages.publish(Amplify("PENDING", "FAILED"), OUTPUTS, built, wait=lambda _: None)

    assert "make deploy" in failed.value.remedy


def test_a_refused_deployment_says_why(site: Site, built: Path):
    with pytest.raises(DeployError, match="not found"):
        pages.publish(site.amplify(), {**OUTPUTS, "AmplifyAppId": "d9"}, built)
