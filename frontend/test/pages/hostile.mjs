/** Text that would like to be a script, wherever text of others is shown. */
import assert from "node:assert/strict";

const CODE = "alert(document.domain)";
const VECTORS = [
  `<script>${CODE}</script>`,
  `<img src=x onerror=${CODE}>`,
  `<svg onload=${CODE}>`,
  `<svg><script>${CODE}</script></svg>`,
  `<iframe srcdoc="<script>${CODE}</script>"></iframe>`,
  `<iframe src="javascript:${CODE}"></iframe>`,
  `<a href="javascript:${CODE}">late fee</a>`,
  `<body onload=${CODE}>`,
  `<details open ontoggle=${CODE}>`,
  `<input autofocus onfocus=${CODE}>`,
  `<video><source onerror=${CODE}></video>`,
  `<math><mtext><img src onerror=${CODE}></mtext></math>`,
  `<style>@import 'javascript:${CODE}'</style>`,
  `<link rel=stylesheet href="data:text/css,*{color:red}">`,
  `<base href="https://evil.example/">`,
  `<form action="javascript:${CODE}"><button>x</button></form>`,
  `<object data="javascript:${CODE}"></object>`,
  `<template><img src=x onerror=${CODE}></template>`,
  `{{constructor.constructor('${CODE}')()}}`,
  `\${${CODE}}`,
  `javascript:${CODE}`,
  `data:text/html,<script>${CODE}</script>`,
  `__proto__`,
  `<!--><img src=x onerror=${CODE}>-->`,
  `<marquee onstart=${CODE}>x</marquee>`,
];
const WRAPPERS = [
  (text) => text,
  (text) => `">${text}`,
  (text) => `'>${text}`,
  (text) => `</p></li>${text}`,
  (text) => `</script>${text}`,
  (text) => `]]>${text}`,
  (text) => `\u0000\u202e${text}`,
  (text) => text.toUpperCase(),
];
export const PAYLOADS = WRAPPERS.flatMap((wrap) => VECTORS.map(wrap));

/** Of a call as every other, but all that anybody could have written is hostile. */
function hostileContact(model, payload, place) {
  return {
    ...model,
    contact_id: `x-${place}`,
    customer_id: payload,
    agent: payload,
    file_name: `${payload}.wav`,
    tags: [payload.slice(0, 40)],
    started_at: new Date(Date.now() - place * 1000).toISOString(),
  };
}

const FORBIDDEN =
  "main :is(img, script, iframe, object, video:not([data-testid]), base, style, link)";

async function assertInert(page) {
  assert.equal(await page.locator(FORBIDDEN).count(), 0);
  assert.equal(await page.evaluate(() => ({}).polluted), undefined);
}

export const hostileChecks = {
  async "200 scripts as agent, customer, file name and tag run nothing in the list"({
    mock,
    newPage,
    signIn,
  }) {
    assert.equal(PAYLOADS.length, 200);
    const model = mock.contacts().find((one) => one.contact_id === "c-0015");
    for (const [place, payload] of PAYLOADS.entries()) {
      mock.addContact(hostileContact(model, payload, place));
    }
    const page = await newPage();
    await signIn(page);
    for (let shown = 50; shown < 200; shown += 50) {
      await page
        .locator("[data-contact-id]")
        .nth(shown - 1)
        .waitFor();
      await page.getByTestId("load-more").click();
    }
    await page.locator("[data-contact-id]").nth(199).waitFor();
    await assertInert(page);
    const cell = page.locator("[data-contact-id=x-0] .of-agent");
    assert.equal(await cell.textContent(), PAYLOADS[0]);
    await page.getByTestId("add-filter").click();
    await page.getByTestId("field-agent").selectOption(PAYLOADS[1]);
    await page.getByTestId("token-agent").waitFor();
    await assertInert(page);
  },

  async "200 scripts as transcript, notes and findings run nothing on the contact's page"({
    mock,
    newPage,
    signIn,
  }) {
    const model = mock.contacts().find((one) => one.contact_id === "c-0015");
    const spoken = (text, index) => ({
      ...model.turns[0],
      index,
      text,
      begin_offset_ms: index * 500,
      duration_ms: 400,
      intent: text,
      slots: { [text]: text },
      entities: [{ text, type: text, score: 1, begin_offset: 0, end_offset: 4 }],
    });
    const named = PAYLOADS.map((text, turn) => ({ type: "X", text, count: 1, turns: [turn] }));
    mock.addContact({
      ...hostileContact(model, PAYLOADS[1], 0),
      turns: PAYLOADS.map(spoken),
      notes: PAYLOADS.map((text, place) => ({
        note_id: `n-${place}`,
        at: new Date().toISOString(),
        author: text,
        text,
        at_ms: place * 500,
      })),
      entities: named,
      key_phrases: named,
      categories: PAYLOADS.map((name) => ({
        name,
        points: [{ turn: 0, begin_offset_ms: 0, text: name }],
      })),
      highlights: PAYLOADS.map((text, turn) => ({ kind: "ISSUE", turn, text })),
      summary: PAYLOADS.map((text, turn) => ({ turn, text })),
      details: PAYLOADS,
      bot: {
        contained: false,
        intents: PAYLOADS,
        misses: PAYLOADS,
        pin_failures: 0,
        pin_contacts: 0,
        transferred: true,
      },
    });
    const page = await newPage();
    await signIn(page, "/dashboard/contacts/x-0");
    await page.getByTestId("turn").nth(199).waitFor();
    await page.getByTestId("graph-table").click();
    await page.getByTestId("transcript-search").fill("alert");
    await assertInert(page);
    const shown = page.getByTestId("turn").nth(1).locator("p").first();
    assert.equal(await shown.textContent(), PAYLOADS[1]);
  },

  async "200 scripts as answers, timeline, figures and settings run nothing"({
    mock,
    newPage,
    signIn,
  }) {
    mock.staff.faq = PAYLOADS.map((text, place) => ({
      question: `${place} ${text}`,
      answer: text,
    }));
    mock.staff.settings = PAYLOADS.map((text, place) => ({
      key: `${place}${text}`,
      value: text,
      default: text,
      description: text,
      kind: "text",
      choices: null,
      is_changeable: true,
    }));
    mock.staff.timeline = PAYLOADS.map((text) => ({
      at: new Date().toISOString(),
      kind: "visit",
      title: text,
      detail: text,
    }));
    const model = mock.contacts().find((one) => one.contact_id === "c-0013");
    for (const [place, text] of PAYLOADS.entries()) {
      mock.addContact({
        ...hostileContact(model, text, place),
        bot: { ...model.bot, intents: [text], misses: [text] },
      });
    }
    const page = await newPage();
    await signIn(page, "/dashboard/insights");
    await page.getByTestId("groups").first().waitFor();
    await assertInert(page);
    await page.getByTestId("answers").click();
    await page.getByTestId("answers-question").fill("anything");
    await page.keyboard.press("Enter");
    await page.getByTestId("answer").nth(199).waitFor();
    assert.equal(await page.locator("dialog :is(img, script, iframe)").count(), 0);
    await page.goto(`${mock.site}/dashboard/customers/31877`);
    await page.getByTestId("entry").nth(199).waitFor();
    await assertInert(page);
    await page.goto(`${mock.site}/dashboard/settings`);
    await page.getByTestId("setting").nth(199).waitFor();
    await assertInert(page);
  },
};
