/** Every page and state, as axe, a phone and forced colours see it. */

const rows = (page) => page.locator("[data-contact-id]").first().waitFor();
const turns = (page) => page.getByTestId("turn").first().waitFor();

/** Name -> where it is, and how one knows that it is there. */
const STATES = {
  list: ["/dashboard/", rows],
  "list with filters": [
    "/dashboard/?channel=CALL&category=Complaint&max_sentiment=-1",
    async (page) => {
      await rows(page);
      await page.getByTestId("add-filter").click();
    },
  ],
  "list with a menu and rows selected": [
    "/dashboard/?status=FAILED",
    async (page) => {
      await rows(page);
      await page.getByTestId("select").click();
      await page.getByTestId("views").click();
    },
  ],
  "nothing matches": [
    "/dashboard/?text=zzzz",
    (page) => page.getByRole("heading", { level: 2 }).waitFor(),
  ],
  answers: [
    "/dashboard/?status=FAILED",
    async (page) => {
      await rows(page);
      await page.getByTestId("answers").click();
      await page.getByTestId("answers-question").fill("late fee");
      await page.keyboard.press("Enter");
      await page.getByTestId("answer").first().waitFor();
    },
  ],
  call: ["/dashboard/contacts/c-0015#t=41", turns],
  chat: ["/dashboard/contacts/c-0013", turns],
  "call in Spanish": ["/dashboard/contacts/c-0011", turns],
  "failed contact": ["/dashboard/contacts/c-0014", (page) => page.getByTestId("reason").waitFor()],
  "contact in progress": [
    "/dashboard/contacts/c-0017",
    (page) => page.getByTestId("steps").waitFor(),
  ],
  "no such contact": ["/dashboard/contacts/c-none", (page) => page.locator("h1").waitFor()],
  "deletion asked": [
    "/dashboard/contacts/c-0012",
    async (page) => {
      await page.getByTestId("delete").click();
      await page.getByRole("dialog").waitFor();
    },
  ],
  insights: [
    "/dashboard/insights?period=quarter",
    async (page) => {
      await page.getByTestId("groups").first().waitFor();
      await page.getByTestId("day-table").click();
    },
  ],
  customer: ["/dashboard/customers/31877", (page) => page.getByTestId("entry").first().waitFor()],
  settings: [
    "/dashboard/settings",
    async (page) => {
      await page.getByTestId("category").first().locator("summary").click();
    },
  ],
  "no such page": ["/dashboard/shop", (page) => page.locator("h1").waitFor()],
};

async function visit({ mock, newPage, signIn }, options, see, names = Object.keys(STATES)) {
  const page = await newPage(options);
  await signIn(page);
  await rows(page);
  for (const name of names) {
    const [path, ready] = STATES[name];
    await page.goto("about:blank"); // so that an address that differs by its hash is loaded too
    await page.goto(mock.site + path);
    await ready(page);
    await see(page, name);
  }
}

const DESK = { width: 1280, height: 900 };

/** What colours alone can break. */
const COLOURS = ["color-contrast", "link-in-text-block"];

const axeChecks = {
  "axe finds nothing on the dashboard": (desk) =>
    visit(desk, { viewport: DESK, colorScheme: "light" }, desk.look),
  "axe finds nothing in the dark": (desk) =>
    visit(desk, { viewport: DESK, colorScheme: "dark" }, (page, name) =>
      desk.look(page, `${name}, dark`, COLOURS),
    ),
  "axe finds nothing in forced colours": (desk) =>
    visit(desk, { viewport: DESK, forcedColors: "active" }, desk.look),
  "axe finds nothing on a phone": (desk) =>
    visit(desk, { viewport: { width: 320, height: 700 } }, desk.look),
};

const fitsAt = (width) => (desk) =>
  visit(desk, { viewport: { width, height: 800 } }, (page, name) =>
    desk.fits(page, `${name}, ${width} px`),
  );

const inSpanish = (desk) =>
  visit(desk, { viewport: { width: 320, height: 800 }, locale: "es-MX" }, async (page, name) => {
    await desk.fits(page, `${name} in Spanish`);
    const language = await page.evaluate(() => document.documentElement.lang);
    if (language !== "es") desk.problems.push(`${name}: lang is ${language}`);
  });

const siteAt =
  (...modes) =>
  async ({ mock, newPage, openChat, look }) => {
    for (const [width, colorScheme] of modes) {
      const page = await newPage({ viewport: { width, height: 800 }, colorScheme });
      const named = (name) => `${name} ${width} ${colorScheme}`;
      await openChat(page);
      await look(page, named("chat"));
      await page.getByRole("button", { name: "Make a payment" }).click();
      await page.getByTestId("keypad").waitFor();
      await look(page, named("keypad"));
      await page.goto(`${mock.site}/dashboard/`);
      await page.getByTestId("sign-in").waitFor();
      await look(page, named("sign-in"));
      await page.context().close();
    }
  };

/** The light page at a desk, the dark one's colours, and the narrowest window. */
export const quickLookChecks = {
  "axe finds nothing on the dashboard": axeChecks["axe finds nothing on the dashboard"],
  "axe finds nothing in the dark": (desk) =>
    visit(
      desk,
      { viewport: DESK, colorScheme: "dark" },
      (page, name) => desk.look(page, `${name}, dark`, COLOURS),
      ["call", "failed contact", "answers", "insights"],
    ),
  "Spanish fits the narrowest window": inSpanish,
  "the site, the chat and the sign-in": siteAt([320, "light"], [1440, "dark"]),
};

export const lookChecks = {
  ...axeChecks,
  "the dashboard fits a tablet": fitsAt(768),
  "the dashboard fits a wall": fitsAt(2560),
  "Spanish fits the narrowest window": inSpanish,
  "the site, the chat and the sign-in": siteAt(
    [320, "light"],
    [320, "dark"],
    [768, "light"],
    [768, "dark"],
    [1440, "light"],
    [1440, "dark"],
  ),
};
