"""The whole path of recordings: the deployed definition over the real functions, on moto, in one
thread, with faults at any call of AWS and with events that come as they please.
"""

import contextlib
import json
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import yaml
from botocore.client import BaseClient
from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError

from omnilex.domain.contact import Contact
from omnilex.handlers import (
    analyze_transcript,
    fail_contact,
    make_playback,
    publish_result,
    register_contact,
    resume_transcription,
    start_transcription,
    sweep_contacts,
)
from tests.integration.analytics.world import (
    CALL,
    CONTEXT,
    RECORDINGS,
    RESULTS,
    ROOT,
    S3,
    World,
    configuration,
    wav,
)
from tests.proofs.states import Execution, StepFunctions

STEPS: dict[str, Any] = {
    "RegisterContact": register_contact,
    "StartTranscription": start_transcription,
    "StartTranscriptionInFirstLanguage": start_transcription,
    "AnalyzeTranscript": analyze_transcript,
    "MakePlayback": make_playback,
    "PublishResult": publish_result,
    "FailContact": fail_contact,
}
FAULTS = ("throttled", "dead before", "sent twice", "answer lost", "dead after")
FATES = ("told", "dropped", "doubled", "delayed", "early")
DELIVERIES = 3  # EventBridge's tries of an asynchronous function, as Lambda makes them
QUARTER_S = 900
LONGEST_QUARTERS = 24  # the time-out of a transcription is four hours
RECORDING = wav(seconds=0.6)


class KilledError(BaseException):
    """The process ends here; no `except` of the function's sees it."""


@dataclass
class Faults:
    """Each call fails with probability ``rate``, decided by its place alone: the same seed is the
    same run, whichever thread calls first.
    """

    seed: int
    rate: float = 0.0
    active: bool = False
    place: Callable[[], str] = lambda: ""
    trace: list[str] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        call = BaseClient._make_api_call

        def faulty(client: BaseClient, operation: str, arguments: dict[str, Any]) -> Any:
            kind = self._fault(operation) if self.active else None
            return self._do(kind, call, client, operation, arguments)

        monkeypatch.setattr(BaseClient, "_make_api_call", faulty)

    def _fault(self, operation: str) -> str | None:
        at = f"{self.place()}/{operation}"
        self._counts[at] = count = self._counts.get(at, 0) + 1
        chance = random.Random(f"{self.seed}/{at}/{count}")
        if chance.random() >= self.rate:
            return None
        kind = chance.choice(FAULTS)
        self.trace.append(f"{at}/{count}: {kind}")
        return kind

    def _do(self, kind: str | None, call: Any, *asked: Any) -> Any:
        operation = asked[1]
        if kind == "throttled":
            told = {"Code": "ThrottlingException", "Message": "Rate exceeded"}
            raise ClientError({"Error": told}, operation)
        if kind == "dead before":
            raise ConnectTimeoutError(endpoint_url="https://service.us-east-1.amazonaws.com")
        client, _, arguments = asked
        answer = call(client, operation, dict(arguments))
        if kind == "sent twice":
            if hasattr(arguments.get("Body"), "seek"):
                arguments["Body"].seek(0)
            return call(client, operation, dict(arguments))
        if kind == "dead after" and threading.current_thread() is threading.main_thread():
            raise KilledError
        if kind in {"dead after", "answer lost"}:
            raise ReadTimeoutError(endpoint_url="https://service.us-east-1.amazonaws.com")
        return answer


