"""Each alarm's fault is made, the alarm goes red, its runbook is followed, and it goes green.

The runbook is the one that the alarm's own message names, and it is followed by the word: the
commands are read from it. Where the fault is AWS's own (a queue that EventBridge or Scheduler
fills, an account without concurrency, a slow API) the message or the figure that AWS would leave is
left in its place. An alarm that counts over minutes would be green no sooner: once its fault is
mended it is made to count over seconds, until the last test has ended.
"""

import io
import json
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPResponse
from typing import Any
from urllib.error import HTTPError

import pytest
import soundfile

from local.stack.description import Stack as Description
from local.vendors.slack_user import TEAM, SlackUser
from omnilex.domain.correlation import of_session
from tests.e2e import runbooks
from tests.e2e.faults import (
    Talk,
    balances,
    dead_letter,
    given_up,
    misconfigured,
    redefined,
    refused_concurrency,
    unheard,
)
from tests.e2e.running import ROOT, Stack, until

pytestmark = [pytest.mark.stack, pytest.mark.nightly, pytest.mark.timeout(600)]

PATIENCE_S = 180
SOON_S = 10
SLOW_MS, SLOW_ANSWERS = 6_000.0, 10_000.0
TIME_S = 15
HEARD_S = 12
CHAT = ROOT / "tests/data/dropped/contact_lens_chat.json"


@dataclass
class Alarm:
    """As whoever it wakes knows it."""

    stack: Stack
    name: str
    is_over: bool = False
    _own: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self._own = self._described()

    def wakes(self, **found: str) -> None:
        """It is red, and what its runbook says is looked at."""
        until(lambda: self._described()["StateValue"] == "ALARM", PATIENCE_S)
        self._follow("Look", **found)

    def mend(self, **found: str) -> str:
        """What the commands said that mend it."""
        return self._follow("Mend", **found)

    def goes(self, **found: str) -> None:
        """It is green, and the runbook's proof is there."""
        self._follow("Prove", **found)
        if self._own["Namespace"] != "AWS/SQS":
            self._count_over(SOON_S)
        until(lambda: self._described()["StateValue"] == "OK", PATIENCE_S)
        self.is_over = True

    def put_back(self) -> None:
        self._count_over(self._own["Period"])

    def _follow(self, section: str, **found: str) -> str:
        runbook = ROOT / self._own["AlarmDescription"].rpartition("Runbook: ")[2]
        commands = runbooks.commands_of(runbook, section)
        return "".join(runbooks.run(self.stack, one, **found) for one in commands)

    def _described(self) -> dict[str, Any]:
        (found,) = described_alarms(self.stack, f"omnilex-{self.name}Alarm-")
        return found

    def _count_over(self, period_s: int) -> None:
        cloudwatch = self.stack.client("cloudwatch")
        put = cloudwatch.meta.service_model.operation_model("PutMetricAlarm").input_shape.members
        own = {name: value for name, value in self._own.items() if name in put}
        cloudwatch.put_metric_alarm(**own | {"Period": period_s})


