import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import boto3
import pytest

from omnilex.handlers.make_payment import lambda_handler
from tests.integration.bank.world import (
    ANA,
    CONTEXT,
    NOON,
    SESSION_ID,
    World,
    action,
    buttons,
    event,
    words,
)


def ask(situation: str) -> dict[str, Any]:
    return lambda_handler(event("make_payment", situation), CONTEXT)


def pay(world: World) -> dict[str, Any]:
    """From the question to the yes."""
    world.verified()
    ask("payee_and_amount_given")
    return ask("confirmed_to_fulfil")


def test_who_is_not_verified_is_asked_who_it_is_and_nothing_is_forgotten(world: World):
    answer = ask("payee_and_amount_given")

    pending = world.session().pending
    assert answer["sessionState"]["intent"]["name"] == "VerifyIdentity"
    assert action(answer) == {"type": "ElicitSlot", "slotToElicit": "PhoneNumber"}
    assert pending is not None
    given = {name: value for name, value in pending.slots.items() if value is not None}
    assert given == {"Payee": "mortgage", "Amount": "125.5"}


def test_a_verification_that_has_run_out_asks_for_the_pin_only(world: World):
    world.verified(verified_until=1)

    answer = ask("payee_and_amount_given")

    assert action(answer)["slotToElicit"] == "Pin"
    assert "PIN again" in words(answer)


def test_a_claim_to_be_verified_in_the_session_attributes_is_nothing(world: World):
    forged = event("make_payment", "confirmed_to_fulfil")
    forged["sessionState"]["sessionAttributes"] = {
        "verified": "true",
        "customer_id": ANA,
        "verified_until": "9999999999",
    }

    answer = lambda_handler(forged, CONTEXT)

    assert answer["sessionState"]["intent"]["name"] == "VerifyIdentity"
    assert world.paid_cents() == []


def test_another_sessions_verification_does_not_count(world: World):
    world.verified()
    elsewhere = event("make_payment", "payee_and_amount_given")
    elsewhere["sessionId"] = SESSION_ID.replace("web.", "sms.")

    answer = lambda_handler(elsewhere, CONTEXT)

    assert answer["sessionState"]["intent"]["name"] == "VerifyIdentity"


@pytest.mark.parametrize(
    ("situation", "slot", "said"),
    [
        (
            "payee_missing",
            "Payee",
            "Which would you like to pay: your credit card, your mortgage, your car loan, your La",
        ),
        (
            "payee_not_understood",
            "Payee",
            "I can pay only what you owe here, and the bills you have set up.",
        ),
        ("payee_not_held", "Payee", "You have no student loan with us."),
        ("amount_missing", "Amount", "You owe $284,116.40 on your mortgage."),
        ("amount_not_understood", "Amount", "for example 125.50"),
        ("amount_of_zero", "Amount", "A payment is more than zero."),
        ("above_the_limit", "Amount", "One payment here is at most $10,000.00."),
        ("minimum_of_a_bill", "Amount", "There is no minimum on your Lakeshore Hydro bill."),
        ("from_a_loan", "FromAccount", "You can pay from your checking account or your savings"),
        ("past_day", "PayOn", "December 1 has passed. On which day shall I pay?"),
        ("later_day", "PayOn", "I can plan a payment up to a year ahead."),
        ("more_than_the_account_holds", "Amount", "holds $4,318.22, which is less"),
    ],
)
def test_what_is_missing_or_wrong_is_explained_and_asked_for(
    world: World, situation: str, slot: str, said: str
):
    world.verified()

    answer = ask(situation)

    assert action(answer) == {"type": "ElicitSlot", "slotToElicit": slot}
    assert answer["sessionState"]["intent"]["slots"][slot] is None
    assert said in words(answer)
    assert world.session().payment is None


def test_the_confirmation_names_payee_amount_account_and_what_is_left(world: World):
    world.verified()

    answer = ask("payee_and_amount_given")

    assert action(answer) == {"type": "ConfirmIntent"}
    assert words(answer) == (
        "Pay $125.50 to your mortgage from your checking account? That leaves $4,192.72. "
        "Please say yes or no."
    )


