"""Files of the bulk bucket go on in the measure in which Transcribe has room for them."""

import json
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
import yaml
from botocore.exceptions import ClientError

from omnilex.adapters.bulk_table import BulkTable, TurnTakenError
from omnilex.adapters.configuration import ConfigurationStore
from omnilex.domain.bulk import BulkProgress, BulkStatus
from omnilex.handlers import begin_bulk_upload, fail_bulk_upload, move_bulk_files
from tests.integration.analytics.machine import STATES, Functions, ended
from tests.integration.analytics.world import (
    CONTEXT,
    RECORDINGS,
    ROOT,
    World,
    configuration,
    event,
)

BULK = configuration().bulk_upload_bucket
STEPS = {
    "BeginBulkUpload": begin_bulk_upload,
    "MoveBulkFiles": move_bulk_files,
    "FailBulkUpload": fail_bulk_upload,
}


class Buckets:
    """As much of S3 as the mover asks for, in memory; ``fail`` makes one call go wrong."""

    def __init__(self) -> None:
        self.files: dict[str, dict[str, bytes]] = {BULK: {}, RECORDINGS: {}}
        self.copies = 0
        self.fail: str | None = None

    def list_objects_v2(self, **asked: Any) -> dict[str, Any]:
        files = list(self.files[asked["Bucket"]].items())[: asked["MaxKeys"]]
        contents = [{"Key": key, "Size": len(body), "ETag": _etag(body)} for key, body in files]
        return {"Contents": contents}

    def head_object(self, **asked: Any) -> dict[str, Any]:
        body = self.files[asked["Bucket"]].get(asked["Key"])
        if body is None:
            raise ClientError({"Error": {"Code": "404", "Message": "Not Found"}}, "HeadObject")
        return {"ETag": _etag(body), "ContentLength": len(body)}

    def copy(self, source: dict[str, str], bucket: str, key: str) -> None:
        body = self.files[source["Bucket"]][source["Key"]]
        self.copies += 1
        self.files[bucket][key] = body[:-1] if self.fail == "copy is cut" else body

    def delete_object(self, **asked: Any) -> None:
        if self.fail == "delete":
            self.fail = None
            raise ClientError({"Error": {"Code": "SlowDown", "Message": "slow"}}, "DeleteObject")
        self.files[asked["Bucket"]].pop(asked["Key"], None)


def _etag(body: bytes) -> str:
    return f'"{hash(body):x}"'


class Bulk:
    """The deployed definition over the real functions; it waits for nothing."""

    def __init__(self, world: World, functions: Functions, buckets: Buckets) -> None:
        self.table = BulkTable(world.table)
        self.buckets = buckets
        self._functions = functions
        for name, module in STEPS.items():
            self._functions.add(name, lambda asked, module=module: self._call(module, asked))
        self.machine = ""
        self.started: list[str] = []

    def _call(self, module: Any, asked: dict[str, Any]) -> Any:
        answer = module.lambda_handler(asked, CONTEXT)
        return answer | ({"wait_s": 0} if module is move_bulk_files else {})

    def create(self, iterations: int = 2000) -> None:
        text = (ROOT / "statemachine/bulk_upload.asl.yaml").read_text()
        for step in STEPS:
            arn = f"arn:aws:lambda:us-east-1:123456789012:function:{step}"
            text = text.replace(f"${{{step}FunctionArn}}", arn)
        text = text.replace(
            "NumericGreaterThanEquals: 2000", f"NumericGreaterThanEquals: {iterations}"
        )
        definition = yaml.safe_load(text)
        # moto's own cannot tell of the time at which it started an execution.
        goes_on = self._functions.add("StartExecution", self._start)
        definition["States"]["ContinueBulkUpload"]["Resource"] = goes_on
        self.machine = STATES.create_state_machine(
            name="bulk", definition=json.dumps(definition), roleArn=self._functions.role()
        )["stateMachineArn"]

    def _start(self, asked: dict[str, Any]) -> None:
        name = f"b-{len(self.started) + 2}"
        started = STATES.start_execution(
            stateMachineArn=asked["StateMachineArn"], name=name, input=json.dumps(asked["Input"])
        )
        self.started.append(started["executionArn"])

    def run(self, name: str = "b-1") -> dict[str, Any]:
        started = STATES.start_execution(stateMachineArn=self.machine, name=name, input="{}")
        described: dict[str, Any] = ended(started["executionArn"])
        return described

    def progress(self) -> BulkProgress:
        progress = self.table.get()
        assert progress is not None
        return progress


