"""The same ten dialogues on the web, by SMS and in Slack, through the deployed webhooks."""

import hmac
import json
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from local.commands.product import Api
from local.stack.description import Stack as Description
from local.vendors import secrets
from local.vendors.slack_user import SlackUser
from local.vendors.text_phone import LINK, TextPhone, pin_token
from tests.conversation.channel_dialogues import Dialogue, Line, faults_of, read_dialogues
from tests.e2e.running import Stack

pytestmark = pytest.mark.stack

DIALOGUES = read_dialogues()
SMS_CUSTOMER, SLACK_CUSTOMER, WEB_CUSTOMER = 1, 2, 3  # each channel pays from another's accounts


class WebLine:
    """The API that the widget uses."""

    def __init__(self, stack: Description) -> None:
        self._api, self._stack = Api(stack), stack
        self._answer = self._api.chat({"language": "en"})

    def say(self, text: str) -> str:
        said = {"session_id": self._answer["session_id"], "text": text, "language": "en"}
        self._answer = self._api.chat(said)
        return self._words()

    def verify(self, pins: list[str]) -> str:
        if self._answer["input"]["kind"] != "pin":
            self.say(self._stack.customers[WEB_CUSTOMER].phone)
        return [self.say(pin) for pin in pins][-1]

    def _words(self) -> str:
        messages = self._answer["messages"]
        cards = [one["card"]["title"] for one in messages if one.get("card")]
        return " ".join([*(one.get("text") or "" for one in messages), *cards])


class SmsLine:
    """A customer's own phone; each dialogue is with another number of the bank's, and so new."""

    def __init__(self, stack: Description) -> None:
        number = f"+1416{uuid.uuid4().int % 10**7:07}"
        self._phone = TextPhone(stack, stack.customers[SMS_CUSTOMER].phone, number)
        self._texts: list[str] = []

    def say(self, text: str) -> str:
        self._texts = self._phone.text(text)
        return " ".join(self._texts)

    def verify(self, pins: list[str]) -> str:
        token = pin_token(self._texts)
        for pin in pins:
            assert token is not None, self._texts
            outcome = self._phone.enter_pin(token, pin)
            token = outcome["token"]
        assert outcome["is_sent"], outcome
        return " ".join(self._phone.arrived())


class SlackLine:
    """Somebody new in Slack, who signs in by phone number and PIN in the modal."""

    def __init__(self, stack: Description) -> None:
        self._user = SlackUser(stack, f"U{uuid.uuid4().hex[:9].upper()}")
        self._customer = stack.customers[SLACK_CUSTOMER]

    def say(self, text: str) -> str:
        return words(self._user.say(text))

    def verify(self, pins: list[str]) -> str:
        for pin in pins:
            view = self._user.open_modal()
            wanted = {block["block_id"] for block in view["blocks"]}
            given = {"pin": pin, "number": self._customer.phone}
            errors = self._user.submit(view, {name: given[name] for name in wanted})
        assert errors == {}
        return words(self._user.wait())


def words(messages: list[dict[str, Any]]) -> str:
    return " ".join(message["text"] for message in messages)


LINES: dict[str, tuple[type[Line], int]] = {
    "web": (WebLine, WEB_CUSTOMER),
    "sms": (SmsLine, SMS_CUSTOMER),
    "slack": (SlackLine, SLACK_CUSTOMER),
}


@pytest.fixture(scope="module")
def description(stack: Stack) -> Description:
    return Description.model_validate(stack.description)


def often(dialogue: Dialogue, channel: str) -> list[pytest.MarkDecorator]:
    """Each push: a payment and a wrong PIN by message. Each night: everything everywhere."""
    told = {"a mortgage payment from hello to receipt", "a wrong PIN, then the right one"}
    return [] if dialogue.name in told and channel != "web" else [pytest.mark.nightly]


HELD = [
    pytest.param(channel, one, id=f"{channel}: {one.name}", marks=often(one, channel))
    for channel in LINES
    for one in DIALOGUES
]


@pytest.mark.parametrize(("channel", "dialogue"), HELD)
def test_every_channel_holds_the_dialogue(
    description: Description, channel: str, dialogue: Dialogue
):
    line, customer = LINES[channel]

    assert faults_of(dialogue, line(description), description.customers[customer].pin) == []


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


@pytest.mark.nightly
def test_a_text_conversation_becomes_a_contact(stack: Stack, description: Description):
    customer = description.customers[SMS_CUSTOMER]
    phone = TextPhone(description, customer.phone, f"+1416{uuid.uuid4().int % 10**7:07}")
    phone.text("when are your branches open")
    token = secrets.read(description.client("secretsmanager"), secrets.TWILIO)["auth_token"]
    between = f"{phone.number} {phone.bank}".encode()
    session_id = f"sms.{hmac.digest(token.encode(), between, 'sha256').hex()[:32]}"

    stack.client("sqs").send_message(
        QueueUrl=stack.outputs["ConversationEndingsUrl"],
        MessageBody=json.dumps({"session_id": session_id, "ended": True}),
        DelaySeconds=3,
    )
    until, rows = time.monotonic() + 180, []
    while not rows and time.monotonic() < until:
        time.sleep(0.5)
        rows = [row for row in Api(description).contacts() if row["contact_id"] == session_id]

    assert [row["medium"] for row in rows] == ["sms"]