@pytest.mark.parametrize(
    ("situation", "question"),
    [
        ("minimum_asked_for", "Pay $35.00 to your credit card from your checking account?"),
        ("minimum_instead_of_an_amount", "Pay $35.00 to your credit card from your checking"),
        ("full_balance_asked_for", "Pay $842.19 to your credit card from your checking account?"),
        ("bill_named", "Pay $80.00 to your Lakeshore Hydro bill from your checking account?"),
        ("from_savings", "from your savings account? That leaves $12,624.50."),
        ("payee_and_amount_given_in_spanish", "¿Pago $125.50 a su hipoteca desde su cuenta corri"),
    ],
)
def test_the_question_says_what_was_meant(world: World, situation: str, question: str):
    world.verified()

    answer = ask(situation)

    assert action(answer) == {"type": "ConfirmIntent"}
    assert question in words(answer)


def test_another_account_in_answer_to_the_confirmation_is_confirmed_anew(world: World):
    world.verified()
    ask("payee_and_amount_given")

    answer = ask("savings_instead_of_yes")

    assert "Pay $125.50 to your mortgage from your savings account?" in words(answer)


def test_an_amount_by_its_name_is_in_figures_from_the_question_on(world: World):
    world.verified()

    answer = ask("minimum_asked_for")

    slots = answer["sessionState"]["intent"]["slots"]
    assert slots["Amount"]["value"]["interpretedValue"] == "35.00"
    assert slots["AmountKind"] is None


def test_payees_and_amounts_can_be_pressed(world: World):
    world.verified()

    payees, amounts = buttons(ask("payee_missing")), buttons(ask("amount_missing"))

    assert {"text": "Lakeshore Hydro bill", "value": "Lakeshore Hydro"} in payees
    assert amounts[0] == {"text": "The minimum, $1,684.20", "value": "$1,684.20"}


def test_a_bill_is_paid_with_two_entries_like_everything_else(world: World):
    world.verified()
    ask("bill_named")

    ask("confirmed_to_fulfil")

    assert world.account("Lakeshore Hydro").balance_cents == 80_00
    assert world.balances_agree()


def tomorrow(world: World) -> dict[str, Any]:
    """Asked to pay tomorrow, and confirmed."""
    world.verified()
    asked = event("make_payment", "later_day")
    day = datetime.now(ZoneInfo("America/Toronto")).date() + timedelta(days=1)
    asked["sessionState"]["intent"]["slots"]["PayOn"]["value"]["interpretedValue"] = str(day)
    lambda_handler(asked, CONTEXT)
    return ask("confirmed_to_fulfil")


def schedules() -> list[Any]:
    client = boto3.client("scheduler")
    names = client.list_schedules(GroupName="omnilex-payments")["Schedules"]
    return [client.get_schedule(GroupName="omnilex-payments", Name=one["Name"]) for one in names]


def test_a_payment_for_another_day_is_planned_and_moves_nothing_today(world: World):
    answer = tomorrow(world)

    receipt = json.loads(answer["messages"][1]["content"])
    day = date.fromisoformat(receipt["pay_on"])
    [schedule] = schedules()
    assert f"I will pay $125.50 to your mortgage from your checking account on {day:%B}" in words(
        answer
    )
    assert schedule["Name"] == receipt["reference"]
    assert schedule["ScheduleExpression"] == f"at({day}T06:00:00)"
    assert schedule["ScheduleExpressionTimezone"] == "America/Toronto"
    assert schedule["ActionAfterCompletion"] == "DELETE"
    assert schedule["Target"]["DeadLetterConfig"]["Arn"].endswith("payment-dead-letters")
    assert world.entries() == []
    assert world.account("checking account").balance_cents == 4_318_22


def test_a_redelivered_plan_is_one_plan(world: World):
    first = tomorrow(world)

    again = ask("confirmed_to_fulfil")

    assert again["messages"] == first["messages"]
    assert len(schedules()) == 1
    assert [row["sk"] for row in world.items("PAYMENT")] == ["PLANNED"]
    assert [row["type"] for row in world.items("OUTBOX")] == ["PaymentPlanned"]


def test_an_amount_with_a_dollar_sign_is_read_where_lex_reads_none(world: World):
    world.verified()

    answer = ask("amount_in_dollars_only")

    assert "Pay $125.50 to your mortgage" in words(answer)


def test_another_amount_in_answer_to_the_confirmation_is_confirmed_anew(world: World):
    world.verified()
    ask("payee_and_amount_given")

    answer = ask("another_amount_instead_of_yes")

    payment = world.session().payment
    assert "Pay $50.00 to your mortgage" in words(answer)
    assert payment is not None
    assert payment.amount_cents == 50_00


