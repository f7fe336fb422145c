"""What operators look at and bring back, by the pure parts and over moto."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from local.commands import alarms, trace
from local.stack import restoring
from local.stack.errors import StackError

BUCKET = "kept"


def line(at: int, correlation_id: str | None, **told: Any) -> dict[str, Any]:
    own = {"correlation_id": correlation_id} if correlation_id else {}
    return {"at": at, "source": "relay-chat", **own, **told}


def test_a_conversation_is_found_by_a_reference_and_leads_to_its_file():
    lines = [
        line(1, "talk-1", message="paid", reference="HV-1"),
        line(2, "talk-2", message="paid", reference="HV-2"),
        line(3, "talk-1", message="conversation closed", continues_as="file-1"),
        line(4, None, message="no id: HV-1"),
    ]

    assert trace.ids_of("HV-1", lines) == ["talk-1", "file-1"]
    assert trace.ids_of("talk-2", lines) == ["talk-2"]
    assert trace.ids_of("HV-3", lines) == []


def test_of_very_many_the_last_are_shown():
    lines = [line(at, f"talk-{at}", message="PIN locked") for at in range(30)]

    found = trace.ids_of("PIN locked", lines)

    assert found == [f"talk-{at}" for at in range(20, 30)]


def test_lines_are_put_in_order_by_when_they_were_written():
    logged = {"timestamp": "2026-11-25 12:00:00,250+0000"}
    counted = {"_aws": {"Timestamp": 1_795_608_000_500}}

    assert trace.at_ms(logged, 0) == 1_795_608_000_250
    assert trace.at_ms(counted, 0) == 1_795_608_000_500
    assert trace.at_ms({"message": "of another logger"}, 7) == 7


def test_the_key_that_authorises_a_payment_is_not_shown():
    assert trace.shortened("PAYMENT#0123456789abcdef") == "PAYMENT#012345…"
    assert trace.shortened("CONTACT#c-001") == "CONTACT#c-001"


@pytest.mark.parametrize("stack", ["omnilex", "omnilex-prod"])
def test_an_alarm_is_called_as_in_the_template_and_knows_its_runbook(stack: str):
    told = alarms.as_alarm(
        {
            "AlarmName": f"{stack}-PinLocksAlarm-1A2B3C",
            "StateValue": "ALARM",
            "StateReason": "7 > 5",
            "AlarmDescription": "Many PINs. Runbook: docs/runbooks/pin-locks.md",
        }
    )

    assert told["name"] == "PinLocks"
    assert (told["says"], told["runbook"]) == ("Many PINs.", "docs/runbooks/pin-locks.md")


def row(key: str, said: str) -> dict[str, Any]:
    return {"pk": {"S": key}, "sk": {"S": "ROW"}, "said": {"S": said}}


def test_what_is_missing_what_has_changed_and_what_came_since_are_told_apart():
    then = restoring.by_key(iter([row("a", "1"), row("b", "1"), row("c", "1")]))
    now = restoring.by_key(iter([row("a", "1"), row("b", "2"), row("d", "1")]))

    found = restoring.compare(then, now)

    assert found.missing == [row("c", "1")]
    assert found.changed == [row("b", "1")]
    assert found.added == [row("d", "1")]


@pytest.fixture
def s3() -> Iterator[Any]:
    with mock_aws():
        client = boto3.client("s3")
        client.create_bucket(Bucket=BUCKET)
        client.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
        yield client


def body(s3: Any, key: str) -> bytes:
    read: bytes = s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
    return read


def test_a_deleted_file_is_what_it_was_last(s3: Any):
    for said in (b"first", b"last"):
        s3.put_object(Bucket=BUCKET, Key="a.json", Body=said)
    s3.delete_object(Bucket=BUCKET, Key="a.json")

    restoring.restore_object(s3, BUCKET, "a.json")

    assert body(s3, "a.json") == b"last"


def test_a_file_of_which_nothing_is_kept_is_said_to_be_gone(s3: Any):
    s3.put_object(Bucket=BUCKET, Key="a.json.old", Body=b"another's")

    with pytest.raises(StackError, match="is kept in kept"):
        restoring.restore_object(s3, BUCKET, "a.json")
