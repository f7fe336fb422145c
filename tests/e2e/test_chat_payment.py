"""A customer pays on the bank's site: chat, PIN, confirmation, receipt; and the ledger agrees."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.running import Stack

pytestmark = [pytest.mark.stack, pytest.mark.browser]


class Chat:
    """The widget as a customer uses it."""

    def __init__(self, page: Page) -> None:
        self._page = page
        page.get_by_test_id("chat-open").click()
        expect(self.answers.first).to_be_visible(timeout=30_000)

    @property
    def answers(self) -> Locator:
        return self._page.get_by_test_id("bot-message")

    def say(self, text: str) -> str:
        """Send a message; returns the last thing the bot then said."""
        before = self.answers.count()
        self._page.get_by_test_id("chat-input").fill(text)
        self._page.get_by_test_id("chat-send").click()
        return self._answer_after(before)

    def enter_pin(self, pin: str) -> str:
        """Press the PIN on the keypad; returns the last thing the bot then said."""
        before = self.answers.count()
        for digit in pin:
            self._page.get_by_test_id(f"key-{digit}").click()
        self._page.get_by_test_id("pin-send").click()
        return self._answer_after(before)

    def _answer_after(self, before: int) -> str:
        expect(self.answers.nth(before)).to_be_visible(timeout=30_000)
        return self.answers.last.inner_text()


def payments(stack: Stack) -> list[dict[str, dict[str, str]]]:
    """Every ledger entry and payment of the bank, as DynamoDB keeps them."""
    table = stack.outputs["BankTableName"]
    items: list[dict[str, dict[str, str]]] = []
    for page in stack.client("dynamodb").get_paginator("scan").paginate(TableName=table):
        items += page["Items"]
    return [item for item in items if item["pk"]["S"].startswith("PAYMENT#")]


def test_a_customer_pays_once_after_the_right_pin(stack: Stack, page: Page):
    customer = stack.description["customers"][0]
    wrong_pin = "0000" if customer["pin"] != "0000" else "1111"
    before = len(payments(stack))

    page.goto(stack.description["site_url"])
    chat = Chat(page)
    chat.say("pay 125.50 to my mortgage")
    chat.say(customer["phone"])
    expect(page.get_by_test_id("keypad")).to_be_visible()
    refused = chat.enter_pin(wrong_pin)
    confirmation = chat.enter_pin(customer["pin"])
    chat.say("yes")
    receipt = page.get_by_test_id("receipt")
    expect(receipt).to_be_visible()
    chat.say("yes")

    assert "2 tries" in refused
    assert "125.50" in confirmation
    assert "mortgage" in confirmation.lower()
    assert "$125.50" in receipt.inner_text()
    assert len(payments(stack)) == before + 1
    assert page.get_by_test_id("receipt").count() == 1
    log = page.get_by_test_id("chat-log").inner_text()
    assert customer["pin"] not in log.replace(customer["phone"], "")
