/** What the bank offers, as its site shows it: the plans that the bot opens, in the same words. */

export interface Product {
  /** The plan's id in the bank's records. */
  plan_id: string;
  kind: "checking" | "savings" | "certificate" | "mortgage";
  name: string;
  promise: string;
  /** A year; what a customer earns, or pays for a mortgage. Nothing for 0. */
  rate_percent: number;
  term: string;
  conditions: string;
}

export const CATALOGUE: readonly Product[] = [
  {
    plan_id: "everyday-checking",
    kind: "checking",
    name: "Everyday Checking",
    promise: "No monthly fee, and no minimum to avoid one.",
    rate_percent: 0,
    term: "Open-ended",
    conditions: "Free at every cash machine",
  },
  {
    plan_id: "harbour-savings",
    kind: "savings",
    name: "Harbour Savings",
    promise: "Interest counted daily, yours to take out any day.",
    rate_percent: 3.15,
    term: "Open-ended",
    conditions: "From $1",
  },
  {
    plan_id: "certificate-12",
    kind: "certificate",
    name: "One-Year Certificate",
    promise: "A rate that cannot move for a year.",
    rate_percent: 4.1,
    term: "12 months",
    conditions: "From $500",
  },
  {
    plan_id: "certificate-36",
    kind: "certificate",
    name: "Three-Year Certificate",
    promise: "For money that has somewhere to be in three years.",
    rate_percent: 4.35,
    term: "36 months",
    conditions: "From $500",
  },
  {
    plan_id: "mortgage-fixed-60",
    kind: "mortgage",
    name: "Five-Year Fixed Mortgage",
    promise: "The same payment in your first month and your sixtieth.",
    rate_percent: 4.89,
    term: "60 months",
    conditions: "From 5 % down",
  },
  {
    plan_id: "mortgage-variable-60",
    kind: "mortgage",
    name: "Five-Year Variable Mortgage",
    promise: "Follows the prime rate, down as well as up.",
    rate_percent: 4.52,
    term: "60 months",
    conditions: "From 5 % down",
  },
];

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
