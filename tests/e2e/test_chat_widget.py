"""Each task and each state of the chat widget, on the deployed site with a bot of our choice."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.e2e.looking import MODES, look, watch_policy
from tests.e2e.running import Stack

pytestmark = [pytest.mark.stack, pytest.mark.browser]

WIDGET = "omnilex-chat"
NOTHING = {"text": None, "card": None, "proposal": None, "receipt": None}
PAYMENT = {
    "payee": "mortgage",
    "amount_cents": 12_550,
    "currency": "CAD",
    "from_account": "checking account",
    "balance_after_cents": 419_272,
    "pay_on": None,
}
RECEIPT = {**PAYMENT, "type": "receipt", "reference": "HV-7Q2M", "paid_at": "2026-11-23T12:00:00Z"}
MENU = [{"text": "Make a payment", "value": "pay"}, {"text": "My balances", "value": "balance"}]


def text(words: str) -> dict[str, Any]:
    return {**NOTHING, "kind": "text", "text": words}


def reply(*messages: dict[str, Any], **part: Any) -> dict[str, Any]:
    return {
        "session_id": "web.00000000000000000000000000000001",
        "messages": messages,
        "quick_replies": [],
        "input": {"kind": "text"},
        "ended": False,
        "expires_at": (datetime.now(UTC) + timedelta(minutes=30)).isoformat(),
        "heard": None,
        "speech": None,
        **part,
    }


PROPOSAL = reply(text("Pay?"), {**NOTHING, "kind": "proposal", "proposal": PAYMENT})
PAID = reply(text("Done."), {**NOTHING, "kind": "receipt", "receipt": RECEIPT})
PIN = reply(text("Please enter your 4-digit PIN."), input={"kind": "pin"})


class Bot:
    """In the API's place: answers in the given order, then with its last answer again."""

    def __init__(self, page: Page) -> None:
        self.answers: list[dict[str, Any] | int] = [reply(text("Welcome."), quick_replies=MENU)]
        self.asked: list[tuple[str, dict[str, Any]]] = []
        page.route("**/api/chat*", self.answer)
        page.route("**/api/chat/*", self.answer)

    def answer(self, route: Route) -> None:
        path = route.request.url.partition("/api")[2]
        self.asked.append((path, json.loads(route.request.post_data or "{}")))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        cors = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "content-type"}
        if isinstance(answer, int):
            route.fulfill(status=answer, json={"error": "made_up", "message": "No."}, headers=cors)
        else:
            route.fulfill(json=answer, headers=cors)

    @property
    def said(self) -> list[str]:
        return [body["text"] for _, body in self.asked if "text" in body]


@pytest.fixture
def bot(page: Page, stack: Stack) -> Bot:
    """The chat, opened and greeted."""
    bot = Bot(page)
    page.goto(stack.description["site_url"])
    page.get_by_test_id("chat-open").click()
    expect(page.get_by_test_id("bot-message")).to_have_count(1)
    return bot


def say(page: Page, words: str) -> None:
    page.get_by_test_id("chat-input").fill(words)
    page.get_by_test_id("chat-send").click()


def test_the_widget_is_one_script_of_at_most_15_kb(page: Page, stack: Stack):
    script = page.request.get(f"{stack.description['site_url']}/widget.js").body()

    assert len(gzip.compress(script, 9)) <= 15_000


@pytest.mark.parametrize("mode", MODES)
def test_every_state_is_accessible_fits_and_keeps_the_policy(
    browser: Browser, stack: Stack, mode: str
):
    context = browser.new_context(**MODES[mode], reduced_motion="reduce")
    page = context.new_page()
    reported = watch_policy(page)
    bot = Bot(page)
    problems: list[str] = []
    bot.answers += [PIN, PROPOSAL, PAID, 502, 404]

    page.goto(stack.description["site_url"])
    page.get_by_test_id("chat-open").click()
    expect(page.get_by_test_id("quick-replies")).to_be_visible()
    problems += look(page, "quick replies", WIDGET)
    page.get_by_test_id("chat-menu").click()
    problems += look(page, "menu", WIDGET)
    page.keyboard.press("Escape")
    say(page, "pay")
    expect(page.get_by_test_id("keypad")).to_be_visible()
    problems += look(page, "keypad", WIDGET)
    page.get_by_test_id("pin").fill("4821")
    page.get_by_test_id("pin-send").click()
    expect(page.get_by_test_id("proposal")).to_be_visible()
    problems += look(page, "proposal", WIDGET)
    page.get_by_test_id("proposal-solid").click()
    expect(page.get_by_test_id("receipt")).to_be_visible()
    problems += look(page, "receipt", WIDGET)
    say(page, "hello")
    expect(page.get_by_test_id("chat-retry")).to_be_visible()
    problems += look(page, "failed", WIDGET)
    page.get_by_test_id("chat-retry").click()
    expect(page.get_by_test_id("chat-over")).to_be_visible()
    problems += look(page, "expired", WIDGET)
    context.close()

    assert problems == []
    assert reported == []


