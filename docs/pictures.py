"""The pictures of the documents, taken of the stack that runs: `python docs/pictures.py`.

Everything in them is of the demonstration's customers and samples.
"""

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs/images"
DESK: ViewportSize = {"width": 1280, "height": 860}


def main() -> None:
    described = ROOT / ".local/stack.json"
    if not described.exists():
        sys.exit("Start the stack first: omnilex up --detach")
    stack = json.loads(described.read_text(encoding="utf-8"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        sign_in(page := opened(browser), stack)
        for name, show in PICTURES.items():
            show(page, stack["dashboard_url"])
            come_to_rest(page)
            page.screenshot(path=IMAGES / f"{name}.png")
        browser.close()


def opened(browser: Browser) -> Page:
    return browser.new_context(viewport=DESK, color_scheme="light").new_page()


def sign_in(page: Page, stack: dict[str, Any]) -> None:
    page.goto(stack["dashboard_url"])
    page.get_by_role("button", name="Sign in").click()
    page.locator("[name=username]").fill(stack["admin"]["username"])
    page.locator("[name=password]").fill(stack["admin"]["password"])
    page.keyboard.press("Enter")
    page.wait_for_url(f"{stack['dashboard_url']}**")
    page.get_by_role("heading", level=1).wait_for()


def at(address: str) -> Callable[[Page, str], None]:
    def show(page: Page, dashboard: str) -> None:
        page.goto(dashboard + address)

    return show


def come_to_rest(page: Page) -> None:
    """Until everything is loaded, the menu's last entry and the graphs too."""
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Settings").wait_for()
    page.wait_for_timeout(1000)


PICTURES: dict[str, Callable[[Page, str], None]] = {
    "contacts": at(""),
    "contact": at("contacts/c1f0a4#t=20"),
    "insights": at("insights?period=month"),
    "customer": at("customers/20417731"),
    "settings": at("settings"),
}

if __name__ == "__main__":
    main()
