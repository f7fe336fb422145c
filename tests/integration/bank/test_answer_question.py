import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.stub import Stubber

from omnilex.domain.dialog import Reply
from omnilex.domain.session import Asked
from omnilex.handlers import answer_question
from tests.integration.bank.world import (
    CONTEXT,
    SESSION_ID,
    FaqFunction,
    World,
    action,
    buttons,
    event,
    match,
    words,
)


@pytest.fixture
def lambda_(world: World) -> Iterator[Stubber]:
    with Stubber(answer_question.questions._client) as stubber:
        yield stubber


def ask(situation: str = "hours_asked") -> dict[str, Any]:
    return answer_question.lambda_handler(event("answer_question", situation), CONTEXT)


def find(lambda_: Stubber, *matches: dict[str, Any]) -> None:
    lambda_.add_response("invoke", FaqFunction(*matches).answer())


def test_a_question_that_is_known_is_answered(lambda_: Stubber):
    find(lambda_, match(0.9))

    answer = ask()

    assert words(answer) == "From 9 to 5. Is there anything else?"
    assert action(answer) == {"type": "ElicitIntent"}


def test_the_search_gets_the_customers_words_and_language(lambda_: Stubber):
    asked = {"question": "a qué hora abren", "language": "es"}
    lambda_.add_response(
        "invoke",
        FaqFunction(match(0.9)).answer(),
        {"FunctionName": "omnilex-search-faq", "Payload": json.dumps(asked).encode()},
    )

    answer = ask("hours_asked_in_spanish")

    assert "¿Algo más?" in words(answer)


def test_what_may_be_meant_is_offered(lambda_: Stubber):
    find(lambda_, match(0.44, "May I?"), match(0.41, "Can I?"), match(0.2, "Will I?"))

    answer = ask()

    assert words(answer) == "Did you mean one of these?"
    assert [one["text"] for one in buttons(answer)] == ["May I?", "Can I?"]


def test_what_nobody_knows_is_said_to_be_unknown(lambda_: Stubber):
    find(lambda_, match(0.1))

    assert "I do not have an answer to that" in words(ask())


def test_a_question_in_between_is_answered_and_the_open_one_goes_on(world: World, lambda_: Stubber):
    asked = Reply.elicit("VerifyIdentity", {"PhoneNumber": "1", "Pin": None}, "Pin", "Your PIN?")
    world.sessions.keep_asked(SESSION_ID, Asked(reply=asked), now_s=2**31)
    find(lambda_, match(0.9))

    answer = ask()

    assert [one["content"] for one in answer["messages"]] == ["From 9 to 5.", "Your PIN?"]
    assert action(answer) == {"type": "ElicitSlot", "slotToElicit": "Pin"}
    assert answer["sessionState"]["intent"]["name"] == "VerifyIdentity"


def test_a_search_that_fails_does_not_stop_the_conversation(lambda_: Stubber, log: list[str]):
    lambda_.add_client_error("invoke", "TooManyRequestsException")

    answer = ask()

    assert "talk to a person" in words(answer)
    assert [record for record in log if "no FAQ search" in record]


def test_no_question_reaches_the_log(lambda_: Stubber, log: list[str]):
    lambda_.add_client_error("invoke", "TooManyRequestsException")

    ask()

    assert not [record for record in log if "when are you open" in record]
