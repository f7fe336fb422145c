/** What one check works with: a mock of its own, pages of a shared browser, and what went wrong. */
import axe from "axe-core";
import { startMock } from "../mock/server.mjs";

const AXE_TAGS = [
  "wcag2a",
  "wcag2aa",
  "wcag21a",
  "wcag21aa",
  "wcag22a",
  "wcag22aa",
  "best-practice",
];

export async function openDesk(browser) {
  const mock = await startMock({ port: 0 });
  const problems = [];
  const contexts = [];

  async function newPage(options = {}) {
    const context = await browser.newContext({ reducedMotion: "reduce", ...options });
    contexts.push(context);
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    page.on("pageerror", (error) => problems.push(`${page.url()}: ${error.message}`));
    page.on("dialog", (dialog) => {
      problems.push(`${page.url()}: a script said ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("console", (line) => {
      if (/Content Security Policy|TrustedHTML|TrustedScript/.test(line.text())) {
        problems.push(`${page.url()}: ${line.text()}`);
      }
    });
    return page;
  }

  /** Nothing of the page stands out sideways. */
  async function fits(page, what) {
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (sideways > 0) problems.push(`${what}: ${sideways} px wider than the window`);
  }

  /** It fits, and axe finds nothing, by all its rules or some. */
  async function look(page, what, rules = null) {
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(
      (runOnly) => globalThis.axe.run(document, { runOnly, resultTypes: ["violations"] }),
      rules ? { type: "rule", values: rules } : { type: "tag", values: AXE_TAGS },
    );
    for (const { id, nodes } of violations) {
      problems.push(`${what}: axe ${id}: ${nodes.map((node) => node.target.join(" ")).join("; ")}`);
    }
    await fits(page, what);
  }

  return {
    mock,
    problems,
    newPage,
    fits,
    look,
    async signIn(page, path = "/dashboard/") {
      await page.goto(mock.site + path);
      await page.getByTestId("sign-in").click();
      await page.waitForURL(mock.site + path);
    },
    async openChat(page) {
      await page.goto(`${mock.site}/`);
      await page.getByTestId("chat-open").click();
      await page.getByRole("button", { name: "Make a payment" }).waitFor();
    },
    async enterPin(page, pin) {
      for (const digit of pin) await page.getByTestId(`key-${digit}`).click();
      await page.getByTestId("pin-send").click();
    },
    async close() {
      await Promise.all(contexts.map((context) => context.close()));
      mock.stop();
    },
  };
}