@pytest.fixture
def buckets(monkeypatch: pytest.MonkeyPatch) -> Buckets:
    buckets = Buckets()
    monkeypatch.setattr(move_bulk_files, "s3", buckets)
    return buckets


@pytest.fixture
def bulk(
    world: World, functions: Functions, buckets: Buckets, monkeypatch: pytest.MonkeyPatch
) -> Bulk:
    store = ConfigurationStore(boto3.client("ssm"), "/omnilex")
    monkeypatch.setattr(move_bulk_files, "configuration", store)
    monkeypatch.setattr(move_bulk_files.transcribe, "jobs_under_way", lambda: 0)
    return Bulk(world, functions, buckets)


def fill(buckets: Buckets, count: int) -> None:
    for at in range(count):
        buckets.files[BULK][f"batch {at % 7}/call-{at:05}.wav"] = str(at).encode()


def events_of(execution: str) -> int:
    pages = STATES.get_paginator("get_execution_history").paginate(executionArn=execution)
    return sum(len(page["events"]) for page in pages)


@pytest.mark.parametrize("at_a_time", [500, pytest.param(50, marks=pytest.mark.nightly)])
def test_ten_thousand_files_go_on_within_the_limits_of_an_execution(
    at_a_time: int, bulk: Bulk, buckets: Buckets, world: World
):
    world.configure("BulkUploadMaxDripRate", str(at_a_time))
    world.configure("BulkUploadMaxTranscribeJobs", "500")
    fill(buckets, 10_000)
    bulk.create()

    described = bulk.run()

    progress, events = bulk.progress(), events_of(described["executionArn"])
    assert described["status"] == "SUCCEEDED"
    assert (progress.moved, progress.iterations, progress.left) == (10_000, 10_000 // at_a_time, 0)
    assert progress.status is BulkStatus.FINISHED
    assert len(buckets.files[RECORDINGS]) == 10_000
    assert buckets.files[BULK] == {}
    assert events <= 25 + 9 * progress.iterations  # of 25,000, so that 2,000 iterations fit
    assert len(described["output"]) < 1_000


def test_it_goes_on_as_a_new_execution_before_its_history_is_full(bulk: Bulk, buckets: Buckets):
    fill(buckets, 1_000)
    bulk.create(iterations=8)

    first = bulk.run()

    for execution in bulk.started:
        assert ended(execution)["status"] == "SUCCEEDED"
    assert first["status"] == "SUCCEEDED"
    assert len(bulk.started) == 2
    assert bulk.progress().moved == 1_000
    assert bulk.progress().iterations == 20


def test_no_more_go_on_than_transcribe_has_room_for(
    bulk: Bulk, buckets: Buckets, world: World, monkeypatch: pytest.MonkeyPatch
):
    world.configure("BulkUploadMaxTranscribeJobs", "40")
    world.configure("BulkUploadMaxDripRate", "25")
    jobs = iter([0, 30, 40, 41, 38, 0])
    monkeypatch.setattr(move_bulk_files.transcribe, "jobs_under_way", lambda: next(jobs))
    fill(buckets, 60)
    begin_bulk_upload.lambda_handler(event("begin_bulk_upload", "started_by_hand"), CONTEXT)
    moved = []

    for _ in range(6):
        before = bulk.progress().moved
        move_bulk_files.lambda_handler(event("move_bulk_files", "next_iteration"), CONTEXT)
        moved.append(bulk.progress().moved - before)

    assert moved == [25, 10, 0, 0, 2, 23]


def test_a_second_start_while_one_runs_moves_nothing(bulk: Bulk, buckets: Buckets, world: World):
    bulk.create()
    running = STATES.create_state_machine(
        name="waits",
        definition=json.dumps(
            {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 600, "End": True}}}
        ),
        roleArn=bulk._functions.role(),
    )["stateMachineArn"]
    holder = STATES.start_execution(stateMachineArn=running, name="holds")["executionArn"]
    now = datetime.now(UTC)
    bulk.table.take(BulkProgress(execution=holder, started_at=now, updated_at=now), None)
    fill(buckets, 10)

    described = bulk.run()

    assert described["status"] == "SUCCEEDED"
    assert len(buckets.files[BULK]) == 10
    assert bulk.progress().execution == holder
    STATES.stop_execution(executionArn=holder)


