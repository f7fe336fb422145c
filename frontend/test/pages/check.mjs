/**
 * Looks at the built pages in a real browser, under the headers the stack sends: no violation of the
 * content security policy, none of axe's, no sideways scrolling at 320 px, and they do what they say.
 *
 * `npm run build && npm run pages`. CHROMIUM names the browser (default /usr/bin/chromium).
 */
import assert from "node:assert/strict";
import axe from "axe-core";
import { chromium } from "playwright-core";
import { startMock } from "../mock/server.mjs";

const WIDTHS = [320, 768, 1440];
const SCHEMES = ["light", "dark"];

const mock = await startMock({ port: 4790 });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});

const problems = [];

async function newPage(options = {}) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.on("pageerror", (error) => problems.push(`${page.url()}: ${error.message}`));
  page.on("console", (line) => {
    if (/Content Security Policy|TrustedHTML|TrustedScript/.test(line.text())) {
      problems.push(`${page.url()}: ${line.text()}`);
    }
  });
  return page;
}

async function look(page, what) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  for (const { id, nodes } of violations) {
    problems.push(`${what}: axe ${id}: ${nodes.map((node) => node.target.join(" ")).join("; ")}`);
  }
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (sideways > 0) problems.push(`${what}: ${sideways} px wider than the window`);
}

async function signIn(page, path = "/dashboard/") {
  await page.goto(mock.site + path);
  await page.getByTestId("sign-in").click();
  await page.waitForURL(mock.site + path);
}

const openChat = async (page) => {
  await page.goto(`${mock.site}/`);
  await page.getByTestId("chat-open").click();
  await page.getByRole("button", { name: "Make a payment" }).waitFor();
};

const enterPin = async (page, pin) => {
  for (const digit of pin) await page.getByTestId(`key-${digit}`).click();
  await page.getByTestId("pin-send").click();
};

