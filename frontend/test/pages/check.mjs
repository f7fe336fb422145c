/**
 * Looks at the built pages in a real browser, under the headers the template sends: no violation of
 * the content security policy, none of axe's, no sideways scrolling at 320 px, and they do what
 * they say.
 *
 * `npm run build && npm run pages [part of a check's name]`; `--quick` leaves out what only more
 * widths and colours would find. CHROMIUM names the browser. Without one nothing is checked, which is
 * a failure where OMNILEX_REQUIRE_BROWSER is set.
 */
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { contactChecks, slowContactChecks } from "./contact.mjs";
import { openDesk } from "./desk.mjs";
import { hostileChecks } from "./hostile.mjs";
import { listChecks } from "./list.mjs";
import { lookChecks, quickLookChecks } from "./looks.mjs";
import { otherChecks } from "./other.mjs";
import { siteChecks } from "./site.mjs";

const AT_ONCE = 3;
const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

const isQuick = process.argv.includes("--quick");
const part = process.argv.slice(2).find((argument) => !argument.startsWith("--")) ?? "";

const checks = Object.entries({
  ...(isQuick ? quickLookChecks : lookChecks),
  ...hostileChecks,
  ...siteChecks,
  ...listChecks,
  ...contactChecks,
  ...(isQuick ? {} : slowContactChecks),
  ...otherChecks,
}).filter(([name]) => name.includes(part));

const executablePath = process.env.CHROMIUM ?? BROWSERS.find(existsSync);
if (!executablePath) {
  console.log("The pages were not looked at: there is no Chromium (`apt-get install chromium`).");
  process.exit(process.env.OMNILEX_REQUIRE_BROWSER ? 1 : 0);
}
const browser = await chromium.launch({
  executablePath,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--autoplay-policy=no-user-gesture-required",
  ],
});

/** What went wrong, a line each. */
async function problemsOf(check) {
  const desk = await openDesk(browser);
  try {
    await check(desk);
  } catch (error) {
    const where = /test\/pages\/(?!desk)[\w.]+:\d+/.exec(error.stack ?? "")?.[0] ?? "";
    desk.problems.push(`${where} ${error.message.split("\n").slice(0, 6).join("\n      ")}`);
  } finally {
    await desk.close();
  }
  return [...new Set(desk.problems)];
}

let failed = 0;
const waiting = [...checks];
async function work() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [name, check] = next;
    const begun = performance.now();
    const problems = await problemsOf(check);
    failed += problems.length > 0 ? 1 : 0;
    const seconds = ((performance.now() - begun) / 1000).toFixed(1).padStart(5);
    console.log(`${problems.length > 0 ? "FAIL" : "ok  "} ${seconds} s  ${name}`);
    for (const problem of problems) console.log(`      ${problem}`);
  }
}
await Promise.all(Array.from({ length: AT_ONCE }, work));
await browser.close();
console.log(failed === 0 ? "all well" : `${failed} of ${checks.length} failed`);
process.exitCode = failed === 0 && checks.length > 0 ? 0 : 1;
