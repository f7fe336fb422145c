"""What the functions of the analysis count, by what they print."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from omnilex.domain.contact import BotFigures
from omnilex.domain.registration import reached
from omnilex.handlers import fail_contact, publish_result, sweep_contacts
from tests.figures import counted
from tests.integration.analytics.machine import STATES, Functions
from tests.integration.analytics.world import CONTEXT, GUID, NOON, World, event, wav

Printed = pytest.CaptureFixture[str]


def publish(world: World, **known: object) -> None:
    contact = reached(world.register(wav()), "Analyzed", NOON).model_copy(update=known)
    world.keep(f"interim/{GUID}.json", contact.model_dump_json())
    publish_result.lambda_handler(event("publish_result", "call_analyzed"), CONTEXT)


def test_a_call_is_counted_with_its_minutes(world: World, capsys: Printed):
    publish(world, duration_ms=90_000)

    assert counted(capsys) == {
        "ContactsAnalyzed": {"voice": 1},
        "MinutesProcessed": {"voice": 1.5},
    }


@pytest.mark.parametrize("contained", [True, False])
def test_a_chat_with_the_bot_is_counted_by_whether_it_needed_anybody_else(
    world: World, capsys: Printed, contained: bool
):
    publish(world, channel="CHAT", medium="sms", bot=BotFigures(contained=contained))

    assert counted(capsys) == {
        "ContactsAnalyzed": {"sms": 1},
        "Conversations": {"sms": 1},
        "ConversationsContained": {"sms": int(contained)},
    }


def test_a_contact_that_failed_is_counted(world: World, capsys: Printed):
    world.register(wav())

    fail_contact.lambda_handler(event("fail_contact", "before_it_was_registered"), CONTEXT)

    assert counted(capsys) == {"ContactsFailed": {"voice": 1}}


def test_what_the_sweeper_had_to_start_is_counted_and_nothing_is_when_all_is_well(
    world: World, functions: Functions, capsys: Printed
):
    STATES.create_state_machine(
        name="PostCallAnalyticsWorkflow",
        definition=json.dumps({"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}),
        roleArn=functions.role(),
    )
    later = {"time": (datetime.now(UTC) + timedelta(hours=1)).isoformat()}

    sweep_contacts.lambda_handler(later, CONTEXT)
    before = counted(capsys)
    world.drop(event("register_contact", "recording_dropped")["detail"], wav())
    sweep_contacts.lambda_handler(later, CONTEXT)

    assert before == {"ContactsStuck": {"": 0}}
    assert counted(capsys) == {"ContactsStuck": {"": 1}}