class Pipeline:
    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
        self.world = world
        self.chance = random.Random(seed)
        self.faults = Faults(seed)
        self.faults.install(monkeypatch)
        text = (ROOT / "statemachine/post_call_analytics.asl.yaml").read_text()
        self.steps = {name: self._step(module) for name, module in STEPS.items()}
        self.states = StepFunctions(yaml.safe_load(text), self.steps, seed)
        self.faults.place = lambda: self.states.label
        for module in (start_transcription, resume_transcription, sweep_contacts):
            monkeypatch.setattr(module.tasks, "_client", self.states)
        monkeypatch.setattr(sweep_contacts, "states", self.states)
        monkeypatch.setattr(sweep_contacts.executions, "_client", self.states)
        S3.put_bucket_versioning(Bucket=RECORDINGS, VersioningConfiguration={"Status": "Enabled"})
        self.uploaded: list[str] = []
        self.told: set[str] = set()
        self.began = datetime.now(UTC)
        self.quarters = 0

    def _step(self, module: Any) -> Callable[[dict[str, Any]], Any]:
        def run(asked: dict[str, Any]) -> Any:
            rate, self.faults.active = self.faults.active, self.faults.rate > 0
            try:
                return module.lambda_handler(asked, CONTEXT)
            finally:
                self.faults.active = rate

        return run

    def drop(self, key: str, body: bytes = RECORDING, deliveries: int = 1) -> list[Execution]:
        """A file arrives, and S3 says so once or more often."""
        put = S3.put_object(Bucket=RECORDINGS, Key=key, Body=body)
        self.uploaded.append(key)
        found = {"key": key, "size": len(body), "version-id": put["VersionId"]}
        detail = {"bucket": {"name": RECORDINGS}, "object": found}
        started = [
            self.states.start_execution(
                name=f"{len(self.uploaded)}-{at}", input=json.dumps({"detail": detail})
            )["executionArn"]
            for at in range(deliveries)
        ]
        self.states.settle()
        return [self.states.executions[one] for one in started]

    def end_jobs(self, fates: Callable[[], str], reason: str | None = None) -> None:
        """Transcribe ends what it has; each completion event has its fate."""
        for name in sorted(self.world.jobs()):
            if name in self.told:
                continue
            self.told.add(name)
            self.world.keep(f"transcriptions/{name}.json", CALL)
            fate = fates()
            if fate == "early":  # nothing has been stored that it could find
                self.tell(f"{name}-not-yet-stored")
            self.world.end_job(name, reason=reason)
            for _ in range({"told": 1, "doubled": 2}.get(fate, 0)):
                self.tell(name)
            if fate == "delayed":
                self.quarter()
                self.tell(name)
        self.states.settle()

    def tell(self, job_name: str) -> None:
        """EventBridge calls the function, again where it fails, and then gives it up."""
        told = {"TranscriptionJobName": job_name, "TranscriptionJobStatus": "COMPLETED"}
        resume = self._step(resume_transcription)
        for at in range(DELIVERIES):
            self.states.label = f"resume {self._place(job_name)}/{at}"
            try:
                resume({"detail": told})
            except (Exception, KilledError):  # noqa: BLE001, S112  whatever it is
                continue
            return

    def _place(self, job_name: str) -> int:
        return sorted(self.world.jobs()).index(job_name) if job_name in self.world.jobs() else -1

    def quarter(self) -> None:
        """A quarter of an hour passes, and the sweeper comes."""
        self.quarters += 1
        self.states.pass_time(QUARTER_S)
        self.states.label = f"sweep {self.quarters}"
        at = self.began + timedelta(seconds=QUARTER_S * self.quarters + 60)
        with contextlib.suppress(Exception, KilledError):  # it comes again
            self._step(sweep_contacts)({"time": at.isoformat()})
        self.states.settle()

    def quiet_down(self) -> None:
        """No more faults; within the longest time-out everything has come to its end."""
        self.faults.rate = 0.0
        for _ in range(LONGEST_QUARTERS):
            if not self.unfinished():
                return
            self.end_jobs(lambda: "told")
            self.quarter()

    def unfinished(self) -> list[str]:
        rows = self.world.table.scan()["Items"]
        held = [str(row["pk"]) for row in rows if row.get("gsi1pk") in {"RUNNING", "WAITING"}]
        ended = {
            one.source.key for one in contacts_in(rows) if one.status in {"ANALYZED", "FAILED"}
        }
        return [*held, *(key for key in self.uploaded if key not in ended)]

    def is_failed(self, key: str) -> bool:
        return key.replace("originalAudio/", "failedAudio/", 1) in self._keys(RECORDINGS)

    def is_parsed(self, key: str) -> bool:
        folder = configuration().output_bucket_parsed_results
        return f"{folder}/{self.contact(key).contact_id}.json" in self._keys(RESULTS)

    def _keys(self, bucket: str) -> set[str]:
        pages = S3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
        return {one["Key"] for page in pages for one in page.get("Contents", [])}

    def contact(self, key: str) -> Contact:
        """The contact of a file. Fails where there are none or two."""
        (found,) = (one for one in self._contacts() if one.source.key == key)
        return found

    def _contacts(self) -> list[Contact]:
        return contacts_in(self.world.table.scan()["Items"])

    def outcomes(self) -> dict[str, tuple[bool, bool, Contact]]:
        """Of each file: whether it failed, whether it was parsed, and its contact."""
        originals, results = self._keys(RECORDINGS), self._keys(RESULTS)
        folder = configuration().output_bucket_parsed_results
        contacts = {one.source.key: one for one in self._contacts()}
        return {
            key: (
                key.replace("originalAudio/", "failedAudio/", 1) in originals,
                f"{folder}/{contacts[key].contact_id}.json" in results,
                contacts[key],
            )
            for key in self.uploaded
        }

    def violations(self) -> list[str]:
        """What is wrong: each file is parsed or failed, not both; a failure has its reason."""
        wrong = [f"unfinished: {one}" for one in self.unfinished()]
        originals = self._keys(RECORDINGS)
        for key, (failed, parsed, contact) in self.outcomes().items():
            if failed == parsed:
                wrong.append(f"{key}: failed {failed}, parsed {parsed}")
            if (key in originals) is failed:
                wrong.append(f"{key}: left where it was dropped, or gone from there")
            if contact.status.value != ("FAILED" if failed else "ANALYZED"):
                wrong.append(f"{key}: {contact.status}")
            if failed and not contact.reason:
                wrong.append(f"{key}: no reason")
        return wrong


def contacts_in(rows: list[Any]) -> list[Contact]:
    return [
        Contact.model_validate_json(str(row["contact"]))
        for row in rows
        if row["pk"].startswith("CONTACT#") and row["sk"] == "CONTACT"
    ]
