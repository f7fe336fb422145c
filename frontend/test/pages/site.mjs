/** What the bank's site and the chat do. */
import assert from "node:assert/strict";

export const siteChecks = {
  async "a payment from greeting to receipt, with the PIN nowhere on the page"({
    mock,
    newPage,
    openChat,
    enterPin,
  }) {
    const page = await newPage();
    await openChat(page);
    await page.getByRole("button", { name: "Make a payment" }).click();
    await page.getByTestId("keypad").waitFor();
    await page.keyboard.type("12");
    await enterPin(page, "34");
    await page.getByText("PIN entered").waitFor();
    await page.getByText("How much").waitFor();
    const log = await page.getByTestId("chat-log").textContent();
    assert.doesNotMatch(log, /1234/);
    assert.doesNotMatch(await page.evaluate(() => JSON.stringify({ ...sessionStorage })), /1234/);
    await page.getByTestId("chat-input").fill("84.20");
    await page.getByTestId("chat-send").click();
    await page.getByRole("button", { name: "Pay $84.20" }).waitFor();
    const before = mock.mood.chats;
    await page.getByRole("button", { name: "Pay $84.20" }).dblclick();
    assert.equal(await page.getByTestId("receipt-reference").textContent(), "HV-7Q2M-0419");
    assert.equal(mock.mood.chats, before + 1);
    assert.ok(await page.getByRole("button", { name: "Pay $84.20" }).isDisabled());
  },

  async "a failed message waits with its text, and goes when tried again"({
    mock,
    newPage,
    openChat,
  }) {
    const page = await newPage();
    await openChat(page);
    mock.mood.chatStatus = 502;
    await page.getByTestId("chat-input").fill("hello there");
    await page.keyboard.press("Enter");
    await page.getByTestId("chat-retry").waitFor();
    assert.equal(await page.getByTestId("chat-input").inputValue(), "hello there");
    mock.mood.chatStatus = 200;
    await page.getByTestId("chat-retry").click();
    await page.getByText("Which would you like?").waitFor();
    assert.equal(await page.getByTestId("customer-message").count(), 1);
  },

  async "the chat outlives a reload, says when it has expired, and starts again"({
    newPage,
    openChat,
  }) {
    const page = await newPage();
    await openChat(page);
    await page.reload();
    await page.getByText("welcome to Harbour & Vale").waitFor();
    await page.getByTestId("chat-input").fill("expire");
    await page.keyboard.press("Enter");
    await page.getByText("has expired").waitFor();
    await page.getByRole("button", { name: "Start a new conversation" }).click();
    await page.getByRole("button", { name: "Make a payment" }).waitFor();
  },

  async "Escape closes the chat, the focus goes back, and what came meanwhile is unread"({
    mock,
    newPage,
    openChat,
  }) {
    for (const width of [320, 1440]) {
      const page = await newPage({ viewport: { width, height: 800 } });
      await openChat(page);
      mock.mood.chatDelayMs = 1_500;
      await page.getByTestId("chat-input").fill("hello");
      await page.keyboard.press("Enter");
      await page.getByTestId("typing").waitFor();
      await page.keyboard.press("Escape");
      await page.getByTestId("unread").waitFor();
      mock.mood.chatDelayMs = 100;
      assert.equal(await page.getByTestId("unread").textContent(), "2");
      const focused = await page.evaluate(
        () => document.activeElement.shadowRoot.activeElement.dataset.testid,
      );
      assert.equal(focused, "chat-open");
    }
  },

  async "a receipt prints alone"({ newPage, openChat, enterPin }) {
    const page = await newPage();
    await openChat(page);
    await page.evaluate(() => {
      window.print = () => undefined;
    });
    await page.getByRole("button", { name: "Make a payment" }).click();
    await page.getByTestId("keypad").waitFor();
    await enterPin(page, "1234");
    await page.getByText("How much").waitFor();
    await page.getByTestId("chat-input").fill("84.20");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Pay $84.20" }).click();
    await page.getByRole("button", { name: "Print receipt" }).click();
    await page.emulateMedia({ media: "print" });
    assert.ok(await page.locator(".paper").getByText("HV-7Q2M-0419").isVisible());
    assert.ok(!(await page.getByRole("heading", { level: 1 }).isVisible()));
  },

  async "the mortgage figure answers to the keyboard"({ mock, newPage }) {
    const page = await newPage();
    await page.goto(`${mock.site}/`);
    const first = await page.getByTestId("monthly-payment").textContent();
    await page.getByLabel("Paid off over").focus();
    await page.keyboard.press("ArrowLeft");
    assert.notEqual(await page.getByTestId("monthly-payment").textContent(), first);
  },

  async "offline is said, and what was written waits"({ newPage, openChat }) {
    const page = await newPage();
    await openChat(page);
    await page.context().setOffline(true);
    await page.getByText("You are offline").waitFor();
    await page.getByTestId("chat-input").fill("hello");
    await page.keyboard.press("Enter");
    await page.getByTestId("chat-retry").waitFor();
    await page.context().setOffline(false);
    await page.getByTestId("chat-retry").click();
    await page.getByText("Which would you like?").waitFor();
  },
};
