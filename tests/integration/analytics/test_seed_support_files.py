import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from omnilex.adapters.support_files import SupportFiles
from omnilex.handlers.seed_support_files import lambda_handler
from tests.integration.analytics.world import CONTEXT, S3, SUPPORT_FILES, World, event


class CloudFormation:
    """Listens where custom resources answer."""

    def __init__(self) -> None:
        self.answers: list[dict[str, Any]] = []
        answers = self.answers

        class Receive(BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                answers.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.end_headers()

            def log_message(self, *arguments: Any) -> None: ...

        self.server = HTTPServer(("127.0.0.1", 0), Receive)
        self.url = f"http://127.0.0.1:{self.server.server_port}/answer"

    def tell(self, situation: str) -> dict[str, Any]:
        lambda_handler({**event("seed_support_files", situation), "ResponseURL": self.url}, CONTEXT)
        return self.answers[-1]


@pytest.fixture
def cloudformation(world: World) -> Iterator[CloudFormation]:
    listening = CloudFormation()
    thread = threading.Thread(target=listening.server.serve_forever)
    thread.start()
    yield listening
    listening.server.shutdown()
    thread.join()
    listening.server.server_close()


def test_a_new_stack_gets_a_rule_set_and_entity_lists_that_can_be_read(
    cloudformation: CloudFormation,
):
    answer = cloudformation.tell("stack_created")

    files = SupportFiles(S3, SUPPORT_FILES)
    rules = files.rules()
    english = files.entity_list("simple-entity-list.csv", "en")
    spanish = files.entity_list("simple-entity-list.csv", "es")
    assert answer["Status"] == "SUCCESS"
    assert rules is not None
    assert {"Complaint", "Fraud", "Hardship"} <= {one.name for one in rules.categories}
    assert english is not None
    assert [one.type for one in english.entities("My debit card and a late fee")] == [
        "PRODUCT",
        "FEE",
    ]
    assert spanish is not None
    assert [one.text for one in spanish.entities("la HIPOTECA")] == ["HIPOTECA"]


def test_what_an_administrator_has_edited_stays(cloudformation: CloudFormation, world: World):
    world.lay("categories.json", '{"version": 1}')

    cloudformation.tell("stack_created")

    assert world.body(SUPPORT_FILES, "categories.json") == b'{"version": 1}'
    assert "simple-entity-list-en.csv" in world.keys(SUPPORT_FILES)


def test_a_stack_that_goes_leaves_the_files(cloudformation: CloudFormation, world: World):
    answer = cloudformation.tell("stack_deleted")

    assert answer["Status"] == "SUCCESS"
    assert world.keys(SUPPORT_FILES) == []


def test_what_cannot_be_laid_fails_the_deployment_with_the_reason(cloudformation: CloudFormation):
    answer = cloudformation.tell("bucket_missing")

    assert answer["Status"] == "FAILED"
    assert "NoSuchBucket" in answer["Reason"]