def described_alarms(stack: Stack, prefix: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = stack.client("cloudwatch").describe_alarms(
        AlarmNamePrefix=prefix, MaxRecords=100
    )["MetricAlarms"]
    return found


Alarms = Callable[[str], Alarm]


@pytest.fixture(scope="module")
def alarms(stack: Stack) -> Iterator[dict[str, Alarm]]:
    """Those that were looked at, by name."""
    known: dict[str, Alarm] = {}
    yield known
    for one in known.values():
        one.put_back()


@pytest.fixture
def alarm(stack: Stack, alarms: dict[str, Alarm]) -> Alarms:
    return lambda name: alarms.setdefault(name, Alarm(stack, name))


def event_of(handler: str, situation: str) -> str:
    return (ROOT / f"events/{handler}/{situation}.json").read_text()


def drop(stack: Stack, name: str, content: bytes) -> None:
    stack.client("s3").put_object(
        Bucket=stack.outputs["InputBucketName"], Key=f"originalAudio/{name}", Body=content
    )


def short_recording() -> bytes:
    """The first words of a sample."""
    (sample, *_) = sorted((ROOT / "samples").glob("*.wav"))
    rate = soundfile.info(sample).samplerate
    sound, _ = soundfile.read(sample, frames=HEARD_S * rate)
    written = io.BytesIO()
    soundfile.write(written, sound, rate, format="WAV")
    return written.getvalue()


def drop_recording(stack: Stack) -> str:
    """The contact's id."""
    contact_id = uuid.uuid4().hex
    name = f"Fault_GUID_{contact_id}_AGENT_A_CUST_1_DT_2026-11-20T10-00-00.wav"
    drop(stack, name, short_recording())
    return contact_id


def contact_of(stack: Stack, contact_id: str) -> dict[str, Any]:
    """Nothing, before it is registered."""
    answer = stack.client("dynamodb").get_item(
        TableName=stack.outputs["ContactsTableName"],
        Key={"pk": {"S": f"CONTACT#{contact_id}"}, "sk": {"S": "CONTACT"}},
    )
    found: dict[str, Any] = json.loads(answer["Item"]["contact"]["S"]) if "Item" in answer else {}
    return found


def becomes(stack: Stack, contact_id: str, status: str) -> dict[str, Any]:
    def found() -> dict[str, Any] | None:
        contact = contact_of(stack, contact_id)
        return contact if contact.get("status") == status else None

    return until(found, PATIENCE_S)


def executions_of(stack: Stack, contact_id: str) -> list[dict[str, Any]]:
    states = stack.client("stepfunctions")
    listed = states.list_executions(
        stateMachineArn=stack.outputs["StateMachineArn"], maxResults=20
    )["executions"]
    described = [states.describe_execution(executionArn=one["executionArn"]) for one in listed]
    return [one for one in described if contact_id in one["input"]]


@dataclass(frozen=True)
class Unfinished:
    """Recordings that were transcribed, which nobody was told; by the ids of their contacts."""

    waiting: str
    stopped: str
    forgotten: str
    late: str


@pytest.fixture(scope="module")
def unfinished(stack: Stack) -> Unfinished:
    states, machine = stack.client("stepfunctions"), stack.outputs["StateMachineArn"]
    with misconfigured(stack, "resume-transcription", CONTACTS_TABLE="nobody-s"):
        waiting, stopped, forgotten = (drop_recording(stack) for _ in range(3))
        for one in (waiting, stopped, forgotten):
            becomes(stack, one, "TRANSCRIBING")
        with redefined(stack, machine, lambda it: it | {"TimeoutSeconds": TIME_S}):
            late = drop_recording(stack)
            becomes(stack, late, "TRANSCRIBING")
        for one in (stopped, forgotten):
            (execution,) = executions_of(stack, one)
            states.stop_execution(executionArn=execution["executionArn"])
        until(lambda: executions_of(stack, late)[0]["status"] == "TIMED_OUT")
        until(lambda: letters_in(stack, "ResumeTranscription") == 4, PATIENCE_S)
    return Unfinished(waiting, stopped, forgotten, late)


def letters_in(stack: Stack, queue: str) -> int:
    told = json.loads(runbooks.run(stack, "omnilex dlq --json"))
    return sum(one["queue"] == queue for one in told)


@pytest.fixture(scope="module")
def swept(stack: Stack, unfinished: Unfinished) -> Unfinished:
    """As in an hour."""
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    stack.client("lambda").invoke(
        FunctionName="omnilex-sweep-contacts", Payload=json.dumps({"id": "later", "time": later})
    )
    return unfinished


def test_the_end_of_a_transcription_is_told_again(
    stack: Stack, alarm: Alarms, unfinished: Unfinished
):
    late = alarm("ResumeTranscriptionDeadLetters")
    late.wakes()

    late.mend()

    becomes(stack, unfinished.waiting, "ANALYZED")
    late.goes()


def test_an_analysis_that_was_stopped_ends_and_can_be_had_again(
    stack: Stack, alarm: Alarms, swept: Unfinished
):
    contact_id, aborted = swept.stopped, alarm("AnalysisAborted")
    aborted.wakes()
    assert "stopped by hand" in becomes(stack, contact_id, "FAILED")["reason"]

    aborted.mend(contact=contact_id)

    becomes(stack, contact_id, "ANALYZED")
    aborted.goes(contact=contact_id)


def test_an_analysis_whose_time_was_over_ends_and_can_be_had_again(
    stack: Stack, alarm: Alarms, swept: Unfinished
):
    contact_id, timed_out = swept.late, alarm("AnalysisTimedOut")
    timed_out.wakes(contact=contact_id)
    assert "took too long" in becomes(stack, contact_id, "FAILED")["reason"]

    timed_out.mend(contact=contact_id)

    becomes(stack, contact_id, "ANALYZED")
    timed_out.goes(contact=contact_id)


def test_contacts_that_nobody_worked_on_are_failed_and_can_be_had_again(
    stack: Stack, alarm: Alarms, swept: Unfinished
):
    stuck = alarm("ContactsStuck")
    stuck.wakes()
    becomes(stack, swept.forgotten, "FAILED")

    stuck.mend()

    becomes(stack, swept.forgotten, "ANALYZED")
    stuck.goes()


def test_a_contact_that_failed_at_a_fault_of_ours_is_analysed_again(stack: Stack, alarm: Alarms):
    failed, contact_id = alarm("ContactsFailed"), drop_recording(stack)
    with misconfigured(stack, "publish-result", CONFIGURATION_PATH=""):
        becomes(stack, contact_id, "FAILED")
        failed.wakes(contact=contact_id)

    failed.mend(contact=contact_id)

    becomes(stack, contact_id, "ANALYZED")
    failed.goes(contact=contact_id)


@pytest.mark.parametrize(
    ("handler", "table", "situation"),
    [
        ("sweep_contacts", "CONTACTS_TABLE", "quarter_of_an_hour_has_passed"),
        ("collect_conversation", "CONVERSATIONS_TABLE", "payment_in_chat"),
    ],
)
def test_what_a_function_gave_up_is_done_again_once_it_can_be(
    stack: Stack, alarm: Alarms, handler: str, table: str, situation: str
):
    given_up_on = alarm(f"{handler.title().replace('_', '')}DeadLetters")
    function, event = handler.replace("_", "-"), event_of(handler, situation)
    with misconfigured(stack, function, **{table: "nobody-s"}):
        stack.client("lambda").invoke(
            FunctionName=f"omnilex-{function}", InvocationType="Event", Payload=event
        )
        given_up_on.wakes()

    told = given_up_on.mend()

    assert "Delivered again: 1" in told
    given_up_on.goes()


def test_a_chat_that_was_given_up_is_closed(stack: Stack, alarm: Alarms):
    unclosed, talk = alarm("CloseConversationDeadLetters"), Talk(stack)
    talk.say("hello")
    dead_letter(stack, "CloseConversation", {"session_id": talk.session_id, "ended": True})
    unclosed.wakes()

    unclosed.mend()

    followed = f"omnilex trace {of_session(str(talk.session_id))}"
    until(lambda: "published" in runbooks.run(stack, followed), PATIENCE_S)
    unclosed.goes()


def test_what_was_written_in_slack_is_answered(stack: Stack, alarm: Alarms):
    unanswered = alarm("AnswerSlackDeadLetters")
    user = SlackUser(Description.model_validate(stack.description), f"U{uuid.uuid4().hex[:9]}")
    record = json.loads(event_of("answer_slack", "customer_wrote"))["Records"][0]
    place = {"team": TEAM, "user": user.user, "channel": user.channel, "thread_ts": None}
    job = json.loads(record["body"]) | {"message_id": f"Ev{uuid.uuid4().hex}", "place": place}
    dead_letter(stack, "AnswerSlack", job, group=f"slack.{uuid.uuid4().hex}")
    unanswered.wakes()

    unanswered.mend()

    assert user.wait()
    unanswered.goes()


def test_a_recording_whose_analysis_did_not_start_is_started(stack: Stack, alarm: Alarms):
    unstarted, bucket = alarm("StartAnalysisDeadLetters"), stack.outputs["InputBucketName"]
    name, chat = f"{uuid.uuid4().hex}.json", CHAT.read_bytes()
    with unheard(stack, bucket):
        drop(stack, name, chat)
    found = {"key": f"originalAudio/{name}", "size": len(chat)}
    detail = {"bucket": {"name": bucket}, "object": found}
    target = {"TARGET_ARN": stack.outputs["StateMachineArn"], "ERROR_CODE": "NO_PERMISSIONS"}
    dead_letter(stack, "StartAnalysis", {"detail": detail}, **target)
    unstarted.wakes()

    unstarted.mend()

    until(lambda: name in runbooks.run(stack, "omnilex contacts"), PATIENCE_S)
    unstarted.goes()


def test_a_planned_payment_that_was_not_handed_over_is_made(stack: Stack, alarm: Alarms):
    unpaid, talk = alarm("PaymentDeadLetters"), Talk(stack)
    talk.verify(stack.description["customers"][0])
    talk.say("pay 5 dollars to my mortgage tomorrow")
    (receipt,) = [one["receipt"] for one in talk.say("yes")["messages"] if one["receipt"]]
    (plan,) = [one for one in payments(stack) if receipt["reference"] in one["receipt"]["S"]]
    asked = {"payment_key": plan["pk"]["S"].removeprefix("PAYMENT#")}
    function = stack.client("lambda").get_function(FunctionName="omnilex-execute-payment")
    target = {"TARGET_ARN": function["Configuration"]["FunctionArn"]}
    dead_letter(stack, "Payment", asked, **target)
    unpaid.wakes()

    unpaid.mend()

    paid = {"pk": plan["pk"], "status": {"S": "PAID"}}
    until(lambda: any(paid.items() <= one.items() for one in payments(stack)), PATIENCE_S)
    unpaid.goes()


def payments(stack: Stack) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = stack.client("dynamodb").scan(
        TableName=stack.outputs["BankTableName"],
        FilterExpression="begins_with(pk, :payment)",
        ExpressionAttributeValues={":payment": {"S": "PAYMENT#"}},
    )["Items"]
    return items


def test_events_that_were_not_published_are_published(stack: Stack, alarm: Alarms):
    unpublished, talk = alarm("BankEventDeadLetters"), Talk(stack)
    talk.verify(stack.description["customers"][0])
    talk.say("pay 5 dollars to my mortgage")
    talk.say("yes")
    given_up(stack, "BankEvent", "BankTableName", "publish-bank-event", "OUTBOX#")
    unpublished.wakes()

    told = unpublished.mend()

    assert "Delivered again: 1" in told
    unpublished.goes()


def test_a_contact_that_was_not_indexed_is_indexed(stack: Stack, alarm: Alarms):
    unindexed = alarm("ContactStreamDeadLetters")
    given_up(stack, "ContactStream", "ContactsTableName", "index-contact", "CONTACT#")
    unindexed.wakes()

    told = unindexed.mend()

    assert "Delivered again: 1" in told
    unindexed.goes()


def test_a_bulk_upload_that_stopped_goes_on(stack: Stack, alarm: Alarms):
    stopped, machine = alarm("BulkUploadFailed"), stack.outputs["BulkUploadStateMachineArn"]
    with (
        misconfigured(stack, "move-bulk-files", CONTACTS_TABLE="nobody-s"),
        redefined(stack, machine, without_retries),
    ):
        runbooks.run(stack, "omnilex bulk start")
        stopped.wakes()

    stopped.mend()

    until(lambda: "Finished" in runbooks.run(stack, "omnilex bulk status"), PATIENCE_S)
    stopped.goes()


def without_retries(definition: dict[str, Any]) -> dict[str, Any]:
    """A fault is not tried again for a minute."""
    states = {
        name: {key: value for key, value in state.items() if key != "Retry"}
        for name, state in definition["States"].items()
    }
    return definition | {"States": states}


def test_who_was_locked_out_gets_in_once_unlocked(stack: Stack, alarm: Alarms):
    locks, customer = alarm("PinLocks"), stack.description["customers"][2]
    talk = Talk(stack)
    talk.verify(customer, pin="0000")
    for _ in range(2):  # the last of a conversation's three tries locks it
        talk.say("0000")
    for _ in range(5):
        assert "locked" in text_of(talk.verify(customer, pin="0000"))
    locks.wakes()

    locks.mend(customer_number=customer["customer_number"])

    assert customer["name"].split()[0] in text_of(Talk(stack).verify(customer))
    locks.goes()


def text_of(answer: dict[str, Any]) -> str:
    return " ".join(one["text"] or "" for one in answer["messages"])


def test_many_rejected_payments_move_nothing(stack: Stack, alarm: Alarms):
    rejected, customer, talk = (
        alarm("PaymentsRejected"),
        stack.description["customers"][0],
        Talk(stack),
    )
    talk.verify(customer)
    for _ in range(11):
        talk.say("pay 5 dollars to my mortgage")
        with balances(stack, customer["customer_number"], cents=1):
            talk.say("yes")
    rejected.wakes()

    told = rejected.mend()

    assert "0 are missing" in told
    rejected.goes()


def test_a_function_that_failed_answers_again(stack: Stack, alarm: Alarms):
    failing = alarm("TurnsFailed")
    with misconfigured(stack, "explain-options", SESSIONS_TABLE="nobody-s"):
        for _ in range(3):
            assert "went wrong" in text_of(Talk(stack).say("help"))
        failing.wakes()

    failing.mend()

    assert "went wrong" not in text_of(Talk(stack).say("help"))
    failing.goes()


def test_a_chat_that_cannot_reach_the_bot_reaches_it_again(stack: Stack, alarm: Alarms):
    unavailable = alarm("BotUnavailable")
    with misconfigured(stack, "relay-chat", BOT_ALIAS_ID="GONEALIAS0"):
        for _ in range(3):
            assert Talk(stack).say("hello")["error"] == "bot_unavailable"
        unavailable.wakes()

    unavailable.mend()

    assert "messages" in Talk(stack).say("hello")
    unavailable.goes()


def test_an_api_that_failed_answers_again(stack: Stack, alarm: Alarms):
    errors, url = alarm("ApiErrors"), stack.description["api_url"] + "/plans"
    with misconfigured(stack, "list-plans", BANK_TABLE="nobody-s"):
        refused = [get(url) for _ in range(6)]
        assert all(one.status >= 500 for one in refused)
        errors.wakes(request=refused[0].headers["apigw-requestid"])

    errors.mend()

    assert get(url).status == 200
    errors.goes()


def get(url: str) -> HTTPResponse | HTTPError:
    try:
        answer: HTTPResponse | HTTPError = urllib.request.urlopen(url, timeout=60)  # noqa: S310
    except HTTPError as refused:
        answer = refused
    with answer:
        return answer


def test_a_function_without_concurrency_is_seen(stack: Stack, alarm: Alarms):
    throttles = alarm("Throttles")
    with refused_concurrency(stack, "list-plans"):
        throttles.wakes()

    throttles.mend()

    throttles.goes()


def test_slow_answers_and_a_full_account_are_seen(stack: Stack, alarm: Alarms):
    latency, concurrency = alarm("ApiLatency"), alarm("Concurrency")
    cloudwatch, now = stack.client("cloudwatch"), datetime.now(UTC)
    slow = {
        "MetricName": "Latency",
        "Dimensions": [{"Name": "ApiId", "Value": stack.outputs["HttpApiId"]}],
        "Values": [SLOW_MS],
        "Counts": [SLOW_ANSWERS],
    }
    times = [slow | {"Timestamp": at} for at in (now - timedelta(minutes=6), now)]
    full = {"MetricName": "ConcurrentExecutions", "Value": 900.0}
    cloudwatch.put_metric_data(Namespace="AWS/ApiGateway", MetricData=times)
    cloudwatch.put_metric_data(Namespace="AWS/Lambda", MetricData=[full])
    latency.wakes()
    concurrency.wakes()

    latency.mend()
    concurrency.mend()

    latency.goes()
    concurrency.goes()


def test_no_alarm_was_left_out(stack: Stack, alarms: dict[str, Alarm]):
    over = [one.name for one in alarms.values() if one.is_over]

    assert len(described_alarms(stack, "omnilex-")) == len(over)
