/** What the bank offers, as its site shows it. */

export interface Product {
  code: string;
  kind: "checking" | "savings" | "certificate" | "mortgage";
  name: string;
  promise: string;
  /** Per year, in percent; what a customer earns, or pays for a mortgage. */
  rate_percent: number;
  rate_name: "APY" | "APR";
  term: string;
  terms: string;
}

export const CATALOGUE: readonly Product[] = [
  {
    code: "everyday-checking",
    kind: "checking",
    name: "Everyday Checking",
    promise: "No monthly fee, and no minimum to avoid one.",
    rate_percent: 0.1,
    rate_name: "APY",
    term: "No term",
    terms: "Free at 55,000 cash machines",
  },
  {
    code: "harbour-savings",
    kind: "savings",
    name: "Harbour Savings",
    promise: "Interest counted daily, yours to take out any day.",
    rate_percent: 3.85,
    rate_name: "APY",
    term: "No term",
    terms: "From $1",
  },
  {
    code: "certificate-12",
    kind: "certificate",
    name: "12-Month Certificate",
    promise: "A rate that cannot move for a year.",
    rate_percent: 4.3,
    rate_name: "APY",
    term: "12 months",
    terms: "From $500",
  },
  {
    code: "certificate-36",
    kind: "certificate",
    name: "36-Month Certificate",
    promise: "For money that has somewhere to be in three years.",
    rate_percent: 4.05,
    rate_name: "APY",
    term: "36 months",
    terms: "From $500",
  },
  {
    code: "mortgage-30-fixed",
    kind: "mortgage",
    name: "30-Year Fixed Mortgage",
    promise: "The same payment in your first month and your last.",
    rate_percent: 6.125,
    rate_name: "APR",
    term: "30 years",
    terms: "Up to 97 % of the price",
  },
  {
    code: "mortgage-15-fixed",
    kind: "mortgage",
    name: "15-Year Fixed Mortgage",
    promise: "Own it in half the time, for far less interest.",
    rate_percent: 5.375,
    rate_name: "APR",
    term: "15 years",
    terms: "Up to 95 % of the price",
  },
];

export interface Branch {
  name: string;
  street: string;
  place: string;
}

export const BRANCHES: readonly Branch[] = [
  { name: "Harbourside", street: "12 Quay Street", place: "Portland, ME 04101" },
  { name: "Vale Road", street: "480 Vale Road", place: "Yarmouth, ME 04096" },
  { name: "Mill Lane", street: "7 Mill Lane", place: "Brunswick, ME 04011" },
];
