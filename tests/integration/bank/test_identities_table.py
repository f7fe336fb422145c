import time

import pytest

from omnilex.adapters.identities_table import IdentitiesTable
from omnilex.domain.session import Channel
from omnilex.handlers import verify_identity, welcome_customer
from tests.integration.bank.world import ANA, CONTEXT, DYNAMODB, SESSION_ID, World, event, words

PHONE, SLACK_USER = "+14165550142", "T0001:U0001"


@pytest.fixture
def identities(world: World) -> IdentitiesTable:
    return IdentitiesTable(DYNAMODB.Table("bank"))


def test_the_customers_own_phone_needs_no_link(identities: IdentitiesTable):
    assert identities.customer_of(Channel.SMS, PHONE) == ANA
    assert identities.customer_of(Channel.VOICE, PHONE) == ANA


def test_who_is_not_linked_is_nobody(identities: IdentitiesTable):
    assert identities.customer_of(Channel.SMS, "+14165559999") is None
    assert identities.customer_of(Channel.SLACK, SLACK_USER) is None


def test_a_link_holds_on_its_channel_alone_until_it_is_undone(identities: IdentitiesTable):
    first = identities.link(Channel.SLACK, SLACK_USER, ANA)
    again = identities.link(Channel.SLACK, SLACK_USER, ANA)

    known = identities.customer_of(Channel.SLACK, SLACK_USER)
    elsewhere = identities.customer_of(Channel.SMS, SLACK_USER)
    undone = [identities.unlink(Channel.SLACK, SLACK_USER) for _ in range(2)]

    assert (first, again) == (True, False)
    assert (known, elsewhere) == (ANA, None)
    assert undone == [True, False]
    assert identities.customer_of(Channel.SLACK, SLACK_USER) is None


@pytest.mark.parametrize("handler", [welcome_customer, verify_identity])
def test_whom_the_channel_knows_is_asked_for_the_pin_alone(world: World, handler):
    now_s = int(time.time())
    world.sessions.begin(SESSION_ID, Channel.SLACK, SLACK_USER, now_s, known_number=ANA)
    name = handler.__name__.rpartition(".")[2]
    asked = event(name, {"welcome_customer": "hello", "verify_identity": "asked_to_sign_in"}[name])

    answer = handler.lambda_handler(asked, CONTEXT)

    assert answer["sessionState"]["dialogAction"]["slotToElicit"] == "Pin"
    assert "PIN" in words(answer) or "PIN" in answer["messages"][-1]["content"]


def test_a_link_undone_is_forgotten_by_the_session_too(world: World):
    now_s = int(time.time())
    world.sessions.begin(SESSION_ID, Channel.SLACK, SLACK_USER, now_s, known_number=ANA)

    again = world.sessions.begin(SESSION_ID, Channel.SLACK, SLACK_USER, now_s)

    assert (again.identity, again.known_number) == (SLACK_USER, None)