const checks = {
  async "every page in every width and scheme"() {
    for (const width of WIDTHS) {
      for (const colorScheme of SCHEMES) {
        const page = await newPage({ viewport: { width, height: 800 }, colorScheme });
        const named = (name) => `${name} ${width} ${colorScheme}`;
        await page.goto(`${mock.site}/`);
        await look(page, named("bank"));
        await openChat(page);
        await look(page, named("chat"));
        await page.getByRole("button", { name: "Make a payment" }).click();
        await page.getByTestId("keypad").waitFor();
        await look(page, named("keypad"));
        await page.goto(`${mock.site}/dashboard/`);
        await page.getByTestId("sign-in").waitFor();
        await look(page, named("sign-in"));
        await signIn(page);
        await page.locator("[data-contact-id]").first().waitFor();
        await look(page, named("list"));
        for (const id of ["c-0015", "c-0013", "c-0014", "c-0017", "c-none"]) {
          await page.goto(`${mock.site}/dashboard/contacts/${id}`);
          await page.getByRole("heading", { level: 1 }).waitFor();
          await page.waitForTimeout(150);
          await look(page, named(id));
        }
        await page.context().close();
      }
    }
  },

  async "a payment from greeting to receipt, with the PIN nowhere on the page"() {
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
    const before = mock.mood.chats;
    await page.getByRole("button", { name: "Pay $84.20" }).dblclick();
    assert.equal(await page.getByTestId("receipt-reference").textContent(), "HV-7Q2M-0419");
    assert.equal(mock.mood.chats, before + 1);
    assert.ok(await page.getByRole("button", { name: "Pay $84.20" }).isDisabled());
    await page.context().close();
  },

  async "a failed message waits with its text, and goes when tried again"() {
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
    await page.context().close();
  },

  async "the chat outlives a reload, says when it has expired, and starts again"() {
    const page = await newPage();
    await openChat(page);
    await page.reload();
    await page.getByText("welcome to Harbour & Vale").waitFor();
    await page.getByTestId("chat-input").fill("expire");
    await page.keyboard.press("Enter");
    await page.getByText("has expired").waitFor();
    await page.getByRole("button", { name: "Start a new conversation" }).click();
    await page.getByRole("button", { name: "Make a payment" }).waitFor();
    await page.context().close();
  },

  async "Escape closes the chat, the focus goes back, and what came meanwhile is unread"() {
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
      await page.context().close();
    }
  },

  async "a receipt prints alone"() {
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
    await page.context().close();
  },

  async "the mortgage figure answers to the keyboard"() {
    const page = await newPage();
    await page.goto(`${mock.site}/`);
    const first = await page.getByTestId("monthly-payment").textContent();
    await page.getByLabel("Paid off over").focus();
    await page.keyboard.press("ArrowLeft");
    assert.notEqual(await page.getByTestId("monthly-payment").textContent(), first);
    await page.context().close();
  },

  async "the list sorts, filters, keeps its view in the address and is walked with keys"() {
    const page = await newPage();
    await signIn(page);
    const rows = page.locator("[data-contact-id]");
    await rows.first().waitFor();
    await page.getByTestId("sort-agent").click();
    const header = page.getByRole("columnheader", { name: "Agent" });
    assert.equal(await header.getAttribute("aria-sort"), "ascending");
    await page.keyboard.press("/");
    await page.keyboard.type("holiday");
    await assert.doesNotReject(rows.nth(1).waitFor({ state: "detached" }));
    assert.match(page.url(), /text=holiday.*sort=agent|sort=agent.*text=holiday/);
    await page.getByTestId("filter-text").fill("");
    await page.getByRole("heading", { level: 1 }).focus();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    const id = await page.evaluate(() => document.activeElement.closest("tr").dataset.contactId);
    await page.keyboard.press("Enter");
    await page.waitForURL(`${mock.site}/dashboard/contacts/${id}`);
    await page.waitForFunction(() => document.activeElement.tagName === "H1");
    await page.goBack();
    await rows.first().waitFor();
    assert.match(page.url(), /sort=agent/);
    await page.getByTestId("load-more").click();
    await page.getByTestId("load-more").waitFor({ state: "detached" });
    assert.equal(await rows.count(), mock.contacts().length);
    await page.context().close();
  },

  async "new contacts wait behind a pill"() {
    const page = await newPage();
    await signIn(page);
    await page.locator("[data-contact-id]").first().waitFor();
    const fresh = {
      ...mock.contacts()[2],
      contact_id: "c-new",
      started_at: new Date().toISOString(),
    };
    mock.addContact(fresh);
    await page.getByTestId("new-contacts").click({ timeout: 8_000 });
    await page.locator("[data-contact-id=c-new]").waitFor();
    await page.context().close();
  },

  async "graph, player and transcript share one time"() {
    const page = await newPage();
    await signIn(page, "/dashboard/contacts/c-0015#t=41");
    const current = page.locator("[data-testid=turn][aria-current=true]");
    await current.waitFor();
    assert.match(await current.textContent(), /I can see the payment reached us/);
    const audioTime = () => page.getByTestId("audio").evaluate((audio) => audio.currentTime);
    await page.waitForFunction(
      () => Math.abs(document.querySelector("audio").currentTime - 41) < 0.1,
    );
    await page.getByTestId("turn").nth(5).click();
    const begin = mock.contacts().find((one) => one.contact_id === "c-0015")
      .turns[5].begin_offset_ms;
    await page.waitForFunction(
      (at) => Math.abs(document.querySelector("audio").currentTime - at) < 0.1,
      begin / 1000,
    );
    const box = await page.getByTestId("graph").boundingBox();
    await page.getByTestId("graph").click({ position: { x: box.width - 20, y: 60 } });
    assert.ok((await audioTime()) > 100);
    assert.match(await page.getByTestId("position").textContent(), /^1:5\d/);
    await page.getByTestId("graph").focus();
    await page.keyboard.press("Home");
    assert.equal(await page.getByTestId("graph").getAttribute("aria-valuenow"), "0");
    await page.getByTestId("play").click();
    await page.waitForFunction(() => document.querySelector("audio").currentTime > 0.4);
    await page.getByTestId("play").click();
    await page.getByTestId("transcript-search").fill("thirty-five");
    await page.getByText("1 of 2").waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("2 of 2").waitFor();
    await page.context().close();
  },

  async "a refused token is renewed without a word"() {
    const page = await newPage();
    await signIn(page, "/dashboard/contacts/c-0015");
    await page.getByTestId("turn").first().waitFor();
    mock.mood.refuseOnce = true;
    await page.getByRole("link", { name: "All contacts" }).click();
    await page.locator("[data-contact-id=c-0015]").waitFor();
    assert.equal(mock.mood.refuseOnce, false);
    await page.context().close();
  },

  async "an address of the audio that runs out is replaced while playing"() {
    const page = await newPage();
    await signIn(page, "/dashboard/contacts/c-0015#t=60");
    await page.waitForFunction(() => document.querySelector("audio")?.currentTime > 59);
    const audio = page.getByTestId("audio");
    await page.getByTestId("play").click();
    await page.waitForFunction(() => document.querySelector("audio").currentTime > 60.3);
    const first = await audio.getAttribute("src");
    // As when the store refuses the next piece of the recording.
    await audio.dispatchEvent("error");
    await page.waitForFunction(
      (old) => document.querySelector("audio").getAttribute("src") !== old,
      first,
    );
    await page.waitForFunction(() => document.querySelector("audio").currentTime > 60.5);
    assert.ok(await audio.evaluate((element) => !element.paused));
    await page.context().close();
  },

  async "offline is said, and what was written waits"() {
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
    await page.context().close();
  },

  async "hostile text stays text"() {
    const page = await newPage();
    const payloads = [
      "<img src=x onerror=alert(1)>",
      "<script>alert(1)</script>",
      "javascript:alert(1)",
      '"><svg onload=alert(1)>',
      "{{constructor.constructor('alert(1)')()}}",
    ];
    const model = mock.contacts().find((one) => one.contact_id === "c-0015");
    mock.addContact({
      ...model,
      contact_id: "<b>x</b>",
      customer_id: payloads[0],
      agent: payloads[1],
      file_name: payloads[3],
      turns: payloads.map((text, index) => ({
        ...model.turns[index],
        text,
        entities: [{ text: payloads[0], type: "X", score: 1, begin_offset: 0, end_offset: 4 }],
      })),
    });
    page.on("dialog", () => problems.push("a script of a transcript ran"));
    await signIn(page);
    await page.getByText(payloads[1]).first().click();
    await page.getByTestId("turn").first().waitFor();
    assert.equal(await page.getByTestId("turn").nth(1).locator("p").textContent(), payloads[1]);
    assert.equal(await page.locator("main img, main script").count(), 0);
    await page.context().close();
  },

  async "signing out forgets, and a refused token leads back to the sign-in"() {
    const page = await newPage();
    await signIn(page, "/dashboard/contacts/c-0012");
    await page.getByTestId("turn").first().waitFor();
    assert.match(await page.title(), /Customer 55120/);
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByTestId("sign-in").waitFor();
    assert.equal(
      await page.evaluate(
        () => Object.keys(sessionStorage).filter((key) => key.startsWith("oidc.user")).length,
      ),
      0,
    );
    assert.equal(await page.evaluate(() => localStorage.length), 0);
    await page.context().close();
  },
};

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  if (process.argv[2] && !name.includes(process.argv[2])) continue;
  try {
    await check();
    console.log(`ok    ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${name}\n      ${error.message.split("\n").slice(0, 6).join("\n      ")}`);
  }
}
await browser.close();
mock.stop();
for (const problem of new Set(problems)) console.log(`      ${problem}`);
console.log(
  failed + problems.length === 0 ? "all well" : `${failed} failed, ${problems.length} problems`,
);
process.exitCode = failed + problems.length === 0 ? 0 : 1;
