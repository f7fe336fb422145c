"""The bank's line, called: what is said is spoken by a synthetic voice and really heard."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from local.commands.product import Api
from local.commands.telephone import Telephone, analysed
from local.stack import description
from omnilex.domain.contact import Role
from tests.conversation.channel_dialogues import Dialogue, faults_of, read_dialogues
from tests.e2e.running import Stack

pytestmark = pytest.mark.stack

DIALOGUES = read_dialogues()
# These say a payment, a wrong PIN and a question; the rest are held at night.
QUICK = {"what was asked for before the PIN is taken up after it", "a question without a PIN"}
CALLER = 2  # Tom Okafor: other tests use the others


class Line:
    """A customer on the telephone: words are spoken, the PIN is keyed in."""

    def __init__(self, stack: Stack, caller: str) -> None:
        self.telephone = Telephone(description.Stack.model_validate(stack.description))
        self.heard: list[str] = []
        self._take(self.telephone.dial(caller))

    def say(self, text: str) -> str:
        return self._take(self.telephone.say(text))

    def wait(self) -> str:
        return self._take(self.telephone.wait())

    def press(self, keys: str) -> str:
        return self._take(self.telephone.press(keys))

    def verify(self, pins: list[str]) -> str:
        return [self._take(self.telephone.press(f"{pin}#")) for pin in pins][-1]

    def _take(self, events: list[dict[str, Any]]) -> str:
        self.heard += [one["text"] for one in events if one["kind"] == "understood"]
        return " ".join(one["text"] for one in events if one["kind"] == "said")


def caller_of(stack: Stack) -> dict[str, str]:
    known: dict[str, str] = stack.description["customers"][CALLER]
    return known


def nightly_unless_quick(dialogue: Dialogue) -> Any:
    marks = [] if dialogue.name in QUICK else [pytest.mark.nightly]
    return pytest.param(dialogue, id=dialogue.name, marks=marks)


@pytest.mark.parametrize("dialogue", [nightly_unless_quick(one) for one in DIALOGUES])
def test_the_telephone_holds_what_every_channel_must_hold(stack: Stack, dialogue: Dialogue):
    customer = caller_of(stack)
    line = Line(stack, customer["phone"])

    faults = faults_of(dialogue, line, customer["pin"])
    state = line.telephone.hang_up()
    contact = analysed(Api(line.telephone.stack), state["contact_id"])

    assert faults == [], f"heard: {line.heard}"
    assert contact is not None
    assert contact["status"] == "ANALYZED", contact["reason"]
    assert (contact["channel"], contact["medium"]) == ("CALL", "phone")
    assert {turn["role"] for turn in contact["turns"]} <= {Role.CUSTOMER, Role.BOT}
    asked_for_pin = any(step.verify for step in dialogue.turns)
    wrong = sum(step.verify.count("wrong") for step in dialogue.turns)
    assert (contact["bot"]["contained"], contact["bot"]["pin_failures"]) == (True, wrong)
    assert contact["customer_id"] == (customer["customer_number"] if asked_for_pin else None)
    spoken = " ".join(turn["text"] for turn in contact["turns"])
    assert customer["pin"] not in spoken


def test_a_silent_caller_is_asked_twice_and_told_goodbye(stack: Stack):
    line = Line(stack, caller_of(stack)["phone"])
    line.wait()  # no language is chosen

    answers = [line.wait() for _ in range(3)]

    assert ["Are you still there?" in one for one in answers] == [True, True, False]
    assert "I end this call" in answers[2]
    assert answers[2].endswith("Thank you for calling Harbour and Vale Bank. Goodbye.")
    assert line.telephone.has_ended


def test_who_says_nothing_at_the_pin_is_told_goodbye_too(stack: Stack):
    line = Line(stack, caller_of(stack)["phone"])
    line.say("what is my balance")
    assert line.telephone.asks_in_secret

    answers = [line.wait() for _ in range(3)]

    assert all("Are you still there?" in one for one in answers[:2]), answers
    assert answers[2].endswith("Thank you for calling Harbour and Vale Bank. Goodbye.")
    assert line.telephone.has_ended


def test_who_takes_leave_is_told_goodbye(stack: Stack):
    line = Line(stack, caller_of(stack)["phone"])
    line.say("when are your branches open")

    answer = line.say("no, that is all, thank you")

    assert answer.endswith("Thank you for calling Harbour and Vale Bank. Goodbye."), line.heard
    assert line.telephone.has_ended


def test_a_call_in_spanish_is_chosen_by_key_and_typed(stack: Stack):
    customer = caller_of(stack)
    line = Line(stack, customer["phone"])

    greeting = line.press("2")
    line.say("cuál es mi saldo")
    answer = line.verify([customer["pin"]])

    line.telephone.hang_up()
    assert "Soy OmniLex" in greeting
    assert "en su cuenta corriente" in answer


def test_a_call_that_is_passed_on_tells_the_colleague_who_and_what(stack: Stack):
    customer = caller_of(stack)
    line = Line(stack, customer["phone"])
    line.say("what is my balance")
    line.verify([customer["pin"]])

    answer = line.say("I want to talk to a person")

    state = line.telephone.state
    assert "passing you to a colleague" in answer
    assert state["ended"]
    assert state["queued"]
    assert state["attributes"]["customer_name"] == customer["name"]
    assert state["attributes"]["verified"] == "true"
    assert state["attributes"]["wanted"] == "ProvideAccountDetails"


@pytest.mark.nightly
def test_the_bots_and_the_colleagues_part_of_a_call_lead_to_each_other(stack: Stack):
    customer = caller_of(stack)
    telephone = Telephone(description.Stack.model_validate(stack.description))
    telephone.dial(customer["phone"], "Good afternoon, this is Marcus. How can I help you today?")

    telephone.say("I want to talk to a person")

    api, call_id = Api(telephone.stack), telephone.hang_up()["contact_id"]
    bots, colleagues = analysed(api, call_id), analysed(api, f"{call_id}-agent")
    assert bots is not None
    assert colleagues is not None
    assert bots["bot"]["transferred"]
    assert {turn["role"] for turn in colleagues["turns"]} == {Role.AGENT}
    assert api.contact(call_id)["other_part"]["contact_id"] == colleagues["contact_id"]
    assert colleagues["other_part"]["contact_id"] == call_id


@pytest.mark.nightly
def test_a_payment_begun_on_the_web_is_made_by_phone(stack: Stack):
    customer = caller_of(stack)
    api = Api(description.Stack.model_validate(stack.description))
    chat = api.chat({"language": "en"})
    for text in (customer["phone"], customer["pin"], "pay 35 to my mortgage"):
        chat = api.chat({"session_id": chat["session_id"], "text": text, "language": "en"})
    line = Line(stack, customer["phone"])
    line.say("hello")

    offer = line.verify([customer["pin"]])
    question = line.say("yes")
    receipt = line.say("yes")

    line.telephone.hang_up()
    assert "You were about to pay $35.00 to your mortgage" in offer
    assert question.startswith("Pay $35.00 to your mortgage")
    assert "I paid $35.00 to your mortgage" in receipt


@pytest.mark.browser
def test_the_telephone_page_takes_a_call(stack: Stack, page: Page):
    customer = caller_of(stack)
    page.goto(f"{stack.description['site_url']}/phone/")
    page.get_by_test_id("phone-from").fill(customer["phone"])
    page.get_by_test_id("phone-call").click()
    expect(page.get_by_test_id("phone-log")).to_contain_text("Welcome", timeout=30_000)

    page.get_by_test_id("phone-words").fill("what is my balance")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Recording paused")).to_be_visible(timeout=30_000)
    for digit in customer["pin"]:
        page.get_by_test_id(f"phone-key-{digit}").click()

    log = page.get_by_test_id("phone-log")
    expect(log).to_contain_text("in your checking account", timeout=30_000)
    assert customer["pin"] not in log.inner_text()
    page.get_by_test_id("phone-end").click()
    expect(page.get_by_test_id("phone-notice")).to_contain_text("recorded", timeout=30_000)
