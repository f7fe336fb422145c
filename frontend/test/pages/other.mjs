/** Insights, customers, settings, answers, languages, and signing out. */
import assert from "node:assert/strict";

export const otherChecks = {
  async "each figure leads to the contacts it was counted from"({ newPage, signIn }) {
    const page = await newPage();
    await signIn(page, "/dashboard/insights?period=quarter");
    const complaints = page.getByRole("row", { name: /^Complaint/ });
    await complaints.waitFor();
    const counted = Number((await complaints.locator(".count-bar").textContent()).trim());
    await complaints.getByRole("link").click();
    await page.locator("[data-contact-id]").first().waitFor();
    await page.waitForFunction(() => document.activeElement.tagName === "H1");
    assert.match(page.url(), /period=quarter&category=Complaint/);
    assert.match(
      await page.getByTestId("count").textContent(),
      new RegExp(`^${counted} contacts$`),
    );
    await page.goBack();
    await page.getByTestId("figure").filter({ hasText: "Wrong PINs" }).getByRole("link").click();
    await page.getByTestId("token-pin_failed").waitFor();
    await page.locator("[data-contact-id]").first().waitFor();
  },

  async "insights are narrowed by agent and time, in their address"({ mock, newPage, signIn }) {
    const page = await newPage();
    await signIn(page, "/dashboard/insights");
    await page.getByTestId("filter-agent").selectOption("MaribelS");
    await page.waitForURL(/agent=MaribelS/);
    await page.getByTestId("filter-period").selectOption("day");
    await page.waitForURL(/period=day/);
    await page.goBack();
    await page.goBack();
    await page.waitForURL(`${mock.site}/dashboard/insights`);
    assert.equal(await page.getByTestId("filter-agent").inputValue(), "");
    mock.mood.empty = true;
    await page.getByTestId("filter-period").selectOption("week");
    await page.getByRole("heading", { name: "No contacts in this time" }).waitFor();
    mock.mood.staffStatus = 503;
    await page.reload();
    await page.getByRole("button", { name: "Try again" }).waitFor();
  },

  async "a customer is one line of time, and an administrator unlocks the PIN"({
    mock,
    newPage,
    signIn,
  }) {
    const page = await newPage();
    await signIn(page, "/dashboard/contacts/c-0013");
    await page.getByRole("link", { name: "Everything of this customer" }).click();
    await page.getByRole("heading", { level: 1, name: /Ana Whitfield/ }).waitFor();
    await page.waitForFunction(() => document.activeElement.tagName === "H1");
    const kinds = await page
      .getByTestId("entry")
      .evaluateAll((entries) => [...new Set(entries.map((entry) => entry.dataset.kind))].sort());
    assert.deepEqual(kinds, ["account", "contact", "payment", "visit"]);
    await page.getByText("stayed 1 minute 34 seconds").first().waitFor();
    await page.getByTestId("kind").selectOption("payment");
    await page.getByText("\u2212$125.00").first().waitFor();
    await page.getByTestId("unlock").click();
    await page.getByTestId("confirm").click();
    await page.getByText("The PIN is unlocked.").waitFor();
    assert.deepEqual(mock.staff.unlocked, ["31877"]);
    await page.goto(`${mock.site}/dashboard/customers/0`);
    await page.getByRole("heading", { name: "There is no such customer" }).waitFor();
  },

  async "a setting is changed, and one that cannot be says what it may be"({
    mock,
    newPage,
    signIn,
  }) {
    const page = await newPage();
    await signIn(page, "/dashboard/settings");
    const setting = page.locator("[data-key=EntityThreshold]");
    await setting.getByRole("textbox").fill("7");
    await page.keyboard.press("Enter");
    await setting.getByText("must be a number from 0 to 0.99").waitFor();
    await setting.getByRole("textbox").fill("0.6");
    await setting.getByRole("button", { name: "Save" }).click();
    await setting.getByText("Saved").waitFor();
    assert.equal(mock.staff.settings.find(({ key }) => key === "EntityThreshold").value, "0.6");
    await page.getByTestId("find-setting").fill("vocab");
    assert.equal(await page.getByTestId("setting").count(), 1);
    assert.equal(await page.getByTestId("audit-entry").count(), 3);
    mock.mood.groups = ["supervisor"];
    await page.reload();
    await page.getByRole("heading", { name: "Only administrators change settings" }).waitFor();
  },

  async "categories are edited as a form and as JSON"({ mock, newPage, signIn }) {
    const page = await newPage();
    await signIn(page, "/dashboard/settings");
    await page.getByTestId("add-category").click();
    const added = page.getByTestId("category").last();
    await added.locator("summary").click();
    await added.getByLabel("Name").fill("Card lost");
    await page.getByTestId("save-rules").click();
    await page.getByText("a rule needs phrases, or a sentiment").waitFor();
    await added.getByLabel("Phrases").fill("lost my card\nstolen");
    await added.getByLabel("Said by").selectOption("CUSTOMER");
    await page.getByTestId("save-rules").click();
    await page.getByText("The categories are saved.").waitFor();
    const kept = mock.staff.rules.categories.at(-1);
    assert.deepEqual(kept.rules, [{ phrases: ["lost my card", "stolen"], speaker: "CUSTOMER" }]);
    assert.equal(mock.staff.rules.highlights.length, 1);
    await page.getByTestId("rules-as-json").click();
    const json = page.getByTestId("rules-json");
    assert.match(await json.inputValue(), /"name": "Card lost"/);
    await json.fill("{oops");
    await page.getByTestId("save-rules").click();
    await page.getByText("This is not JSON").waitFor();
  },

  async "the bank's answers are a key away"({ newPage, signIn }) {
    const page = await newPage();
    await signIn(page);
    await page.locator("[data-contact-id]").first().waitFor();
    await page.keyboard.press("a");
    await page.keyboard.type("how do I dispute");
    await page.keyboard.press("Enter");
    await page.getByTestId("answer").first().waitFor();
    await page.getByTestId("answers-question").fill("zebra");
    await page.keyboard.press("Enter");
    await page.getByText("There is no answer to that.").waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  },

  async "the language is chosen once, for everything"({ newPage, signIn }) {
    const page = await newPage();
    await signIn(page);
    await page.locator("[data-contact-id]").first().waitFor();
    await page.getByTestId("language").click();
    await page.getByRole("heading", { name: "Contactos" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Contactos" }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "es");
    await page.getByRole("link", { name: "Panorama" }).click();
    await page.getByText("Ánimo del cliente por día").waitFor();
  },

  async "the keyboard alone gets everywhere"({ mock, newPage, signIn }) {
    const page = await newPage();
    await signIn(page);
    await page.locator("[data-contact-id]").first().waitFor();
    await page.reload(); // coming from the sign-in the heading has the focus
    await page.locator("[data-contact-id]").first().waitFor();
    const reach = async (test) => {
      for (let presses = 0; presses < 60; presses += 1) {
        await page.keyboard.press("Tab");
        if (await page.evaluate(test)) return;
      }
      assert.fail(`not reached: ${test}`);
    };
    await reach(() => document.activeElement.textContent === "Insights");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement.textContent === "Insights");
    await page.waitForURL(/insights/);
    await reach(() => document.activeElement.closest(".groups")?.querySelector("a") != null);
    await page.keyboard.press("Enter");
    await page.waitForURL(/dashboard\/\?/);
    await page.locator("[data-contact-id]").first().waitFor();
    await reach(() => document.activeElement.closest("tr[data-status=ANALYZED]") != null);
    await page.keyboard.press("Enter");
    await page.waitForURL(new RegExp(`${mock.site}/dashboard/contacts/`));
    await reach(() => document.activeElement.getAttribute("role") === "slider");
    await page.keyboard.press("PageUp");
    await page.waitForFunction(() => document.activeElement.getAttribute("aria-valuenow") === "30");
  },

  async "signing out forgets who it was, and nothing of anybody stays in the browser"({
    newPage,
    signIn,
  }) {
    const page = await newPage();
    await signIn(page, "/dashboard/contacts/c-0012");
    await page.getByTestId("turn").first().waitFor();
    assert.match(await page.title(), /Customer 55120/);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByTestId("sign-in").waitFor();
    const kept = await page.evaluate(() => [
      ...Object.keys(sessionStorage).filter((key) => key.startsWith("oidc.user")),
      ...Object.keys(localStorage),
    ]);
    assert.deepEqual(kept, []);
  },
};
