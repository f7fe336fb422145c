"""Every sample event, handed to its function, is answered as its sender expects and as it is meant.

The functions' own tests look closer; here no event is left out, and no answer is misshapen.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from local.lex.dialog.hook_answer import HookAnswer
from tests.integration.analytics.world import GUID
from tests.integration.bank.messaging import ANAS_PHONE
from tests.integration.custom_resource import listening
from tests.integration.everything import INTERIM_KEY, Everything, fresh, hand, prepare, running

ROOT = Path(__file__).parents[2]
EVENTS = {
    f"{path.parent.name}/{path.stem}": json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((ROOT / "events").glob("*/*.json"))
}
SEARCH = "search_faq"  # a package of its own, whose encoder test_search_faq.py loads

ASKS_WHO = "VerifyIdentity: ElicitSlot PhoneNumber"
ASKS_PIN = "VerifyIdentity: ElicitSlot Pin"
ASKS_MORE = "ElicitIntent"
CLOSES = "Close, Fulfilled"
INTERIM = {"interim_key": INTERIM_KEY}
DONE = {"batchItemFailures": []}


class Raises(str):
    """The name of the error that is the point of the event."""


def fails_on(item: str) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": item}]}


# What comes of each: what the bot does next, an HTTP status with its error, what CloudFormation is
# told, or as much of the answer as tells.
MEANT: dict[str, dict[str, Any]] = {
    "analyze_transcript": {
        "channels_told_apart": INTERIM,
        "language_without_sentiment": INTERIM,
        "length_unknown": INTERIM,
        "speakers_told_apart": INTERIM,
    },
    "answer_question": {"hours_asked": ASKS_MORE, "hours_asked_in_spanish": ASKS_MORE},
    "answer_slack": {
        "called_in_a_channel": DONE,
        "customer_wrote": DONE,
        "one_of_two_unreadable": fails_on("11111111-2222-4333-8444-000000000001"),
    },
    "begin_bulk_upload": {
        "goes_on": {"is_the_only_one": True},
        "started_by_hand": {"is_the_only_one": True},
        "started_twice": {"is_the_only_one": False},
    },
    "brief_agent": {"person_asked_for": {"customer_name": "Ana Moreau", "verified": "true"}},
    "check_pin": {
        "no_pin": "400 bad_request",
        "right_pin": "200",
        "wrong_pin": "200",
    },
    "close_conversation": {
        "ended_with_a_thumb_up": DONE,
        "one_of_two_unreadable": fails_on("00000000-0000-4000-8000-000000000101"),
        "quiet_for_five_minutes": DONE,
    },
    "collect_conversation": {
        "call_on_the_phone": {"collected": 1},
        "card_and_pin_said_unasked": {"collected": 5},
        "locked_out": {"collected": 1},
        "not_a_turn": {"collected": 0},
        "payment_in_chat": {"collected": 4},
        "somebody_there": {"collected": 0},
    },
    "execute_payment": {
        "day_has_come": {"status": "PAID"},
        "never_kept": {"status": None},
    },
    "explain_options": {"help_asked_for": ASKS_MORE},
    "fail_bulk_upload": {
        "bucket_forbidden": {
            "reason": "The bulk upload stopped at an error (ClientError). "
            "Start it again: nothing is lost."
        }
    },
    "fail_contact": {
        "before_it_was_registered": {
            "reason": "The analysis stopped at an unexpected error (KeyError). "
            "It can be tried again."
        },
        "empty_recording": {"reason": "The file is empty."},
        "empty_recording_with_the_telephony_id_of_another": {"reason": "The file is empty."},
        "not_transcribed": {
            "reason": "The recording could not be transcribed: "
            "The data in your input media file isn't valid."
        },
        "took_too_long": {"reason": "The analysis took too long and was stopped."},
    },
    "identify_caller": {
        "customer_calls": {"phone_number": ANAS_PHONE},
        "customer_calls_in_spanish": {"phone_number": ANAS_PHONE},
        "number_of_nobody": {"phone_number": ""},
        "number_withheld": {"phone_number": ""},
    },
    "index_contact": {
        "contact_changed_twice": DONE,
        "contact_published": DONE,
        "reindex_from_the_start": {"indexed": 1},
        "table_of_an_older_layout": {"removed": 0},
    },
    "list_plans": {"site_asks": "200"},
    "load_bank": {
        "production_stack_created": "SUCCESS",
        "stack_created": "SUCCESS",
        "stack_deleted": "SUCCESS",
        "stack_updated": "SUCCESS",
        "stage_missing": "FAILED",
    },
    "make_payment": {
        "above_the_limit": "MakePayment: ElicitSlot Amount",
        "amount_in_dollars_only": "MakePayment: ConfirmIntent",
        "amount_missing": "MakePayment: ElicitSlot Amount",
        "amount_not_understood": "MakePayment: ElicitSlot Amount",
        "amount_of_zero": "MakePayment: ElicitSlot Amount",
        "another_amount_instead_of_yes": "MakePayment: ConfirmIntent",
        "bill_named": "MakePayment: ConfirmIntent",
        "confirmed": "MakePayment: Delegate",
        "confirmed_to_fulfil": f"MakePayment: {CLOSES}",
        "declined": "MakePayment: Close, Failed",
        "from_a_loan": "MakePayment: ElicitSlot FromAccount",
        "from_savings": "MakePayment: ConfirmIntent",
        "full_balance_asked_for": "MakePayment: ConfirmIntent",
        "later_day": "MakePayment: ElicitSlot PayOn",
        "minimum_asked_for": "MakePayment: ConfirmIntent",
        "minimum_instead_of_an_amount": "MakePayment: ConfirmIntent",
        "minimum_of_a_bill": "MakePayment: ElicitSlot Amount",
        "more_than_the_account_holds": "MakePayment: ElicitSlot Amount",
        "past_day": "MakePayment: ElicitSlot PayOn",
        "payee_and_amount_given": "MakePayment: ConfirmIntent",
        "payee_and_amount_given_in_spanish": "MakePayment: ConfirmIntent",
        "payee_missing": "MakePayment: ElicitSlot Payee",
        "payee_not_held": "MakePayment: ElicitSlot Payee",
        "payee_not_understood": "MakePayment: ElicitSlot Payee",
        "savings_instead_of_yes": "MakePayment: ConfirmIntent",
    },
    "make_playback": {
        "mp3_recording": Raises("NoSuchKey"),
        "wav_recording": {"playback_key": f"mp3/{GUID}.mp3"},
    },
    "manage_planned_payments": {
        "confirmed": "PlannedPayments: Delegate",
        "confirmed_to_fulfil": f"PlannedPayments: {CLOSES}",
        "declined": "PlannedPayments: Close, Failed",
        "one_to_cancel": "PlannedPayments: ConfirmIntent",
        "what_is_planned": f"PlannedPayments: {CLOSES}",
    },
    "move_bulk_files": {
        "next_iteration": {"iteration": 1, "is_empty": True},
        "turn_of_another": Raises("TurnTakenError"),
    },
    "offer_help": {
        "not_understood": ASKS_MORE,
        "silence_on_the_telephone": ASKS_MORE,
        "thanks": ASKS_MORE,
        "yes_out_of_the_blue": ASKS_MORE,
    },
    "open_account": {
        "confirmed_to_fulfil": f"OpenAccount: {CLOSES}",
        "declined": "OpenAccount: Close, Failed",
        "kind_of_one_plan": "OpenAccount: ConfirmIntent",
        "kind_of_several_plans": "OpenAccount: ElicitSlot Plan",
        "plan_missing": "OpenAccount: ElicitSlot Plan",
    },
    "provide_account_details": {
        "all_accounts": f"ProvideAccountDetails: {CLOSES}",
        "last_transactions": f"ProvideAccountDetails: {CLOSES}",
        "mortgage": f"ProvideAccountDetails: {CLOSES}",
    },
    "publish_bank_event": {"payment_made": DONE, "three_rows": DONE},
    "publish_result": {
        "call_analyzed": {"parsed_key": f"parsedFiles/{GUID}.json"},
        "interim_missing": Raises("NoSuchKey"),
    },
    "receive_slack": {
        "button_not_ours": "400 bad_request",
        "customer_writes": "200",
        "customer_writes_in_a_thread": "200",
        "mentioned_in_a_channel": "200",
        "message_changed": "200",
        "no_pin": "200",
        "number_and_pin": "200",
        "our_own_message": "200",
        "pin_button_pressed": "200",
        "right_pin": "200",
        "url_verification": "200",
        "wrong_pin": "200",
    },
    "record_visit": {"page_left": "200", "without_consent": "400 bad_request"},
    "register_contact": {
        "call_through_connect": {"is_new": True},
        "delivered_again_to_another_execution": {"is_new": False},
        "empty_recording": Raises("EmptyRecordingError"),
        "folder_marker": {"is_new": False},
        "name_without_metadata": {"is_new": True},
        "recording_dropped": {"is_new": True, "contact_id": GUID},
        "telephony_id_of_another_file": {"is_new": True},
    },
    "relay_chat": {
        "body_not_json": "400 bad_request",
        "customer_ends": "200",
        "customer_speaks": "200",
        "customer_writes": "200",
        "session_id_made_up": "400 bad_request",
        "speech_too_short": "400 bad_request",
        "text_too_long": "400 bad_request",
        "widget_opened": "200",
    },
    "relay_sms": {
        "customer_stops": "200",
        "customer_writes": "200",
        "customer_writes_as_json": "200",
        "nobody_signed": "403 bad_signature",
        "pin_in_a_message": "200",
        "stranger_in_spanish": "200",
    },
    "remove_contact": {"removal_ordered": DONE},
    "repeat_answer": {"asked_again": ASKS_MORE},
    "resume_call": {"part_ended": {"next": "talk"}},
    "resume_transcription": {
        "call_analytics_job_completed": None,
        "job_completed": None,
        "job_failed": None,
        "job_of_somebody_else": None,
    },
    "route_intent": {
        "intent_without_function": "OrderPizza: Close, Failed",
        "payment_asked_for": "MakePayment: ConfirmIntent",
        "pin_given": ASKS_MORE,
    },
    "seed_support_files": {
        "bucket_missing": "FAILED",
        "stack_created": "SUCCESS",
        "stack_deleted": "SUCCESS",
    },
    "serve_contacts": {
        "access_token_sent": "403 forbidden",
        "admin_exports": "200",
        "agent_searches": "200",
        "contact_opened": "200",
        "contact_unknown": "404 contact_not_found",
        "limit_too_high": "400 bad_request",
        "list_opened": "200",
        "note_written": "201",
        "two_a_page": "200",
    },
    "start_over": {"cancelled": ASKS_MORE},
    "start_transcription": {
        "contact_unknown": Raises("ContactNotFoundError"),
        "language_not_identified": None,
        "recording_registered": None,
        "tried_again_with_another_token": None,
    },
    "sweep_contacts": {"quarter_of_an_hour_has_passed": {"answered": 0, "ended": 0, "started": 0}},
    "transfer_to_agent": {
        "person_asked_for": f"TransferToAgent: {CLOSES}",
        "person_asked_for_on_the_phone": f"TransferToAgent: {CLOSES}",
    },
    "unlock_pin": {
        "admin_and_supervisor_unlocks": "200",
        "admin_unlocks": "200",
        "nobody_to_unlock": "404 customer_not_found",
        "supervisor_unlocks": "403 forbidden",
    },
    "verify_identity": {
        "asked_to_sign_in": ASKS_WHO,
        "number_given": ASKS_PIN,
        "number_of_nobody": ASKS_PIN,
        "right_pin": ASKS_MORE,
        "right_pin_by_customer_number": ASKS_MORE,
        "right_pin_on_the_telephone": ASKS_MORE,
        "wrong_pin": ASKS_PIN,
    },
    "welcome_customer": {"hello": ASKS_WHO, "hello_on_the_telephone": ASKS_PIN},
}


@pytest.fixture(scope="module")
def world() -> Iterator[Everything]:
    with running() as world:
        yield world


@pytest.fixture(scope="module")
def slots() -> dict[str, set[str]]:
    """Each intent of the bot with its slots."""
    locale = yaml.safe_load((ROOT / "bot/en_US.yaml").read_text(encoding="utf-8"))
    known = {
        intent["Name"]: {slot["Name"] for slot in intent.get("Slots", [])}
        for intent in locale["Intents"]
    }
    return known | {"OrderPizza": set()}  # of another bot: an event without a function


def test_every_event_has_a_meaning():
    meant = {f"{handler}/{situation}" for handler in MEANT for situation in MEANT[handler]}

    assert set(EVENTS) == meant | {name for name in EVENTS if name.startswith(f"{SEARCH}/")}


@pytest.mark.parametrize("name", [name for name in EVENTS if not name.startswith(f"{SEARCH}/")])
def test_every_event_is_answered_as_it_is_meant(
    name: str, world: Everything, slots: dict[str, set[str]]
):
    handler, situation = name.split("/")
    sent, meant = EVENTS[name], MEANT[handler][situation]
    prepare(world, handler, situation)

    try:
        outcome = read(sent, answer_of(handler, sent), slots)
    except Exception as error:
        if not isinstance(meant, Raises):
            raise
        outcome = type(error).__name__

    told = {key: outcome.get(key) for key in meant} if isinstance(meant, dict) else outcome
    assert told == meant


def answer_of(handler: str, sent: dict[str, Any]) -> Any:
    if "RequestType" not in sent:
        return hand(handler, fresh(handler, sent))
    with listening(lambda request: hand(handler, request)) as cloudformation:
        return cloudformation.tell(sent)


def read(sent: dict[str, Any], answer: Any, slots: dict[str, set[str]]) -> Any:
    """What the sender makes of an answer. Fails where it could make nothing of it."""
    if "routeKey" in sent:
        return read_by_gateway(answer)
    if "invocationSource" in sent:
        return read_by_lex(answer, slots)
    if "RequestType" in sent:
        return read_by_cloudformation(sent, answer)
    if "Details" in sent:
        # A contact flow takes a flat map of texts, 32 KB at most.
        assert all(isinstance(value, str) for value in answer.values())
        assert len(json.dumps(answer)) < 32_000
    return answer


def read_by_gateway(answer: dict[str, Any]) -> str:
    """An HTTP API takes a status, headers and a text; a fault of ours names its error."""
    assert set(answer) <= {"statusCode", "headers", "body", "cookies", "isBase64Encoded"}
    assert isinstance(answer["body"], str)
    assert all(isinstance(value, str) for value in answer["headers"].values())
    error = json.loads(answer["body"])["error"] if answer["statusCode"] >= 400 else ""
    return f"{answer['statusCode']} {error}".strip()


def read_by_lex(answer: dict[str, Any], slots: dict[str, set[str]]) -> str:
    taken = HookAnswer(answer, "DialogCodeHook", slots)
    intent = f"{taken.intent['name']}: " if taken.intent else ""
    slot = f" {taken.slot_to_elicit}" if taken.slot_to_elicit else ""
    state = f", {taken.intent['state']}" if taken.intent and taken.action == "Close" else ""
    return f"{intent}{taken.action}{slot}{state}"


def read_by_cloudformation(sent: dict[str, Any], answer: dict[str, Any]) -> str:
    """It takes an answer for its own request alone, and no text above 4 KB."""
    for field in ("StackId", "RequestId", "LogicalResourceId"):
        assert answer[field] == sent[field]
    assert answer["PhysicalResourceId"] == sent.get("PhysicalResourceId", sent["LogicalResourceId"])
    assert len(json.dumps(answer)) <= 4096
    assert bool(answer["Reason"]) == (answer["Status"] == "FAILED")
    return str(answer["Status"])
