"""The wire that boto3 speaks, held to botocore's own shapes."""

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from omnilex.adapters.faq_search import KendraFaq
from omnilex.domain.wording import Language

ROOT = Path(__file__).parents[3]
QUERY = "AWSKendraFrontendService.Query"
INDEX_ID = "00000000-0000-4000-8000-000000000005"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A running Kendra, as its own process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "local.kendra", "--port", str(port), "--index-id", INDEX_ID]
    command += ["--faq", str(ROOT / "functions/omnilex/faq")]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as server:
        try:
            wait_until_healthy(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def wait_until_healthy(port: int) -> None:
    give_up_at = time.monotonic() + 60
    while time.monotonic() < give_up_at:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/_health")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    pytest.fail("local.kendra did not become healthy")


@pytest.fixture(scope="module")
def kendra(address: str) -> Any:
    """An unmodified client."""
    once = Config(retries={"total_max_attempts": 1})
    return boto3.client("kendra", endpoint_url=address, region_name="us-east-1", config=once)


def post(address: str, target: str, body: str) -> tuple[int, Any, Any]:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
    try:
        connection.request("POST", "/", body, {"x-amz-target": target})
        answer = connection.getresponse()
        return answer.status, answer.headers, json.loads(answer.read())
    finally:
        connection.close()


def test_a_question_in_other_words_finds_its_answer_first(kendra: Any):
    found = KendraFaq(kendra, INDEX_ID).matches(
        "where can I find a branch near me", Language.ENGLISH
    )

    assert found[0].source == "https://www.example.com/help/branch-locations"
    assert found[0].score >= 0.4


def test_a_question_is_answered_in_its_language(kendra: Any):
    found = KendraFaq(kendra, INDEX_ID).matches("a qué hora cierran", Language.SPANISH)

    assert "sucursales" in found[0].answer


def test_an_answer_has_the_shape_that_botocore_knows(kendra: Any, address: str):
    asked = {"IndexId": INDEX_ID, "QueryText": "fees", "PageSize": 3}
    _, _, answer = post(address, QUERY, json.dumps(asked))
    shape = botocore.session.get_session().get_service_model("kendra").operation_model("Query")

    assert shape.output_shape is not None
    assert set(answer) <= set(shape.output_shape.members)
    result = shape.output_shape.members["ResultItems"].member
    assert all(set(item) <= set(result.members) for item in answer["ResultItems"])
    assert len(answer["ResultItems"]) == 3
    assert kendra.query(**asked)["ResultItems"][0]["Type"] == "QUESTION_ANSWER"


def test_pages_follow_one_another(kendra: Any):
    pages = [
        kendra.query(IndexId=INDEX_ID, QueryText="fees", PageSize=2, PageNumber=number)
        for number in (1, 2)
    ]
    ids = [item["Id"] for page in pages for item in page["ResultItems"]]

    assert len(set(ids)) == 4


def test_a_document_is_not_a_frequent_question(kendra: Any):
    found = kendra.query(IndexId=INDEX_ID, QueryText="fees", QueryResultTypeFilter="DOCUMENT")

    assert found["ResultItems"] == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"IndexId": "0" * 36, "QueryText": "fees"}, "ResourceNotFoundException"),
        ({"IndexId": INDEX_ID}, "ValidationException"),
        ({"IndexId": INDEX_ID, "QueryText": "fees", "PageSize": 101}, "ValidationException"),
        (
            {
                "IndexId": INDEX_ID,
                "QueryText": "fees",
                "AttributeFilter": {
                    "EqualsTo": {"Key": "_category", "Value": {"StringValue": "loans"}}
                },
            },
            "ValidationException",
        ),
    ],
)
def test_what_kendra_refuses_is_refused(kendra: Any, asked: dict[str, Any], code: str):
    with pytest.raises(ClientError) as refused:
        kendra.query(**asked)

    assert refused.value.response["Error"]["Code"] == code


@pytest.mark.parametrize(
    ("target", "body", "code"),
    [
        ("AWSKendraFrontendService.CreateIndex", "{}", "UnknownOperationException"),
        (QUERY, "not json", "SerializationException"),
    ],
)
def test_what_is_no_query_is_refused(address: str, target: str, body: str, code: str):
    status, headers, _ = post(address, target, body)

    assert (status, headers["x-amzn-errortype"]) == (400, code)
