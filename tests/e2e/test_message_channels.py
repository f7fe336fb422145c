"""The same ten dialogues on the web, by SMS and in Slack, through the deployed webhooks."""

import json
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Page, expect

from local.stack.description import Stack as Description
from local.vendors.slack_user import SlackUser
from local.vendors.text_phone import LINK, TextPhone
from tests.conversation.channel_dialogues import Dialogue, faults_of, read_dialogues
from tests.e2e.channels import (
    FAREWELL,
    LINES,
    SLACK_CUSTOMER,
    SMS_CUSTOMER,
    Contacts,
    faults_of_contact,
    words,
)
from tests.e2e.running import Stack

pytestmark = pytest.mark.stack

DIALOGUES = read_dialogues()
A_PAYMENT = next(one for one in DIALOGUES if one.name.startswith("a mortgage payment"))


@pytest.fixture(scope="module")
def description(stack: Stack) -> Description:
    return Description.model_validate(stack.description)


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda one: one.name)
@pytest.mark.parametrize("channel", LINES)
def test_every_channel_holds_the_dialogue(
    description: Description, channel: str, dialogue: Dialogue
):
    line, customer = LINES[channel]

    assert faults_of(dialogue, line(description), description.customers[customer].pin) == []


@pytest.mark.parametrize(
    "dialogues",
    [
        pytest.param([A_PAYMENT], id="one"),
        pytest.param(DIALOGUES, id="all ten", marks=pytest.mark.nightly),
    ],
)
def test_what_is_said_on_every_channel_becomes_analysed_contacts(
    description: Description, dialogues: list[Dialogue]
):
    contacts = {channel: Contacts(description, channel) for channel in LINES}
    for line, customer in LINES.values():
        for dialogue in dialogues:
            held = line(description)
            assert faults_of(dialogue, held, description.customers[customer].pin) == []
            assert "Goodbye" in held.say(FAREWELL)

    faults = []
    for channel, (_, customer) in LINES.items():
        found = contacts[channel].of(dialogues)
        missing = {one.name for one in dialogues} - set(found)
        faults += [f"{channel}: no contact of {name}" for name in sorted(missing)]
        for dialogue in dialogues:
            if dialogue.name in found:
                document, whose = found[dialogue.name], description.customers[customer]
                faults += faults_of_contact(document, dialogue, whose)

    assert faults == []


def test_a_text_delivered_five_times_at_once_is_answered_alike(description: Description):
    phone = TextPhone(description, f"+1647{uuid.uuid4().int % 10**7:07}")
    sid = f"SM{uuid.uuid4().hex}"

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(lambda _: phone.text("what can you do", sid), range(5)))

    assert all(answer == answers[0] for answer in answers)
    assert "talk to a person" in " ".join(answers[0])


def test_an_event_that_slack_delivers_four_times_is_answered_once(description: Description):
    user = SlackUser(description, f"U{uuid.uuid4().hex[:9].upper()}")
    event_id = f"Ev{uuid.uuid4().hex[:10].upper()}"

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: user.deliver("what can you do", event_id, n), range(4)))
    answered = user.wait()
    time.sleep(1.0)
    user.deliver("what can you do", event_id, 4)
    after = user.say("when are your branches open")

    assert len(answered) == len(after) == 1
    assert "weekdays" in json.dumps(after)


def test_an_old_yes_button_pays_nothing(description: Description):
    customer = description.customers[SLACK_CUSTOMER]
    user = SlackUser(description, f"U{uuid.uuid4().hex[:9].upper()}")
    user.say("pay two dollars to my mortgage")
    user.submit(user.open_modal(), {"number": customer.phone, "pin": customer.pin})
    user.wait()
    yes = next(one for one in user.buttons if one["text"]["text"] == "Yes")
    user.say("no")

    answer = words(user.press(yes))

    assert "earlier question" in answer
    assert "paid" not in answer


@pytest.mark.browser
def test_the_pin_is_entered_on_the_page_behind_the_link(description: Description, page: Page):
    customer = description.customers[SMS_CUSTOMER]
    phone = TextPhone(description, customer.phone, f"+1416{uuid.uuid4().int % 10**7:07}")
    link = LINK.search(" ".join(phone.text("what is my balance")))
    assert link is not None

    def enter(pin: str) -> None:
        for digit in pin:
            page.get_by_test_id(f"key-{digit}").click()
        page.get_by_test_id("pin-send").click()

    page.goto(link[0])
    enter("0000")
    expect(page.get_by_role("status")).to_contain_text("tries left", timeout=30_000)
    enter(customer.pin)
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible(timeout=30_000)

    assert link[1] not in page.url
    assert "in your checking account" in " ".join(phone.arrived())
