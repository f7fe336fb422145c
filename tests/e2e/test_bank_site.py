"""The bank's site as it is deployed: its pages, rates, figure, consent."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.looking import MODES, look, watch_policy
from tests.e2e.running import Stack

pytestmark = [pytest.mark.stack, pytest.mark.browser]

PAGES = {
    "light, wide": ["/", "/es/", "/nowhere"],
    "dark, a phone": ["/es/", "/es/privacidad/"],
    "forced colours": ["/", "/privacy/"],
}
SESSION = "web.00000000000000000000000000000001"


def address(stack: Stack, path: str = "/") -> str:
    return f"{stack.description['site_url']}{path}"


@pytest.mark.parametrize("mode", MODES)
def test_every_page_is_accessible_fits_and_keeps_the_policy(
    browser: Browser, stack: Stack, mode: str
):
    context = browser.new_context(**MODES[mode], reduced_motion="reduce")
    page = context.new_page()
    reported, problems = watch_policy(page), []

    for path in PAGES[mode]:
        page.goto(address(stack, path))
        expect(page.get_by_test_id("chat-open")).to_be_visible()
        problems += look(page, path)
    context.close()

    assert problems == []
    assert reported == []


def test_todays_rates_come_from_the_banks_records(page: Page, stack: Stack):
    with page.expect_response("**/api/plans") as answered:
        page.goto(address(stack))

    plans = {plan["plan_id"]: plan for plan in answered.value.json()["plans"]}
    shown = page.locator("[data-plan]")
    expect(shown).to_have_count(len(plans))
    for plan_id, plan in plans.items():
        row = page.locator(f"[data-plan={plan_id}]")
        expect(row).to_contain_text(plan["name"])
        if plan["rate_basis_points"]:
            expect(row).to_contain_text(f"{plan['rate_basis_points'] / 100:.2f} %")


def test_a_changed_rate_shows_and_a_lost_answer_leaves_the_page_as_written(
    page: Page, stack: Stack
):
    savings: dict[str, Any] = {"plan_id": "harbour-savings", "kind": "savings", "term_months": None}
    changed = {**savings, "name": "Harbour Savings", "name_es": "Ahorros", "rate_basis_points": 999}
    page.route("**/api/plans", lambda route: route.fulfill(json={"plans": [changed]}))
    page.goto(address(stack))
    expect(page.locator("[data-plan]")).to_have_count(1)
    expect(page.locator("[data-plan=harbour-savings]")).to_contain_text("9.99 %")

    page.unroute("**/api/plans")
    page.route("**/api/plans", lambda route: route.abort())
    page.reload()

    expect(page.locator("[data-plan]")).to_have_count(6)


def test_without_scripts_the_site_still_says_everything(browser: Browser, stack: Stack):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(address(stack, "/es/"))

    expect(page.get_by_role("heading", level=1)).to_contain_text("puerto seguro")
    expect(page.get_by_text("4.89 %").first).to_be_visible()
    expect(page.get_by_role("link", name="1-800-555-0142").first).to_be_visible()
    context.close()


def test_the_mortgage_figure_answers_to_the_keyboard(page: Page, stack: Stack):
    page.goto(address(stack))
    payment = page.get_by_test_id("monthly-payment")
    expect(payment).to_have_text("$1,841.15")

    page.get_by_label("Paid off over").focus()
    page.keyboard.press("ArrowLeft")

    expect(payment).not_to_have_text("$1,841.15")
    expect(page.get_by_label("Paid off over")).to_have_attribute("aria-valuetext", "24 years")


def test_each_page_leads_to_itself_in_the_other_language(page: Page, stack: Stack):
    page.goto(address(stack, "/privacy/"))

    page.get_by_role("link", name="Español").click()

    expect(page).to_have_url(re.compile(r"/es/privacidad/$"))
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile(r"/privacy/$"))


def leave(page: Page) -> None:
    """As when the tab goes out of sight, some seconds later than it is."""
    page.evaluate(
        """() => {
          const later = Date.now() + 42_000;
          Date.now = () => later;
          Object.defineProperty(document, "visibilityState", {value: "hidden", configurable: true});
          document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )


@pytest.fixture
def sent(page: Page) -> list[dict[str, Any]]:
    """Every note of visits that reaches the API, from a tab with a conversation."""
    noted: list[dict[str, Any]] = []

    def keep(route: Any) -> None:
        noted.append(json.loads(route.request.post_data))
        route.fulfill(json={"kept": 1})

    page.route("**/api/visits", keep)
    page.add_init_script(
        f'sessionStorage["omnilex.chat"] = JSON.stringify({{sessionId: "{SESSION}"}})'
    )
    return noted


def test_nothing_is_noted_before_a_yes_or_after_a_no_and_both_are_as_easy(
    page: Page, stack: Stack, sent: list[dict[str, Any]]
):
    page.goto(address(stack))
    banner = page.get_by_test_id("consent")
    boxes = [button.bounding_box() for button in banner.get_by_role("button").all()]
    leave(page)
    page.reload()

    banner.get_by_role("button", name="No, thank you").click()
    leave(page)
    page.reload()

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(banner).to_be_hidden()
    assert sent == []
    assert [(box["width"], box["height"]) for box in boxes if box] == [
        (boxes[0]["width"], boxes[0]["height"])
    ] * 2


def test_after_a_yes_a_page_read_is_noted_under_the_conversation_until_it_is_taken_back(
    page: Page, stack: Stack, sent: list[dict[str, Any]]
):
    page.goto(address(stack))
    page.get_by_test_id("consent").get_by_role("button", name="Yes, you may").click()
    with page.expect_request("**/api/visits"):
        leave(page)
    page.goto(address(stack, "/privacy/#visits"))
    expect(page.get_by_test_id("consent-state")).to_contain_text("You have said yes")
    page.get_by_role("button", name="No, thank you").click()
    expect(page.get_by_test_id("consent-state")).to_have_text("Page visits are not noted.")
    leave(page)

    [note] = sent
    assert note["session_id"] == SESSION
    assert [view["page"] for view in note["views"]] == ["/"]
    assert note["views"][0]["dwell_s"] >= 42


def test_on_paper_there_are_rates_and_no_buttons(page: Page, stack: Stack):
    page.goto(address(stack))

    page.emulate_media(media="print")

    expect(page.get_by_role("heading", name="Today\u2019s rates")).to_be_visible()
    expect(page.get_by_test_id("chat-open")).to_be_hidden()
    expect(page.get_by_test_id("consent")).to_be_hidden()
    expect(page.locator(".masthead nav")).to_be_hidden()