def test_everything_works_with_the_keyboard_alone(page: Page, stack: Stack):
    bot = Bot(page)
    bot.answers += [PIN, PROPOSAL, PAID]
    page.goto(stack.description["site_url"])

    page.get_by_test_id("chat-open").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("bot-message")).to_have_count(1)
    page.keyboard.type("pay my mortgage")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("keypad")).to_be_visible()
    page.keyboard.type("4821")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("proposal")).to_be_visible()
    page.keyboard.type("yes")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("receipt")).to_be_visible()
    page.keyboard.press("Escape")

    assert bot.said == ["pay my mortgage", "4821", "yes"]
    expect(page.get_by_test_id("chat-panel")).to_be_hidden()
    expect(page.get_by_test_id("chat-open")).to_be_focused()


def test_a_pin_is_dots_and_is_kept_nowhere(page: Page, bot: Bot):
    bot.answers = [PIN]
    say(page, "pay")
    for digit in "4821":
        page.get_by_test_id(f"key-{digit}").click()

    expect(page.get_by_test_id("pin")).to_have_attribute("type", "password")
    page.get_by_test_id("pin-send").click()
    expect(page.get_by_text("PIN entered")).to_be_visible()
    kept = page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")

    assert bot.said[-1] == "4821"
    assert "4821" not in kept
    assert "4821" not in page.get_by_test_id("chat-log").inner_text()


def test_paying_and_cancelling_are_equally_easy_and_two_clicks_are_one(page: Page, bot: Bot):
    bot.answers = [PROPOSAL]
    say(page, "pay")
    cancel, pay = (page.get_by_test_id(f"proposal-{one}") for one in ("outlined", "solid"))
    sizes = [
        (box["width"], box["height"]) for box in (cancel.bounding_box(), pay.bounding_box()) if box
    ]
    bot.answers = [PAID]

    pay.dblclick()

    expect(page.get_by_test_id("receipt-reference")).to_have_text("HV-7Q2M")
    assert bot.said == ["pay", "yes"]
    assert sizes[0] == sizes[1]
    expect(pay).to_be_disabled()


def test_a_failed_message_waits_as_it_was_and_goes_when_tried_again(page: Page, bot: Bot):
    bot.answers = [502, reply(text("Here I am."))]
    say(page, "hello there")

    expect(page.get_by_test_id("chat-input")).to_have_value("hello there")
    page.get_by_test_id("chat-retry").click()
    expect(page.get_by_text("Here I am.")).to_be_visible()

    assert page.get_by_test_id("customer-message").count() == 1
    expect(page.get_by_test_id("chat-input")).to_have_value("")


def test_offline_is_said_and_what_was_written_waits(page: Page, bot: Bot):
    page.context.set_offline(True)
    expect(page.get_by_text("You are offline")).to_be_visible()
    page.get_by_test_id("chat-input").fill("hello")

    page.context.set_offline(False)

    expect(page.get_by_text("You are offline")).to_be_hidden()
    expect(page.get_by_test_id("chat-input")).to_have_value("hello")


def test_a_conversation_outlives_a_reload_and_a_page_and_says_when_it_has_expired(
    page: Page, stack: Stack, bot: Bot
):
    page.reload()
    expect(page.get_by_text("Welcome.")).to_be_visible()
    page.goto(f"{stack.description['site_url']}/es/")
    expect(page.get_by_text("Welcome.")).to_be_visible()
    expect(page.get_by_test_id("chat-input")).to_have_attribute("placeholder", "Write a message")

    bot.answers = [404]
    say(page, "hello")

    expect(page.get_by_test_id("chat-over")).to_contain_text("has expired")
    bot.answers = [reply(text("Hello again."))]
    page.get_by_role("button", name="Start a new conversation").click()
    expect(page.get_by_text("Hello again.")).to_be_visible()


def test_a_customer_ends_the_chat_says_how_it_was_and_takes_it_along(page: Page, bot: Bot):
    page.get_by_test_id("chat-menu").click()
    page.get_by_test_id("chat-end").click()
    page.get_by_test_id("chat-down").click()

    expect(page.get_by_text("Thank you for telling us.")).to_be_visible()
    with page.expect_download() as downloading:
        page.get_by_test_id("chat-over").get_by_text("Download this chat").click()

    session = {"session_id": reply()["session_id"]}
    assert bot.asked[-2:] == [
        ("/chat/end", session),
        ("/chat/end", {**session, "feedback": "down"}),
    ]
    assert "Assistant: Welcome." in downloading.value.path().read_text()


