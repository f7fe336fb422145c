"""Each alarm's fault is made, the alarm goes red, its runbook is followed, and it is mended.

Where the fault is AWS's own (a queue that EventBridge fills, an account without concurrency, a slow
API) the message or the figure that AWS would leave is left in its place.
"""

import json
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.faults import (
    Talk,
    balances,
    dead_letter,
    given_up,
    misconfigured,
    refused_concurrency,
    state,
    unheard,
)
from tests.e2e.running import ROOT, Stack, until

pytestmark = [pytest.mark.stack, pytest.mark.nightly, pytest.mark.timeout(1800)]

PATIENCE_S = 240
SLOW_MS, SLOW_ANSWERS = 6_000.0, 10_000.0
DROPPED = ROOT / "tests/data/dropped"


def goes_red(stack: Stack, alarm: str) -> None:
    until(lambda: state(stack, alarm) == "ALARM", PATIENCE_S)


def goes_green(stack: Stack, alarm: str) -> None:
    until(lambda: state(stack, alarm) == "OK", PATIENCE_S)


def follow(stack: Stack, *command: str) -> str:
    """One line of a runbook's "Mend"."""
    told = stack.run(*command)
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


def event_of(handler: str, situation: str) -> str:
    return (ROOT / f"events/{handler}/{situation}.json").read_text()


def drop(stack: Stack, file: Path, name: str) -> dict[str, Any]:
    """Uploaded and followed to its end, whichever it is."""
    copy = stack.home / name
    copy.write_bytes(file.read_bytes())
    (told,) = json.loads(stack.run("upload", str(copy), "--json").stdout)
    found: dict[str, Any] = told
    return found


def analysed(stack: Stack, contact_id: str) -> bool:
    told = stack.run("contact", contact_id, "--json")
    return told.returncode == 0 and json.loads(told.stdout)["status"] == "ANALYZED"


@pytest.mark.parametrize(
    ("alarm", "function", "setting", "event"),
    [
        (
            "ResumeTranscriptionDeadLetters",
            "resume-transcription",
            "CONTACTS_TABLE",
            ("resume_transcription", "job_completed"),
        ),
        (
            "SweepContactsDeadLetters",
            "sweep-contacts",
            "CONTACTS_TABLE",
            ("sweep_contacts", "quarter_of_an_hour_has_passed"),
        ),
        (
            "CollectConversationDeadLetters",
            "collect-conversation",
            "CONVERSATIONS_TABLE",
            ("collect_conversation", "payment_in_chat"),
        ),
    ],
)
def test_what_a_function_gave_up_is_done_again_once_it_can_be(
    stack: Stack, alarm: str, function: str, setting: str, event: tuple[str, str]
):
    with misconfigured(stack, function, **{setting: "nobody-s"}):
        stack.client("lambda").invoke(
            FunctionName=f"omnilex-{function}", InvocationType="Event", Payload=event_of(*event)
        )
        goes_red(stack, alarm)

    follow(stack, "redrive")

    goes_green(stack, alarm)


def rows(stack: Stack, resource: str, partition: str) -> list[dict[str, Any]]:
    found = stack.client("cloudformation").describe_stack_resource(
        StackName="omnilex", LogicalResourceId=resource
    )
    items: list[dict[str, Any]] = stack.client("dynamodb").scan(
        TableName=found["StackResourceDetail"]["PhysicalResourceId"],
        FilterExpression="begins_with(pk, :pk)",
        ExpressionAttributeValues={":pk": {"S": partition}},
    )["Items"]
    return items


def test_a_chat_that_was_given_up_is_closed(stack: Stack):
    talk = Talk(stack)
    talk.say("hello")
    dead_letter(stack, "CloseConversation", {"session_id": talk.session_id, "ended": True})
    goes_red(stack, "CloseConversationDeadLetters")

    follow(stack, "redrive")

    goes_green(stack, "CloseConversationDeadLetters")


def test_what_was_written_in_slack_goes_back_to_its_queue(stack: Stack):
    record = json.loads(event_of("answer_slack", "customer_wrote"))["Records"][0]
    group = record["attributes"]["MessageGroupId"]
    dead_letter(stack, "AnswerSlack", json.loads(record["body"]), group=group)
    goes_red(stack, "AnswerSlackDeadLetters")

    follow(stack, "redrive")

    goes_green(stack, "AnswerSlackDeadLetters")


