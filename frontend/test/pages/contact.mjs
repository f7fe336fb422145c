/** What somebody does with one contact. */
import assert from "node:assert/strict";

const hasCurrentTime = (page, seconds) =>
  page.waitForFunction(
    (at) => Math.abs(document.querySelector("audio").currentTime - at) < 0.1,
    seconds,
  );

export const contactChecks = {
  async "graph, player and transcript share one time"({ mock, newPage, signIn }) {
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
  },

  async "a refused token is renewed without a word"({ mock, newPage, signIn }) {
    const page = await newPage();
    await signIn(page, "/dashboard/contacts/c-0015");
    await page.getByTestId("turn").first().waitFor();
    mock.mood.refuseOnce = true;
    await page.getByRole("link", { name: "All contacts" }).click();
    await page.locator("[data-contact-id=c-0015]").waitFor();
    assert.equal(mock.mood.refuseOnce, false);
  },

  async "an address of the audio that runs out is replaced while playing"({ newPage, signIn }) {
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
  },

  async "what was found jumps to its place"({ newPage, signIn }) {
    const page = await newPage();
    await signIn(page, "/dashboard/contacts/c-0012");
    await page.getByTestId("turn").first().waitFor();
    const current = page.locator("[data-testid=turn][aria-current=true]");
    await page
      .getByTestId("categories")
      .getByRole("button", { name: /supervisor/ })
      .click();
    assert.match(await current.textContent(), /talk to a supervisor/);
    await page.getByTestId("highlight").first().getByRole("button").click();
    assert.match(await current.textContent(), /hasn't arrived/);
    await page.getByTestId("mention").filter({ hasText: "Tuesday" }).click();
    assert.match(await current.textContent(), /It's Tuesday/);
    assert.equal(await page.getByTestId("transcript-search").inputValue(), "Tuesday");
    await page.getByTestId("graph-table").click();
    await page
      .getByRole("button", { name: /Go to 0:00/ })
      .first()
      .click();
    await hasCurrentTime(page, 0);
  },

  async "the transcript is searched by who said it"({ newPage, signIn }) {
    const page = await newPage();
    await signIn(page, "/dashboard/contacts/c-0015");
    await page.getByTestId("turn").first().waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("thirty-five");
    await page.getByText("1 of 2").waitFor();
    await page.getByTestId("said-by").selectOption("CUSTOMER");
    await page.getByText("1 of 1").waitFor();
    await page.getByTestId("said-by").selectOption("");
    await page.getByTestId("transcript-search").focus();
    await page.keyboard.press("Shift+Enter");
    await page.getByText("2 of 2").waitFor();
  },

  async "silence is skipped while playing, and the speed is what was chosen"({
    mock,
    newPage,
    signIn,
  }) {
    const page = await newPage();
    await signIn(page, "/dashboard/contacts/c-0015");
    await page.getByTestId("turn").first().waitFor();
    const { non_talk } = mock.contacts().find((one) => one.contact_id === "c-0015").talk;
    const end_s = (non_talk[0].begin_offset_ms + non_talk[0].duration_ms) / 1000;
    await page.getByTestId("skip-silence").check();
    await page.getByLabel("Speed").selectOption("2");
    await page.evaluate((at) => {
      document.querySelector("audio").currentTime = at;
    }, non_talk[0].begin_offset_ms / 1000);
    const begun = Date.now();
    await page.getByTestId("play").click();
    await page.waitForFunction((at) => document.querySelector("audio").currentTime > at, end_s);
    assert.ok(Date.now() - begun < non_talk[0].duration_ms / 2);
    assert.equal(await page.locator("audio").evaluate((audio) => audio.playbackRate), 2);
  },

  async "notes and tags are put on and taken off"({ mock, newPage, signIn }) {
    const page = await newPage();
    await signIn(page, "/dashboard/contacts/c-0012#t=20");
    await page.getByTestId("turn").first().waitFor();
    await page.keyboard.press("n");
    await page.keyboard.type("She was never called.");
    await page.getByTestId("add-note").click();
    await page.getByTestId("note").getByText("She was never called.").waitFor();
    assert.equal(await page.locator(".margin-note").textContent(), "She was never called.");
    await page.getByTestId("new-tag").fill("call back");
    await page.keyboard.press("Enter");
    await page.getByTestId("tag").waitFor();
    const kept = () => mock.contacts().find((one) => one.contact_id === "c-0012");
    assert.equal(kept().notes[0].at_ms, 20_000);
    assert.deepEqual(kept().tags, ["call back"]);
    await page.getByRole("button", { name: "Remove this note" }).click();
    await page.getByTestId("note").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Remove the tag call back" }).click();
    await page.getByTestId("tag").waitFor({ state: "detached" });
    assert.deepEqual(kept().notes, []);
  },

  async "the transcript is saved, the moment is copied, and the speakers are swapped"({
    newPage,
    signIn,
  }) {
    const page = await newPage({ permissions: ["clipboard-read", "clipboard-write"] });
    await signIn(page, "/dashboard/contacts/c-0015#t=41");
    await page.getByTestId("turn").first().waitFor();
    for (const format of ["txt", "vtt", "json"]) {
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByTestId(`save-${format}`).click(),
      ]);
      assert.equal(download.suggestedFilename(), `c-0015.${format}`);
    }
    await page.getByTestId("copy-link").click();
    await page.getByText("Link copied").waitFor();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /c-0015#t=41$/);
    await page.getByTestId("swap-speakers").click();
    await page.getByText("The speakers are being swapped.").waitFor();
  },

  async "a contact is deleted only when that was said twice"({ mock, newPage, signIn }) {
    const page = await newPage();
    await signIn(page, "/dashboard/contacts/c-0012");
    await page.getByTestId("delete").click();
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    assert.ok(mock.contacts().some((one) => one.contact_id === "c-0012"));
    await page.getByTestId("delete").click();
    await page.getByTestId("confirm").click();
    await page.waitForURL(`${mock.site}/dashboard/`);
    assert.ok(!mock.contacts().some((one) => one.contact_id === "c-0012"));
  },

  async "a chat shows what the bot understood, hides what is secret, and has no player"({
    newPage,
    signIn,
  }) {
    const page = await newPage();
    await signIn(page, "/dashboard/contacts/c-0013");
    await page.getByTestId("turn").first().waitFor();
    const understood = page.getByTestId("understood");
    assert.match(await understood.first().textContent(), /Make payment.*94 % sure/);
    assert.match(await understood.nth(1).textContent(), /Pin ••••/);
    await page.getByText("pin hidden").waitFor();
    assert.equal(await page.getByTestId("play").count(), 0);
    assert.match(await page.getByTestId("bot").textContent(), /Served by the bot alone/);
  },

  async "what was redacted is a chip"({ newPage, signIn }) {
    const page = await newPage();
    await signIn(page, "/dashboard/contacts/c-0011");
    await page.getByText("bank account number hidden").waitFor();
    assert.equal(await page.getByText("[NAME]").count(), 0);
  },

  async "an agent is not offered what an agent may not do"({ mock, newPage, signIn }) {
    mock.mood.groups = ["agent"];
    const page = await newPage();
    await signIn(page, "/dashboard/contacts/c-0012");
    await page.getByTestId("turn").first().waitFor();
    for (const deed of ["delete", "analyze-again", "swap-speakers"]) {
      assert.equal(await page.getByTestId(deed).count(), 0);
    }
  },

  async "on paper there is the transcript and no button"({ newPage, signIn }) {
    const page = await newPage();
    await signIn(page, "/dashboard/contacts/c-0015");
    await page.getByTestId("turn").first().waitFor();
    await page.emulateMedia({ media: "print" });
    assert.ok(await page.getByText("easier than I expected").isVisible());
    for (const gone of ["play", "delete", "new-note", "save-txt", "language"]) {
      assert.ok(!(await page.getByTestId(gone).isVisible()), gone);
    }
  },
};

/** What takes its time. */
export const slowContactChecks = {
  async "100 seeks, and the turn that is marked is the one that is said"({
    mock,
    newPage,
    signIn,
  }) {
    const page = await newPage();
    await signIn(page, "/dashboard/contacts/c-0015");
    await page.getByTestId("turn").first().waitFor();
    const { turns, duration_ms } = mock.contacts().find((one) => one.contact_id === "c-0015");
    const marked = await page.evaluate(async (length) => {
      const audio = document.querySelector("audio");
      const found = [];
      for (let place = 0; place < 100; place += 1) {
        const share = ((place * 37) % 100) / 100;
        const seeked = new Promise((done) => {
          audio.addEventListener("seeked", done, { once: true });
        });
        audio.currentTime = share * (length / 1000);
        await seeked;
        await new Promise((drawn) => setTimeout(drawn));
        const current = document.querySelector("[aria-current=true]");
        found.push([share, Number(current?.dataset.index ?? -1)]);
      }
      return found;
    }, duration_ms);
    for (const [share, index] of marked) {
      const expected = turns.findLastIndex((turn) => turn.begin_offset_ms <= share * duration_ms);
      assert.ok(Math.abs(index - expected) <= 1, `${share}: ${index}, not ${expected}`);
    }
  },
};
