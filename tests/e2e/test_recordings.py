"""Recordings become contacts that a supervisor can open, or failures that say why."""

import json
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.running import ROOT, Stack

pytestmark = pytest.mark.stack

SAMPLES = sorted(path for path in (ROOT / "samples").glob("*") if path.suffix in {".wav", ".mp3"})
REAL_CALLS = sorted((ROOT.parent / "shared/testdata/calls").glob("*.wav"))


def upload(stack: Stack, *files: Path) -> tuple[int, list[dict[str, Any]]]:
    """Exit code and report of `omnilex upload --json`."""
    finished = stack.run("upload", *map(str, files), "--json")
    assert finished.returncode in {0, 1}, finished.stdout + finished.stderr
    report: list[dict[str, Any]] = json.loads(finished.stdout)
    return finished.returncode, report


def document(stack: Stack, contact_id: str) -> dict[str, Any]:
    shown = stack.run("contact", contact_id, "--json")
    assert shown.returncode == 0, shown.stderr
    contact: dict[str, Any] = json.loads(shown.stdout)
    return contact


def keys(stack: Stack, prefix: str) -> set[str]:
    listed = stack.client("s3").list_objects_v2(
        Bucket=stack.outputs["InputBucketName"], Prefix=prefix
    )
    return {item["Key"] for item in listed.get("Contents", [])}


def sign_in(stack: Stack, page: Page) -> None:
    page.goto(stack.description["dashboard_url"])
    page.get_by_role("button", name="Sign in").click()
    page.locator("input[name=username]").fill(stack.description["admin"]["username"])
    page.locator("input[name=password]").fill(stack.description["admin"]["password"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)


def test_contacts_are_refused_without_a_token(stack: Stack):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(stack.description["api_url"] + "/contacts")  # noqa: S310

    refused.value.close()
    assert refused.value.code == 401


def test_a_broken_and_an_empty_file_fail_with_a_reason(stack: Stack, tmp_path: Path):
    broken = tmp_path / "broken.wav"
    broken.write_text("This is a letter and not a recording.")
    empty = tmp_path / "empty.wav"
    empty.touch()

    code, report = upload(stack, broken, empty)

    assert code == 1
    assert [entry["status"] for entry in report] == ["FAILED", "FAILED"]
    assert all(entry["reason"] for entry in report)
    assert {"failedAudio/broken.wav", "failedAudio/empty.wav"} <= keys(stack, "failedAudio/")
    assert not {"originalAudio/broken.wav", "originalAudio/empty.wav"} & keys(
        stack, "originalAudio/"
    )


@pytest.mark.browser
def test_an_uploaded_call_is_analysed_and_heard_on_the_dashboard(
    stack: Stack, page: Page, tmp_path: Path
):
    # A contact of its own: the samples are still being seeded.
    recording = tmp_path / SAMPLES[0].name.replace("c1f0a4", "e2e001")
    recording.write_bytes(SAMPLES[0].read_bytes())
    code, report = upload(stack, recording)
    contact = document(stack, report[0]["contact_id"])

    sign_in(stack, page)
    row = page.locator(f"[data-contact-id='{contact['contact_id']}']")
    expect(row).to_be_visible(timeout=15_000)
    row.get_by_role("link").first.click()
    expect(page.get_by_test_id("turn").nth(1)).to_be_visible(timeout=15_000)
    page.get_by_test_id("turn").nth(1).click()

    assert code == 0
    seconds = page.locator("audio").evaluate("audio => audio.currentTime")
    assert abs(seconds - contact["turns"][1]["begin_offset_ms"] / 1000) < 1.0
    assert page.get_by_test_id("turn").count() == len(contact["turns"])


@pytest.mark.skipif(not REAL_CALLS, reason="the shared test data are not beside the project")
@pytest.mark.nightly
def test_a_real_call_is_analysed_in_less_than_its_length(stack: Stack):
    code, report = upload(stack, REAL_CALLS[0])
    contact = document(stack, report[0]["contact_id"])

    assert code == 0
    assert contact["duration_ms"] == pytest.approx(277_660, abs=3_000)
    assert {turn["role"] for turn in contact["turns"]} == {"AGENT", "CUSTOMER"}
    assert len(contact["turns"]) > 20