def test_the_turn_of_an_execution_that_died_is_taken_over(bulk: Bulk, buckets: Buckets):
    begin_bulk_upload.lambda_handler(event("begin_bulk_upload", "started_by_hand"), CONTEXT)
    fill(buckets, 10)
    bulk.create()

    bulk.run()

    assert buckets.files[BULK] == {}


def test_who_has_lost_the_turn_moves_nothing_more(bulk: Bulk, buckets: Buckets):
    begin_bulk_upload.lambda_handler(event("begin_bulk_upload", "started_by_hand"), CONTEXT)
    fill(buckets, 10)

    with pytest.raises(TurnTakenError):
        move_bulk_files.lambda_handler(event("move_bulk_files", "turn_of_another"), CONTEXT)

    assert len(buckets.files[BULK]) == 10


def test_what_was_copied_and_not_deleted_is_not_copied_again(bulk: Bulk, buckets: Buckets):
    begin_bulk_upload.lambda_handler(event("begin_bulk_upload", "started_by_hand"), CONTEXT)
    fill(buckets, 5)
    buckets.fail = "delete"
    with pytest.raises(ClientError):
        move_bulk_files.lambda_handler(event("move_bulk_files", "next_iteration"), CONTEXT)

    move_bulk_files.lambda_handler(event("move_bulk_files", "next_iteration"), CONTEXT)

    assert buckets.copies == 5
    assert buckets.files[BULK] == {}
    assert len(buckets.files[RECORDINGS]) == 5


def test_a_copy_that_is_cut_leaves_the_original(bulk: Bulk, buckets: Buckets):
    begin_bulk_upload.lambda_handler(event("begin_bulk_upload", "started_by_hand"), CONTEXT)
    fill(buckets, 1)
    buckets.fail = "copy is cut"

    with pytest.raises(OSError, match="another length"):
        move_bulk_files.lambda_handler(event("move_bulk_files", "next_iteration"), CONTEXT)

    assert len(buckets.files[BULK]) == 1


def test_chat_logs_go_on_and_folder_markers_go(bulk: Bulk, buckets: Buckets):
    buckets.files[BULK] = {"chats/": b"", "chats/log.json": b"{}"}
    bulk.create()

    bulk.run()

    assert list(buckets.files[RECORDINGS]) == ["originalAudio/chats/log.json"]
    assert buckets.files[BULK] == {}
    assert bulk.progress().moved == 1


def test_a_failure_is_told_in_the_row(bulk: Bulk):
    begin_bulk_upload.lambda_handler(event("begin_bulk_upload", "started_by_hand"), CONTEXT)

    fail_bulk_upload.lambda_handler(event("fail_bulk_upload", "bucket_forbidden"), CONTEXT)

    assert bulk.progress().status is BulkStatus.FAILED
    assert bulk.progress().reason == (
        "The bulk upload stopped at an error (ClientError). Start it again: nothing is lost."
    )


def test_jobs_of_both_kinds_and_on_every_page_are_counted(world: World):
    transcribe: Any = move_bulk_files.transcribe
    transcribe._client.list_call_analytics_jobs = lambda **_: {"CallAnalyticsJobSummaries": [1, 2]}
    try:
        counted = transcribe.jobs_under_way()
    finally:
        del transcribe._client.list_call_analytics_jobs

    assert counted == 4  # two queued and two in progress
