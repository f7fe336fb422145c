/** What a supervisor does with the list of contacts. */
import assert from "node:assert/strict";

const rowsOf = (page) => page.locator("[data-contact-id]");
/** Waits until the list has just these contacts, in whatever order. */
const shows = (page, ids) =>
  page.waitForFunction((expected) => {
    const rows = [...document.querySelectorAll("[data-contact-id]")];
    return (
      rows
        .map((row) => row.dataset.contactId)
        .sort()
        .join() === expected
    );
  }, ids.join());

export const listChecks = {
  async "the server filters and sorts, every view is an address, and back leads back"({
    mock,
    newPage,
    signIn,
  }) {
    const page = await newPage();
    await signIn(page);
    await rowsOf(page).first().waitFor();
    assert.match(await page.getByTestId("count").textContent(), /^50 of 73 contacts$/);
    await page.getByTestId("sort-agent").click();
    await page.waitForURL(/sort=agent/);
    const header = page.getByRole("columnheader", { name: "Agent" });
    assert.equal(await header.getAttribute("aria-sort"), "ascending");
    await page.getByTestId("filter-status").selectOption("FAILED");
    await shows(page, ["c-0009", "c-0014", "c-0018"]);
    assert.equal(new URL(page.url()).search, "?status=FAILED&sort=agent");
    await page.goBack();
    await rowsOf(page).nth(10).waitFor();
    assert.equal(await page.getByTestId("filter-status").inputValue(), "");
    await page.getByTestId("load-more").click();
    await page.getByTestId("load-more").waitFor({ state: "detached" });
    assert.equal(await rowsOf(page).count(), mock.contacts().length);
  },

  async "filters read as a sentence, and a token takes its filter away"({ newPage, signIn }) {
    const page = await newPage();
    await signIn(page);
    await rowsOf(page).first().waitFor();
    await page.getByTestId("filter-channel").selectOption("CALL");
    await page.getByTestId("add-filter").click();
    await page.getByTestId("field-agent").selectOption("MaribelS");
    await page.getByTestId("field-entity").fill("Friday");
    await page.getByTestId("field-max_sentiment").selectOption("-1");
    await page.getByTestId("token-max_sentiment").waitFor();
    assert.equal(await page.getByTestId("field-entity").inputValue(), "Friday");
    await page.getByTestId("field-entity").press("Enter");
    await page.getByTestId("token-entity").waitFor();
    const tokens = await page.locator(".tokens").textContent();
    assert.match(tokens, /with agent MaribelS.*naming Friday.*customer at or below −1\.0/);
    const before = await rowsOf(page).count();
    await page.getByTestId("token-agent").click();
    await page.getByTestId("token-agent").waitFor({ state: "detached" });
    await page.waitForFunction(
      (count) => document.querySelectorAll("[data-contact-id]").length > count,
      before,
    );
    await page.reload();
    await page.getByTestId("token-entity").waitFor();
    await page.getByTestId("clear-filters").click();
    await rowsOf(page).nth(49).waitFor();
    assert.equal(new URL(page.url()).search, "");
  },

  async "chats are found by the thumb that their customer gave"({ newPage, signIn }) {
    const page = await newPage();
    await signIn(page);
    await rowsOf(page).first().waitFor();
    await page.getByTestId("add-filter").click();
    await page.getByTestId("field-feedback").selectOption("down");
    await page.getByRole("button", { name: "Remove: found not helpful" }).waitFor();
    await rowsOf(page).nth(1).waitFor({ state: "detached" });
    assert.equal(await rowsOf(page).first().getAttribute("data-contact-id"), "c-0013");
    assert.equal(new URL(page.url()).search, "?feedback=down");
  },

  async "words of the transcript are found, typing fills no history, nothing found says so"({
    newPage,
    signIn,
  }) {
    const page = await newPage();
    await signIn(page);
    await rowsOf(page).first().waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("seguro se ", { delay: 15 });
    await page.waitForURL((url) => url.searchParams.get("text") === "seguro se");
    await shows(page, ["c-0011"]); // a rest after a space, which is not lost
    await page.keyboard.type("renovó", { delay: 15 });
    await page.waitForURL((url) => url.searchParams.get("text") === "seguro se renovó");
    await shows(page, ["c-0011"]);
    await page.keyboard.type(" zzz");
    await page.getByRole("heading", { name: "Nothing matches" }).waitFor();
    await page.getByRole("button", { name: "Show all contacts" }).click();
    await rowsOf(page).nth(5).waitFor();
    assert.equal(await page.getByTestId("filter-text").inputValue(), "");
  },

  async "j, k and Enter walk the list; the heading has the focus, and back is where one was"({
    mock,
    newPage,
    signIn,
  }) {
    const page = await newPage();
    await signIn(page, "/dashboard/?status=ANALYZED");
    await rowsOf(page).first().waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await page.keyboard.press("j");
    const id = await page.evaluate(() => document.activeElement.closest("tr").dataset.contactId);
    await page.keyboard.press("Enter");
    await page.waitForURL(`${mock.site}/dashboard/contacts/${id}`);
    await page.waitForFunction(() => document.activeElement.tagName === "H1");
    await page.getByRole("link", { name: "All contacts" }).click();
    await rowsOf(page).first().waitFor();
    assert.match(page.url(), /status=ANALYZED/);
    await page.waitForFunction(() => document.activeElement.tagName === "H1");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
  },

  async "new contacts wait behind a pill, and nothing jumps"({ mock, newPage, signIn }) {
    const page = await newPage();
    await signIn(page);
    await rowsOf(page).first().waitFor();
    const top = (await rowsOf(page).first().boundingBox()).y;
    const fresh = { contact_id: "c-new", started_at: new Date().toISOString() };
    mock.addContact({ ...mock.contacts()[2], ...fresh });
    await page.getByTestId("new-contacts").waitFor();
    assert.equal((await rowsOf(page).first().boundingBox()).y, top);
    assert.equal(await page.getByTestId("new-contacts").textContent(), "1 new");
    await page.getByTestId("new-contacts").click();
    await page.locator("[data-contact-id=c-new]").waitFor();
  },

  async "a failed file says why in its row, and is analyzed again"({ mock, newPage, signIn }) {
    const page = await newPage();
    await signIn(page, "/dashboard/?status=FAILED");
    const row = page.locator("[data-contact-id=c-0014]");
    await row.getByText("holds a JPEG picture").waitFor();
    await row.getByTestId("analyze-again").click();
    await page.getByText("It is being analyzed again.").waitFor();
    assert.equal(await row.getAttribute("data-status"), "TRANSCRIBING");
    assert.equal(mock.contacts().find((one) => one.contact_id === "c-0014").status, "TRANSCRIBING");
  },

  async "files are uploaded, and those that are not say why"({ mock, newPage, signIn }) {
    const page = await newPage();
    await signIn(page);
    await rowsOf(page).first().waitFor();
    const file = (name, size = 8) => ({ name, mimeType: "", buffer: Buffer.alloc(size) });
    await page
      .getByTestId("upload")
      .setInputFiles([file("call.wav"), file("letter.pdf"), file("empty.mp3", 0)]);
    const upload = (place) => page.getByTestId("upload-row").nth(place);
    await upload(0).getByText("arrived").waitFor();
    await upload(1).getByText("Only recordings").waitFor();
    await upload(2).getByText("The file is empty.").waitFor();
    mock.mood.uploadStatus = 400;
    await page.evaluate(() => {
      const files = new DataTransfer();
      files.items.add(new File(["x"], "dropped.wav"));
      const dropped = (kind) =>
        new DragEvent(kind, { dataTransfer: files, bubbles: true, cancelable: true });
      document.body.dispatchEvent(dropped("dragover"));
      globalThis.sawZone = document.body.textContent.includes("Drop recordings");
      document.body.dispatchEvent(dropped("drop"));
    });
    await upload(3).getByText("larger than").waitFor();
  },

  async "columns and views are remembered"({ newPage, signIn }) {
    const page = await newPage();
    await signIn(page, "/dashboard/?agent=ChrisL");
    await rowsOf(page).first().waitFor();
    await page.getByTestId("columns").click();
    await page.getByTestId("column-categories").check();
    await page.getByTestId("column-trend").uncheck();
    await page.keyboard.press("Escape");
    await page.getByTestId("views").click();
    await page.getByTestId("view-name").fill("Chris, all of it");
    await page.getByTestId("save-view").click();
    await page.goto(page.url().replace(/\?.*/, ""));
    await rowsOf(page).nth(20).waitFor();
    assert.equal(await page.getByRole("columnheader", { name: "Categories" }).count(), 1);
    assert.equal(await page.getByRole("columnheader", { name: "Trend" }).count(), 0);
    await page.getByTestId("views").click();
    await page.getByRole("link", { name: "Chris, all of it" }).click();
    await page.getByTestId("token-agent").waitFor();
  },

  async "the filtered list is exported, by administrators"({ mock, newPage, signIn }) {
    const page = await newPage();
    await signIn(page, "/dashboard/?status=FAILED");
    await rowsOf(page).first().waitFor();
    await page.getByTestId("export").click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByTestId("export-csv").click(),
    ]);
    assert.equal(download.suggestedFilename(), "contacts.csv");
    mock.mood.groups = ["agent"];
    await page.reload();
    await rowsOf(page).first().waitFor();
    assert.equal(await page.getByTestId("export").count(), 0);
    assert.equal(await page.getByRole("link", { name: "Settings" }).count(), 0);
  },

  async "several contacts are tagged and deleted at once"({ mock, newPage, signIn }) {
    const page = await newPage();
    await signIn(page, "/dashboard/?status=FAILED");
    await rowsOf(page).first().waitFor();
    await page.getByTestId("select").click();
    await page.getByRole("checkbox").nth(0).check();
    await page.getByRole("checkbox").nth(1).check();
    await page.getByTestId("tag-selected").fill("broken upload");
    await page.keyboard.press("Enter");
    await page.getByText("Saved").waitFor();
    const tagged = mock.contacts().filter(({ tags }) => tags.includes("broken upload"));
    assert.equal(tagged.length, 2);
    await page.getByTestId("delete-selected").click();
    await page.getByRole("dialog", { name: "Delete 2 contacts?" }).waitFor();
    await page.getByTestId("confirm").click();
    await rowsOf(page).nth(1).waitFor({ state: "detached" });
    assert.equal(mock.contacts().filter(({ status }) => status === "FAILED").length, 1);
  },

  async "loading, nothing yet, a failure and being offline are each said, with a way on"({
    mock,
    newPage,
    signIn,
    look,
  }) {
    const page = await newPage({ viewport: { width: 320, height: 700 } });
    mock.mood.staffDelayMs = 3_000;
    await signIn(page);
    await page.getByRole("status", { name: "Loading contacts" }).waitFor();
    await look(page, "loading list");
    await rowsOf(page).first().waitFor();
    mock.mood.staffDelayMs = 0;
    mock.mood.empty = true;
    await page.reload();
    await page.getByRole("heading", { name: "No contacts yet" }).waitFor();
    await look(page, "empty list");
    mock.mood.empty = false;
    mock.mood.staffStatus = 503;
    await page.reload();
    await page.getByText("The contacts cannot be read just now.").waitFor();
    await look(page, "failed list");
    mock.mood.staffStatus = 200;
    await page.getByRole("button", { name: "Try again" }).click();
    await rowsOf(page).first().waitFor();
    await page.context().setOffline(true);
    await page.getByTestId("offline").waitFor();
    await look(page, "offline list");
    await page.getByTestId("sort-agent").waitFor({ state: "attached" });
    await page.context().setOffline(false);
    await page.getByTestId("offline").waitFor({ state: "detached" });
  },
};
