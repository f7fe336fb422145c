"""One contact's life through the API of a running stack: found, annotated, removed everywhere."""

import json
import time
import urllib.error
import urllib.request
import uuid
from typing import Any

import pytest

from tests.e2e.running import Stack

pytestmark = pytest.mark.stack
PATIENCE_S = 90.0


class Desk:
    """An administrator at the dashboard's API."""

    def __init__(self, stack: Stack) -> None:
        self._address = stack.description["api_url"]
        admin = stack.description["admin"]
        signed_in = stack.client("cognito-idp").admin_initiate_auth(
            UserPoolId=stack.outputs["UserPoolId"],
            ClientId=stack.outputs["UserPoolClientId"],
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": admin["username"], "PASSWORD": admin["password"]},
        )["AuthenticationResult"]
        self.id_token, self.access_token = signed_in["IdToken"], signed_in["AccessToken"]

    def ask(self, method: str, path: str, body: Any = None, *, token: str = "") -> tuple[int, Any]:
        request = urllib.request.Request(  # noqa: S310
            f"{self._address}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {token or self.id_token}",
                "Content-Type": "application/json",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read() or b"{}")

    def wait_for(self, path: str, total: int) -> dict[str, Any]:
        give_up_at = time.monotonic() + PATIENCE_S
        while True:
            page: dict[str, Any] = self.ask("GET", path)[1]
            if page.get("total") == total:
                return page
            assert time.monotonic() < give_up_at, page
            time.sleep(0.5)


def upload(desk: Desk, name: str, body: bytes) -> int:
    """As the page does it: a form that the API has signed."""
    asked = {"file_name": name, "content_type": "application/json", "size_bytes": len(body)}
    form = desk.ask("POST", "/uploads", asked)[1]
    edge = uuid.uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
        for field, value in form["fields"].items()
    ]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    request = urllib.request.Request(  # noqa: S310
        form["url"],
        data="".join([*parts, head]).encode() + body + f"\r\n--{edge}--\r\n".encode(),
        headers={"Content-Type": f"multipart/form-data; boundary={edge}"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        return int(answer.status)


def chat(word: str) -> bytes:
    """A chat transcript of Amazon Connect."""
    said = [
        ("CUSTOMER", f"My {word} is blocked", "2026-11-24T10:00:00Z"),
        ("AGENT", "I will unblock it now", "2026-11-24T10:00:20Z"),
    ]
    entries = [
        {
            "AbsoluteTime": at,
            "Content": text,
            "ContentType": "text/plain",
            "Id": str(uuid.uuid4()),
            "Type": "MESSAGE",
            "ParticipantId": role,
            "DisplayName": role.capitalize(),
            "ParticipantRole": role,
        }
        for role, text, at in said
    ]
    contact_id = str(uuid.uuid4())
    told = {
        "Version": "2019-08-26",
        "AWSAccountId": "123456789012",
        "InstanceId": str(uuid.uuid4()),
        "InitialContactId": contact_id,
        "ContactId": contact_id,
        "Participants": [{"ParticipantId": role} for role in ("CUSTOMER", "AGENT")],
        "Transcript": entries,
    }
    return json.dumps(told).encode()


def left_of(stack: Stack, contact_id: str) -> list[str]:
    """Objects of any version, and rows but the audit trail's, that name the contact."""
    found: list[str] = []
    s3, dynamodb = stack.client("s3"), stack.client("dynamodb")
    for bucket in s3.list_buckets()["Buckets"]:
        listed = s3.list_object_versions(Bucket=bucket["Name"])
        several = listed.get("Versions", []) + listed.get("DeleteMarkers", [])
        found += [one["Key"] for one in several if contact_id in one["Key"]]
    for name in ("ContactsTableName",):
        for page in dynamodb.get_paginator("scan").paginate(TableName=stack.outputs[name]):
            rows = [row for row in page["Items"] if contact_id in json.dumps(row, default=str)]
            found += [row["pk"]["S"] for row in rows]
    return found


def test_a_contact_is_uploaded_found_by_its_words_and_removed_everywhere(stack: Stack):
    desk, word = Desk(stack), f"zebra{uuid.uuid4().hex[:8]}"

    assert upload(desk, f"{word}.json", chat(word)) in {200, 204}
    page = desk.wait_for(f"/contacts?text={word}", 1)
    contact_id = page["contacts"][0]["contact_id"]
    desk.ask("PUT", f"/contacts/{contact_id}/tags", {"tags": [word]})
    desk.wait_for(f"/contacts?tag={word}&text=%22{word}+is%22", 1)
    removed, _ = desk.ask("DELETE", f"/contacts/{contact_id}")
    gone, _ = desk.ask("GET", f"/contacts/{contact_id}")
    desk.wait_for(f"/contacts?text={word}", 0)

    assert (removed, gone) == (202, 404)
    give_up_at = time.monotonic() + PATIENCE_S
    while left := left_of(stack, contact_id):
        assert time.monotonic() < give_up_at, left
        time.sleep(0.5)
