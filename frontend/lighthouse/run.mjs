/**
 * Lighthouse's figures for a phone, a JSON line a page: `node run.mjs` after `npm ci` here and
 * `npm run build` one folder up. The mock server stands in for the API; CHROMIUM names the browser.
 *
 * Each page is looked at twice, cold, by its own tab, signed in where it must be; the better counts,
 * since whatever else the machine does makes a page slower and never quicker.
 */
import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";
import { startMock } from "../test/mock/server.mjs";

const TIMES = 2;
const CATEGORIES = ["performance", "accessibility", "best-practices"];
const PAGES = {
  "the bank's site": ["/"],
  "in Spanish": ["/es/"],
  "its privacy page": ["/privacy/"],
  "sign-in": ["/dashboard/"],
  contacts: ["/dashboard/", true],
  "one contact": ["/dashboard/contacts/c-0015", true],
  insights: ["/dashboard/insights?period=quarter", true],
  "a customer": ["/dashboard/customers/31877", true],
  settings: ["/dashboard/settings", true],
};

const mock = await startMock({ port: 0 });
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});

async function signIn(page) {
  await page.goto(`${mock.site}/dashboard/`);
  const button = await page.waitForSelector("[data-testid=sign-in]");
  await button.click();
  await page.waitForSelector("[data-contact-id]");
}

async function look(path, signedIn) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  if (signedIn) await signIn(page);
  const flags = { onlyCategories: CATEGORIES, disableStorageReset: true };
  const { lhr } = await lighthouse(mock.site + path, flags, undefined, page);
  await context.close();
  const score = (category) => Math.round(lhr.categories[category].score * 100);
  const figure = (audit) => lhr.audits[audit].numericValue;
  return {
    performance: score("performance"),
    accessibility: score("accessibility"),
    best_practices: score("best-practices"),
    moves_by: figure("cumulative-layout-shift"),
    blocked_ms: figure("total-blocking-time"),
    largest_paint_s: figure("largest-contentful-paint") / 1000,
  };
}

for (const [name, [path, signedIn = false]] of Object.entries(PAGES)) {
  const seen = [];
  for (let time = 0; time < TIMES; time += 1) seen.push(await look(path, signedIn));
  seen.sort((one, other) => other.performance - one.performance);
  process.stdout.write(`${JSON.stringify({ name, ...seen[0] })}\n`);
}
await browser.close();
mock.stop();
