import { expect, test } from "vitest";
import { CATALOGUE } from "../../src/model/catalogue";
import { monthlyPayment, totalInterest, yearlyBalances } from "../../src/model/mortgage";

test("a known mortgage costs what every Canadian table says", () => {
  expect(monthlyPayment({ amount_cents: 100_000_00, years: 25, rate_percent: 6 })).toBe(639_81);
});

test("without interest it is the amount over the months", () => {
  const free = { amount_cents: 120_000_00, years: 10, rate_percent: 0 };

  expect(monthlyPayment(free)).toBe(1_000_00);
  expect(totalInterest(free)).toBe(0);
});

test("a shorter term costs more a month and less in all", () => {
  const long = { amount_cents: 300_000_00, years: 30, rate_percent: 6 };
  const short = { ...long, years: 15 };

  expect(monthlyPayment(short)).toBeGreaterThan(monthlyPayment(long));
  expect(totalInterest(short)).toBeLessThan(totalInterest(long));
});

test("what is owed only falls, and ends at nothing", () => {
  const balances = yearlyBalances({ amount_cents: 320_000_00, years: 25, rate_percent: 4.89 });

  expect(balances).toHaveLength(26);
  expect(balances[0]).toBe(320_000_00);
  expect(balances.at(-1)).toBe(0);
  expect(balances.every((owed, year) => year === 0 || owed < (balances[year - 1] ?? 0))).toBe(true);
});

test("the catalogue names each product once", () => {
  const ids = CATALOGUE.map((product) => product.plan_id);

  expect(new Set(ids).size).toBe(ids.length);
});
