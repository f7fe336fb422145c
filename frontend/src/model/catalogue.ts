/** What the bank offers, as its site shows it: the plans that the bot opens, in the same words.
 *
 * The pages are written with what stands here; the rates of the day come from `GET /plans`.
 */
import type { Plan } from "../api/plans";
import type { BankWords, Language } from "./bank-words";

export interface Product {
  /** The plan's id in the bank's records. */
  plan_id: string;
  name: Record<Language, string>;
  promise: Record<Language, string>;
  /** A year, in hundredths of a percent; what a customer earns, or pays for a mortgage. 0: none. */
  rate_basis_points: number;
  /** null: open-ended. */
  term_months: number | null;
  conditions: Record<Language, string>;
}

const FROM_FIVE = { en: "From 5 % down", es: "Desde 5 % de entrada" };
const FROM_500 = { en: "From $500", es: "Desde $500" };

export const CATALOGUE: readonly Product[] = [
  {
    plan_id: "everyday-checking",
    name: { en: "Everyday Checking", es: "Cuenta Corriente Diaria" },
    promise: {
      en: "No monthly fee, and no minimum to avoid one.",
      es: "Sin cuota mensual, y sin mínimo para evitarla.",
    },
    rate_basis_points: 0,
    term_months: null,
    conditions: { en: "Free at every cash machine", es: "Gratis en todos los cajeros" },
  },
  {
    plan_id: "harbour-savings",
    name: { en: "Harbour Savings", es: "Ahorros Harbour" },
    promise: {
      en: "Interest counted daily, yours to take out any day.",
      es: "Intereses contados cada día, suyos cuando los quiera.",
    },
    rate_basis_points: 315,
    term_months: null,
    conditions: { en: "From $1", es: "Desde $1" },
  },
  {
    plan_id: "certificate-12",
    name: { en: "One-Year Certificate", es: "Certificado a un año" },
    promise: {
      en: "A rate that cannot move for a year.",
      es: "Una tasa que no puede moverse en un año.",
    },
    rate_basis_points: 410,
    term_months: 12,
    conditions: FROM_500,
  },
  {
    plan_id: "certificate-36",
    name: { en: "Three-Year Certificate", es: "Certificado a tres años" },
    promise: {
      en: "For money that has somewhere to be in three years.",
      es: "Para el dinero que tiene un plan dentro de tres años.",
    },
    rate_basis_points: 435,
    term_months: 36,
    conditions: FROM_500,
  },
  {
    plan_id: "mortgage-fixed-60",
    name: { en: "Five-Year Fixed Mortgage", es: "Hipoteca fija a cinco años" },
    promise: {
      en: "The same payment in your first month and your sixtieth.",
      es: "El mismo pago en el primer mes y en el sesenta.",
    },
    rate_basis_points: 489,
    term_months: 60,
    conditions: FROM_FIVE,
  },
  {
    plan_id: "mortgage-variable-60",
    name: { en: "Five-Year Variable Mortgage", es: "Hipoteca variable a cinco años" },
    promise: {
      en: "Follows the prime rate, down as well as up.",
      es: "Sigue la tasa preferencial, hacia abajo y hacia arriba.",
    },
    rate_basis_points: 452,
    term_months: 60,
    conditions: FROM_FIVE,
  },
];

/** The catalogue as the bank's records have it today: rates, terms and names theirs, our words kept.
 *
 * A plan that the site has no words for comes last, without them; one that is gone, goes.
 */
export function withPlans(catalogue: readonly Product[], plans: readonly Plan[]): Product[] {
  const known = new Map(catalogue.map((product, place) => [product.plan_id, place]));
  const nowhere = { en: "", es: "" };
  return plans
    .map((plan) => {
      const product = catalogue[known.get(plan.plan_id) ?? -1];
      return {
        plan_id: plan.plan_id,
        name: { en: plan.name, es: plan.name_es },
        promise: product?.promise ?? nowhere,
        rate_basis_points: plan.rate_basis_points,
        term_months: plan.term_months,
        conditions: product?.conditions ?? nowhere,
      };
    })
    .sort((one, other) => place(known, one) - place(known, other));
}

const place = (known: Map<string, number>, { plan_id }: Product): number =>
  known.get(plan_id) ?? Number.MAX_SAFE_INTEGER;

export const percentOf = (product: Product): string =>
  `${(product.rate_basis_points / 100).toFixed(2)} %`;

export const termOf = ({ term_months }: Product, words: BankWords): string =>
  term_months === null ? words.open : words.months(term_months);

export interface Branch {
  name: string;
  street: string;
  place: string;
}

export const BRANCHES: readonly Branch[] = [
  { name: "Harbourside", street: "12 Quay Street", place: "Toronto" },
  { name: "The Vale", street: "480 Vale Avenue", place: "Toronto" },
  { name: "Mill Lane", street: "7 Mill Lane", place: "Oakville" },
];