def test_a_recording_whose_analysis_did_not_start_is_started(stack: Stack):
    bucket, name = stack.outputs["InputBucketName"], f"{uuid.uuid4().hex}.json"
    file = DROPPED / "contact_lens_chat.json"
    with unheard(stack, bucket):
        stack.client("s3").put_object(
            Bucket=bucket, Key=f"originalAudio/{name}", Body=file.read_bytes()
        )
    found = {"key": f"originalAudio/{name}", "size": file.stat().st_size}
    detail = {"bucket": {"name": bucket}, "object": found}
    target = {"TARGET_ARN": stack.outputs["StateMachineArn"], "ERROR_CODE": "NO_PERMISSIONS"}
    dead_letter(stack, "StartAnalysis", {"detail": detail}, **target)
    goes_red(stack, "StartAnalysisDeadLetters")
    assert "NO_PERMISSIONS" in follow(stack, "dlq")

    follow(stack, "redrive")

    goes_green(stack, "StartAnalysisDeadLetters")
    until(lambda: stack.run("trace", name).returncode == 0, PATIENCE_S)


def test_a_planned_payment_that_was_not_handed_over_is_made(stack: Stack):
    talk = Talk(stack)
    talk.verify(stack.description["customers"][0])
    talk.say("pay 5 dollars to my mortgage tomorrow")
    (receipt,) = [one["receipt"] for one in talk.say("yes")["messages"] if one["receipt"]]
    (plan,) = [
        row
        for row in rows(stack, "BankTable", "PAYMENT#")
        if receipt["reference"] in row["receipt"]["S"]
    ]
    asked = {"payment_key": plan["pk"]["S"].removeprefix("PAYMENT#")}
    function = stack.client("lambda").get_function(FunctionName="omnilex-execute-payment")
    target = {"TARGET_ARN": function["Configuration"]["FunctionArn"]}
    dead_letter(stack, "Payment", asked, **target)
    goes_red(stack, "PaymentDeadLetters")

    follow(stack, "redrive")

    goes_green(stack, "PaymentDeadLetters")
    until(lambda: status_of(stack, plan["pk"]["S"]) == "PAID", PATIENCE_S)


def status_of(stack: Stack, partition: str) -> str:
    return next(r["status"]["S"] for r in rows(stack, "BankTable", partition) if "status" in r)


def test_events_that_were_not_published_are_published(stack: Stack):
    talk = Talk(stack)
    talk.verify(stack.description["customers"][0])
    talk.say("pay 5 dollars to my mortgage")
    talk.say("yes")
    given_up(stack, "BankEvent", "BankTableName", "publish-bank-event", "OUTBOX#")
    goes_red(stack, "BankEventDeadLetters")

    assert "Delivered again: 1" in follow(stack, "redrive")

    goes_green(stack, "BankEventDeadLetters")


def test_a_contact_that_was_not_indexed_is_indexed(stack: Stack):
    given_up(stack, "ContactStream", "ContactsTableName", "index-contact", "CONTACT#")
    goes_red(stack, "ContactStreamDeadLetters")

    assert "Delivered again: 1" in follow(stack, "redrive")
    follow(stack, "reindex")
    follow(stack, "dlq", "--forget", "ContactStream")

    goes_green(stack, "ContactStreamDeadLetters")


def test_an_analysis_that_was_stopped_ends_and_can_be_had_again(stack: Stack):
    states, machine = stack.client("stepfunctions"), stack.outputs["StateMachineArn"]
    name = f"Stopped_GUID_{uuid.uuid4().hex}_AGENT_A_CUST_1_DT_2026-11-20T10-00-00.wav"
    (sample, *_) = sorted((ROOT / "samples").glob("*.wav"))
    stack.client("s3").put_object(
        Bucket=stack.outputs["InputBucketName"],
        Key=f"originalAudio/{name}",
        Body=sample.read_bytes(),
    )
    contact_id = name.split("_")[2]
    until(lambda: stack.run("contact", contact_id).returncode == 0, PATIENCE_S)
    running = states.list_executions(stateMachineArn=machine, statusFilter="RUNNING")["executions"]
    for one in running:
        states.stop_execution(executionArn=one["executionArn"])
    goes_red(stack, "AnalysisAborted")
    sweep(stack)
    goes_red(stack, "ContactsStuck")
    until(lambda: '"FAILED"' in stack.run("contact", contact_id, "--json").stdout, PATIENCE_S)

    follow(stack, "redrive", contact_id)

    until(lambda: analysed(stack, contact_id), PATIENCE_S)


def sweep(stack: Stack) -> None:
    """As in an hour."""
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    stack.client("lambda").invoke(
        FunctionName="omnilex-sweep-contacts", Payload=json.dumps({"id": "later", "time": later})
    )


