import io
import json
import time
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import ReadTimeoutError
from botocore.stub import Stubber

from omnilex.adapters.intent_functions import IntentFunctionError, IntentFunctions
from omnilex.adapters.lex_v2 import to_answer, to_dialog
from omnilex.domain import faq, helping
from omnilex.domain.dialog import Reply
from omnilex.domain.faq import Match
from omnilex.domain.session import Asked, Session
from omnilex.handlers import route_intent
from tests.integration.bank.world import CONTEXT, SESSION_ID, action, event, words

pytestmark = pytest.mark.usefixtures("aws")

Answers = Callable[[dict[str, Any]], dict[str, Any]]


class Functions:
    """In Lambda's place: calls a Python function by name, and keeps what it was called with."""

    def __init__(self, **functions: Answers) -> None:
        self._functions = functions
        self.events: list[dict[str, Any]] = []

    def invoke(self, *, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803
        self.events.append(json.loads(Payload))
        answer = self._functions[FunctionName](self.events[-1])
        return {"Payload": io.BytesIO(json.dumps(answer).encode())}


def intents(**functions: Answers) -> tuple[IntentFunctions, Functions]:
    client: Any = Functions(**functions)
    names = {"MakePayment": "pay", "VerifyIdentity": "verify"}
    return IntentFunctions(client, names), client


def hand_over(received: dict[str, Any]) -> dict[str, Any]:
    intent = {"name": "MakePayment", "slots": {"Payee": None}, "state": "InProgress"}
    return {"sessionState": {"dialogAction": {"type": "Delegate"}, "intent": intent}}


def close(received: dict[str, Any]) -> dict[str, Any]:
    intent = received["sessionState"]["intent"]
    return {"sessionState": {"dialogAction": {"type": "Close"}, "intent": intent}}


def stubbed(stub: Callable[[Stubber], None]) -> dict[str, Any]:
    """The router's answer when Lambda answers as ``stub`` says."""
    with Stubber(route_intent.intents._client) as lambda_:
        stub(lambda_)
        return route_intent.lambda_handler(event("route_intent", "payment_asked_for"), CONTEXT)


def test_the_function_of_the_intent_answers():
    asked = event("route_intent", "payment_asked_for")

    answer = stubbed(
        lambda lambda_: lambda_.add_response(
            "invoke",
            {"StatusCode": 200, "Payload": io.BytesIO(json.dumps(close(asked)).encode())},
            {"FunctionName": "omnilex-make-payment", "Payload": json.dumps(asked).encode()},
        )
    )

    assert answer == close(asked)


def test_a_delegation_to_the_same_intent_is_lexs():
    functions, client = intents(pay=hand_over)

    answer = functions.answer(event("route_intent", "payment_asked_for"))

    assert action(answer) == {"type": "Delegate"}
    assert len(client.events) == 1


def test_a_verified_customers_pending_intent_answers_in_the_same_turn():
    functions, client = intents(verify=hand_over, pay=close)

    answer = functions.answer(event("route_intent", "pin_given"))

    assert answer["sessionState"]["intent"]["name"] == "MakePayment"
    assert client.events[1]["invocationSource"] == "DialogCodeHook"


def test_the_next_intent_never_sees_the_pin():
    functions, client = intents(verify=hand_over, pay=close)

    functions.answer(event("route_intent", "pin_given"))

    assert "4821" in json.dumps(client.events[0])
    assert "4821" not in json.dumps(client.events[1])


def test_a_function_that_fails_gets_an_apology_and_its_error_is_logged(log: list[str]):
    failed = {"errorMessage": "no such thing as 4821", "errorType": "KeyError"}

    answer = stubbed(
        lambda lambda_: lambda_.add_response(
            "invoke",
            {
                "StatusCode": 200,
                "FunctionError": "Unhandled",
                "Payload": io.BytesIO(json.dumps(failed).encode()),
            },
        )
    )

    assert action(answer) == {"type": "Close"}
    assert answer["sessionState"]["intent"]["state"] == "Failed"
    assert "nothing is done twice" in words(answer)
    assert [record for record in log if "KeyError" in record]
    assert not [record for record in log if "4821" in record or "125.5" in record]


def test_a_throttled_function_gets_an_apology():
    answer = stubbed(lambda lambda_: lambda_.add_client_error("invoke", "TooManyRequestsException"))

    assert "something went wrong on our side" in words(answer)


def test_an_intent_without_a_function_gets_an_apology():
    answer = route_intent.lambda_handler(event("route_intent", "intent_without_function"), CONTEXT)

    assert "something went wrong on our side" in words(answer)


def test_a_function_that_does_not_answer_in_time_is_an_error():
    def hang(received: dict[str, Any]) -> dict[str, Any]:
        raise ReadTimeoutError(endpoint_url="https://lambda.us-east-1.amazonaws.com")

    functions, _ = intents(pay=hang)

    with pytest.raises(IntentFunctionError, match="pay: ReadTimeoutError"):
        functions.answer(event("route_intent", "payment_asked_for"))


def answered(answer: dict[str, Any]) -> Asked:
    """What is kept after Lambda has answered so."""
    payload = io.BytesIO(json.dumps(answer).encode())
    stubbed(lambda lambda_: lambda_.add_response("invoke", {"StatusCode": 200, "Payload": payload}))
    return route_intent.sessions.asked(SESSION_ID, int(time.time()))


def test_what_the_bot_said_is_kept_to_be_said_again():
    asked = Reply.elicit(
        "MakePayment", {"Payee": "mortgage", "Amount": None}, "Amount", "How much?"
    )
    dialog = to_dialog(event("route_intent", "payment_asked_for"))

    kept = answered(to_answer(asked, dialog))

    assert kept.reply == asked
    assert kept.misses == 0


def test_only_what_had_no_answer_is_counted_as_a_miss():
    said = to_dialog({**event("offer_help", "not_understood"), "sessionId": SESSION_ID})
    found = Match(question="Are you open?", answer="From 9 to 5.", source="opening", score=0.9)
    answer = faq.answered([found], Asked(), said)
    assert answer is not None

    missed = answered(to_answer(faq.unanswered(Asked(), said), said))
    once_more = answered(
        to_answer(helping.not_understood(said, Session(session_id=SESSION_ID), missed), said)
    )
    understood = answered(to_answer(answer, said))

    assert (missed.misses, once_more.misses, understood.misses) == (1, 2, 0)


def test_what_came_in_between_is_not_kept_as_the_question():
    asked = Reply.elicit("MakePayment", {"Amount": None}, "Amount", "How much?")
    dialog = to_dialog(event("route_intent", "payment_asked_for"))

    kept = answered(to_answer(asked.model_copy(update={"aside": "From 9 to 5."}), dialog))

    assert kept.reply == asked


def test_an_answer_that_cannot_be_kept_is_given_all_the_same(log: list[str]):
    asked = event("route_intent", "payment_asked_for")
    boto3.client("dynamodb").delete_table(TableName="sessions")

    answer = stubbed(
        lambda lambda_: lambda_.add_response(
            "invoke",
            {"StatusCode": 200, "Payload": io.BytesIO(json.dumps(close(asked)).encode())},
        )
    )

    assert answer == close(asked)
    assert [record for record in log if "answer not kept" in record]


def test_the_client_calls_a_function_once():
    config = route_intent.intents._client.meta.config

    assert config.retries["total_max_attempts"] == 1