def test_a_blocked_microphone_is_said_plainly(page: Page, bot: Bot):
    page.get_by_test_id("chat-speak").click()

    expect(page.get_by_role("alert")).to_contain_text("microphone")
    expect(page.get_by_test_id("chat-input")).to_be_enabled()


@pytest.fixture
def listening(browser: Browser, stack: Stack) -> Iterator[Page]:
    """A page whose microphone beeps."""
    context = browser.new_context(permissions=["microphone"])
    page = context.new_page()
    page.goto(stack.description["site_url"])
    yield page
    context.close()


def test_what_is_said_aloud_is_shown_as_it_was_heard(listening: Page):
    bot = Bot(listening)
    listening.get_by_test_id("chat-open").click()
    expect(listening.get_by_test_id("bot-message")).to_have_count(1)
    bot.answers = [reply(text("You hold $1."), heard="what is my balance")]

    listening.get_by_test_id("chat-speak").click()
    expect(listening.get_by_text("Listening\u2026")).to_be_visible()
    listening.wait_for_timeout(1_200)
    listening.get_by_role("button", name="Done speaking").click()
    expect(listening.get_by_test_id("customer-message")).to_contain_text("what is my balance")

    path, body = bot.asked[-1]
    assert path == "/chat/voice"
    assert len(body["audio"]) > 16_000


PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "javascript:alert(1)",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "{{constructor.constructor('alert(1)')()}}",
    "<iframe srcdoc='<script>parent.alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<details open ontoggle=alert(1)>",
    "<math><mtext><img src=x onerror=alert(1)>",
    "]]><script>alert(1)</script>",
    "<style>@import'//x'</style><b onmouseover=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "\u202ealert(1)<script>",
    "<template><script>alert(1)</script></template>",
    "<object data=javascript:alert(1)>",
    "<!--><script>alert(1)</script-->",
    "<base href=//x><script src=a></script>",
]


def test_two_hundred_hostile_texts_of_the_bot_run_nothing(page: Page, bot: Bot):
    ran: list[str] = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    hostile = [f"{payload}{place}" for payload in PAYLOADS for place in range(10)]
    messages = [
        {
            **NOTHING,
            "kind": "card",
            "card": {"title": one, "subtitle": one, "buttons": [{"text": one, "value": one}]},
        }
        if place % 4 == 1
        else {**NOTHING, "kind": "proposal", "proposal": {**PAYMENT, "payee": one}}
        if place % 4 == 2
        else {**NOTHING, "kind": "receipt", "receipt": {**RECEIPT, "payee": one, "reference": one}}
        if place % 4 == 3
        else text(one)
        for place, one in enumerate(hostile)
    ]
    bot.answers = [
        reply(*messages, quick_replies=[{"text": hostile[0], "value": "x"}], heard=hostile[1])
    ]

    say(page, hostile[2])
    expect(page.get_by_test_id("bot-message").nth(100)).to_be_attached()
    page.reload()
    expect(page.get_by_test_id("bot-message").nth(100)).to_be_attached()

    added = page.evaluate(
        "document.querySelector('omnilex-chat').shadowRoot"
        ".querySelectorAll('img, script, iframe, a, object, style, input:not(#pin)').length"
    )
    assert ran == []
    assert added == 0


def test_on_a_page_from_right_to_left_the_widget_stands_on_the_left(page: Page, bot: Bot):
    page.get_by_test_id("chat-close").click()
    page.evaluate("document.documentElement.dir = 'rtl'")

    launcher = page.get_by_test_id("chat-open").bounding_box()

    assert launcher is not None
    assert launcher["x"] < 100


def test_one_script_tag_brings_the_widget_to_any_other_site(page: Page, stack: Stack):
    bot, bank = Bot(page), "https://bank.example"
    widget = page.request.get(f"{stack.description['site_url']}/widget.js").text()
    styles = "* { color: red !important; font-size: 40px !important } button { display: none }"
    tag = f'<script src="{bank}/widget.js" data-api="{bank}/api" data-name="Shop" defer></script>'
    shop = f'<!doctype html><html lang="en"><title>Shop</title><style>{styles}</style>{tag}'
    javascript = "text/javascript"
    page.route(f"{bank}/widget.js", lambda it: it.fulfill(body=widget, content_type=javascript))
    page.route("https://shop.example/", lambda it: it.fulfill(body=shop, content_type="text/html"))
    page.goto("https://shop.example/")
    page.get_by_test_id("chat-open").click()

    message = page.get_by_text("Welcome.")
    expect(message).to_be_visible()
    expect(message).to_have_css("font-size", "16px")
    expect(page.get_by_role("heading", name="Shop")).to_be_visible()
    left = "Object.keys(window).filter(name => /omni|chat/i.test(name)).length"
    assert bot.asked[-1][0] == "/chat"
    assert page.evaluate(f"{left} + document.adoptedStyleSheets.length") == 0