def test_a_bulk_upload_that_stopped_goes_on(stack: Stack):
    with misconfigured(stack, "begin-bulk-upload", CONTACTS_TABLE="nobody-s"):
        stack.run("bulk", "start")
        goes_red(stack, "BulkUploadFailed")

    follow(stack, "bulk", "start")

    follow(stack, "bulk", "status")


def test_a_contact_that_failed_at_a_fault_of_ours_is_analysed_again(stack: Stack):
    with misconfigured(stack, "analyze-transcript", CONTACTS_TABLE="nobody-s"):
        contact = drop(stack, DROPPED / "contact_lens_chat.json", f"{uuid.uuid4().hex}.json")
        assert contact["status"] == "FAILED"
        goes_red(stack, "ContactsFailed")

    follow(stack, "redrive", contact["contact_id"])

    until(lambda: analysed(stack, contact["contact_id"]), PATIENCE_S)


def test_who_was_locked_out_gets_in_once_unlocked(stack: Stack):
    customer = stack.description["customers"][2]
    for _ in range(5 + 8):  # the tries of a day, and then each is told that it is locked
        Talk(stack).verify(customer, pin="0000")
    goes_red(stack, "PinLocks")

    follow(stack, "unlock", customer["customer_number"])

    assert customer["name"].split()[0] in text_of(Talk(stack).verify(customer))


def text_of(answer: dict[str, Any]) -> str:
    return " ".join(one["text"] or "" for one in answer["messages"])


def test_many_rejected_payments_move_nothing(stack: Stack):
    talk = Talk(stack)
    talk.verify(stack.description["customers"][0])
    for _ in range(11):
        talk.say("pay 5 dollars to my mortgage")
        with balances(stack, stack.description["customers"][0]["customer_number"], cents=1):
            talk.say("yes")
    goes_red(stack, "PaymentsRejected")

    told = follow(stack, "restore", "table", "bank", "--at", datetime.now(UTC).isoformat())

    assert "0 are missing" in told


def test_a_function_that_failed_answers_again(stack: Stack):
    with misconfigured(stack, "explain-options", SESSIONS_TABLE="nobody-s"):
        for _ in range(3):
            assert "went wrong" in text_of(Talk(stack).say("help"))
        goes_red(stack, "TurnsFailed")

    assert "went wrong" not in text_of(Talk(stack).say("help"))


def test_a_chat_that_cannot_reach_the_bot_reaches_it_again(stack: Stack):
    with misconfigured(stack, "relay-chat", BOT_ALIAS_ID="GONEALIAS0"):
        for _ in range(6):
            assert Talk(stack).say("hello")["error"] == "bot_unavailable"
        goes_red(stack, "BotUnavailable")
        goes_red(stack, "ApiErrors")

    follow(stack, "status")
    follow(stack, "invoke", "relay_chat", "widget_opened")
    follow(stack, "invoke", "list_plans")

    assert "messages" in Talk(stack).say("hello")


def test_a_function_without_concurrency_is_seen(stack: Stack):
    with refused_concurrency(stack, "list-plans"):
        goes_red(stack, "Throttles")

    follow(stack, "redrive")
    follow(stack, "invoke", "list_plans")


def test_slow_answers_and_a_full_account_are_seen(stack: Stack):
    cloudwatch, now = stack.client("cloudwatch"), datetime.now(UTC)
    slow = {
        "MetricName": "Latency",
        "Dimensions": [{"Name": "ApiId", "Value": stack.outputs["HttpApiId"]}],
        "Values": [SLOW_MS],
        "Counts": [SLOW_ANSWERS],
    }
    full = {"MetricName": "ConcurrentExecutions", "Value": 900.0}
    earlier = now - timedelta(minutes=6)
    for at in (earlier, now):
        cloudwatch.put_metric_data(
            Namespace="AWS/ApiGateway", MetricData=[{**slow, "Timestamp": at}]
        )
    cloudwatch.put_metric_data(Namespace="AWS/Lambda", MetricData=[full])
    goes_red(stack, "ApiLatency")
    goes_red(stack, "Concurrency")

    follow(stack, "reindex")
    follow(stack, "bulk", "status")


@pytest.fixture(scope="module", autouse=True)
def all_green_in_the_end(stack: Stack) -> Iterator[None]:
    """Alarms that count are green when their time has passed."""
    yield
    deadline = time.monotonic() + 20 * 60
    while stack.run("alarms", "--red").returncode:
        assert time.monotonic() < deadline, stack.run("alarms", "--red").stdout
        time.sleep(15)