def test_a_question_asked_again_keeps_the_payments_key(world: World):
    world.verified()
    ask("payee_and_amount_given")
    first = world.session().payment

    ask("payee_and_amount_given")

    assert world.session().payment == first


def test_yes_waits_for_the_fulfilment_hook(world: World):
    world.verified()
    ask("payee_and_amount_given")

    answer = ask("confirmed")

    assert action(answer) == {"type": "Delegate"}
    assert answer["sessionState"]["intent"]["confirmationState"] == "Confirmed"
    assert world.paid_cents() == []


def test_yes_pays_and_gives_a_receipt(world: World):
    answer = pay(world)

    plain, custom = answer["messages"]
    receipt = json.loads(custom["content"])
    assert answer["sessionState"]["intent"]["state"] == "Fulfilled"
    assert (plain["contentType"], custom["contentType"]) == ("PlainText", "CustomPayload")
    assert receipt["reference"] in plain["content"]
    assert receipt.keys() == {
        "type",
        "reference",
        "payee",
        "amount_cents",
        "currency",
        "paid_at",
        "from_account",
        "balance_after_cents",
        "pay_on",
    }
    assert receipt["balance_after_cents"] == 4_192_72
    assert world.account("checking account").balance_cents == 4_192_72
    assert world.account("mortgage").balance_cents == -283_990_90
    assert world.balances_agree()
    assert len(world.items("OUTBOX")) == 1


def test_a_redelivered_yes_gets_the_same_receipt_and_pays_nothing(world: World):
    first = pay(world)

    again = ask("confirmed_to_fulfil")

    assert again["messages"] == first["messages"]
    assert world.paid_cents() == [125_50]


def test_the_same_payment_asked_for_after_its_receipt_is_another_payment(world: World):
    pay(world)

    pay(world)

    assert world.paid_cents() == [125_50, 125_50]
    assert world.balances_agree()


def test_asking_again_after_a_lost_answer_finds_the_payment(world: World):
    pay(world)
    made = world.session()
    world.verified(payment=made.payment, receipt=None)

    answer = ask("payee_and_amount_given")

    assert action(answer) == {"type": "Close"}
    assert "Done. I paid $125.50" in words(answer)
    assert world.paid_cents() == [125_50]


def test_yes_without_a_question_asks_it(world: World):
    world.verified()

    answer = ask("confirmed_to_fulfil")

    assert action(answer) == {"type": "ConfirmIntent"}
    assert answer["sessionState"]["intent"]["confirmationState"] == "None"
    assert world.paid_cents() == []


def test_slots_changed_between_question_and_yes_change_nothing(world: World):
    world.verified()
    ask("payee_and_amount_given")
    forged = event("make_payment", "confirmed_to_fulfil")
    forged["sessionState"]["intent"]["slots"]["Amount"]["value"]["interpretedValue"] = "9999"

    lambda_handler(forged, CONTEXT)

    assert world.paid_cents() == [125_50]


def test_no_pays_nothing_and_a_later_yes_cannot_either(world: World):
    world.verified()
    ask("payee_and_amount_given")

    answer = ask("declined")
    ask("confirmed_to_fulfil")

    assert action(answer) == {"type": "Close"}
    assert "paid nothing" in words(answer)
    assert world.paid_cents() == []


def test_money_gone_between_question_and_yes_is_said(world: World):
    world.verified()
    ask("payee_and_amount_given")
    for key in ("other-1", "other-2"):
        world.bank.pay(world.payment(2_100_00, key=key), paid_at=NOON)

    answer = ask("confirmed_to_fulfil")

    assert answer["sessionState"]["intent"]["state"] == "Failed"
    assert "I paid nothing. Your checking account holds $118.22" in words(answer)
    assert world.paid_cents() == [2_100_00, 2_100_00]


def test_no_slot_value_reaches_the_log(world: World, log: list[str]):
    pay(world)

    assert log
    assert not [record for record in log if "mortgage" in record or "125.5" in record]


def test_yes_said_many_times_at_once_pays_once(world: World, one_at_a_time: None):
    world.verified()
    ask("payee_and_amount_given")
    together = threading.Barrier(16)

    def say_yes(_: int) -> str:
        together.wait()
        return str(ask("confirmed_to_fulfil")["messages"])

    with ThreadPoolExecutor(16) as threads:
        answers = set(threads.map(say_yes, range(16)))

    assert len(answers) == 1
    assert world.paid_cents() == [125_50]
    assert world.balances_agree()
