import { expect, test } from "vitest";
import { ENGLISH, SPANISH } from "../../src/model/bank-words";
import { CATALOGUE, percentOf, termOf, withPlans } from "../../src/model/catalogue";

const plan = (plan_id: string, rate_basis_points: number, term_months: number | null = null) => ({
  plan_id,
  kind: "savings",
  name: `Plan ${plan_id}`,
  name_es: `Plan ${plan_id}`,
  rate_basis_points,
  term_months,
});

test("today's rates, terms and names are the bank's, the words beside them the site's", () => {
  const [savings] = withPlans(CATALOGUE, [plan("harbour-savings", 340)]);

  expect(savings).toMatchObject({ rate_basis_points: 340, conditions: { en: "From $1" } });
  expect(savings?.name.en).toBe("Plan harbour-savings");
});

test("plans stand in the site's order, unknown ones last, and what is gone goes", () => {
  const plans = ["new-one", "mortgage-fixed-60", "everyday-checking"].map((id) => plan(id, 100));

  expect(withPlans(CATALOGUE, plans).map(({ plan_id }) => plan_id)).toEqual([
    "everyday-checking",
    "mortgage-fixed-60",
    "new-one",
  ]);
});

test("a rate has two decimals and a term its word in either language", () => {
  const [open, closed] = withPlans(CATALOGUE, [
    plan("harbour-savings", 315),
    plan("certificate-12", 5, 12),
  ]);
  if (!open || !closed) throw new Error("two plans make two products");

  expect([percentOf(open), percentOf(closed)]).toEqual(["3.15 %", "0.05 %"]);
  expect([termOf(open, ENGLISH), termOf(closed, SPANISH)]).toEqual(["Open-ended", "12 meses"]);
});
