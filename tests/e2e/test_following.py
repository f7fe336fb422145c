"""One id leads from the webhook to the receipt, and from the file to the row."""

import json
from typing import Any

import pytest

from omnilex.domain import correlation
from tests.e2e.faults import Talk
from tests.e2e.running import Stack, until

pytestmark = pytest.mark.stack

PAID = {"relay-chat", "route-intent", "verify-identity", "make-payment", "publish-bank-event"}
ANALYSED = {
    *("register-contact", "start-transcription", "resume-transcription"),
    *("analyze-transcript", "make-playback", "publish-result", "index-contact"),
}


def pay(stack: Stack) -> str:
    """The reference on the receipt."""
    talk = Talk(stack)
    talk.verify(stack.description["customers"][0])
    talk.say("pay 5 dollars to my mortgage")
    (receipt,) = [one["receipt"] for one in talk.say("yes")["messages"] if one["receipt"]]
    return str(receipt["reference"])


def trace(stack: Stack, what: str) -> list[dict[str, Any]]:
    told = stack.run("trace", what, "--json")
    read: list[dict[str, Any]] = json.loads(told.stdout) if told.returncode == 0 else []
    return read


def sources(traced: list[dict[str, Any]]) -> set[str]:
    return {line["source"] for line in traced[0]["lines"]} if traced else set()


@pytest.fixture(scope="module")
def payment(stack: Stack) -> dict[str, Any]:
    """The trace of one payment."""
    reference = pay(stack)
    (found,) = until(lambda: (t := trace(stack, reference)) and sources(t) >= PAID and t)
    return dict(found)


def test_one_id_leads_from_the_webhook_to_the_receipt_and_the_books(payment: dict[str, Any]):
    kinds = {row.split("#")[0] for row in payment["rows"]}
    said = {str(line.get("message")) for line in payment["lines"]}

    assert payment["correlation_id"].startswith("talk-")
    assert kinds == {"PAYMENT", "ACCOUNT", "OUTBOX"}
    assert {"PIN right", "paid", "event published", "chat answered"} <= said


def test_no_line_of_a_payment_has_the_pin_or_the_phone_number(
    stack: Stack, payment: dict[str, Any]
):
    pin, phone = (stack.description["customers"][0][name] for name in ("pin", "phone"))

    values = [str(value) for line in payment["lines"] for value in line.values()]

    assert pin not in values
    assert not any(phone in value for value in values)


def test_one_id_leads_from_the_file_to_the_row(stack: Stack):
    contact = until(lambda: next(iter(analysed_calls(stack)), None))
    contact_id = contact["contact_id"]
    row = stack.client("dynamodb").get_item(
        TableName=stack.outputs["ContactsTableName"],
        Key={"pk": {"S": f"CONTACT#{contact_id}"}, "sk": {"S": "CONTACT"}},
    )["Item"]
    source = json.loads(row["contact"]["S"])["source"]
    expected = correlation.of_file(source["bucket"], source["key"], source["version_id"])

    found = until(lambda: (t := trace(stack, expected)) and sources(t) >= ANALYSED and t)

    assert row["correlation_id"] == {"S": expected}
    assert f"CONTACT#{contact_id}  CONTACT" in found[0]["rows"]


def analysed_calls(stack: Stack) -> list[dict[str, Any]]:
    """Of the demonstration's recordings."""
    listed = json.loads(stack.run("contacts", "--json").stdout)
    return [
        one for one in listed if one["status"] == "ANALYZED" and one["file_name"].startswith("Call")
    ]


def test_what_was_counted_is_summed_up_by_channel(stack: Stack, payment: dict[str, Any]):
    assert payment["lines"]

    told = json.loads(stack.run("figures", "--json").stdout)

    assert told["PaymentsMade"]["web"] >= 1
    assert told["PaymentsMade"]["all"] >= told["PaymentsMade"]["web"]
    assert told["Turns"]["web"] >= 5
