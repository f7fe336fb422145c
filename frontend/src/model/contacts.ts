/** The list of contacts: what a row says, which rows are wanted, in which order. */
import type { Channel, ContactRow, Medium, SentimentSummary, Status } from "../api/types";
import { type Tone, toneOf } from "./sentiment";

export const CHANNEL_WORDS: Record<Channel, string> = { CALL: "Call", CHAT: "Chat" };

export const MEDIUM_WORDS: Record<Medium, string> = {
  phone: "by phone",
  web: "on the site",
  sms: "by SMS",
  slack: "in Slack",
};

export const STATUS_WORDS: Record<Status, string> = {
  TRANSCRIBING: "Transcribing",
  ANALYZING: "Analyzing",
  ANALYZED: "Analyzed",
  FAILED: "Failed",
};

export const isInProgress = (contact: { status: Status }) =>
  contact.status === "TRANSCRIBING" || contact.status === "ANALYZING";

/** Who the contact was with, or the file it came in where nobody is named. */
export function contactTitle(contact: {
  customer_id: string | null;
  file_name: string | null;
  contact_id: string;
}): string {
  if (contact.customer_id) return `Customer ${contact.customer_id}`;
  return contact.file_name ?? contact.contact_id;
}

export const customerSentiment = (contact: ContactRow): SentimentSummary =>
  contact.sentiment?.CUSTOMER ?? { average: null, trend: null };

export type Period = "any" | "day" | "week" | "month";

export interface Filters {
  text: string;
  channel: Channel | "any";
  status: "any" | "analyzed" | "progress" | "failed";
  tone: Tone | "any";
  period: Period;
}

export const NO_FILTERS: Filters = {
  text: "",
  channel: "any",
  status: "any",
  tone: "any",
  period: "any",
};

const PERIOD_DAYS: Record<Exclude<Period, "any">, number> = { day: 1, week: 7, month: 30 };
const DAY_MS = 86_400_000;

function hasStatus(contact: ContactRow, status: Filters["status"]): boolean {
  if (status === "any") return true;
  if (status === "progress") return isInProgress(contact);
  return contact.status === (status === "failed" ? "FAILED" : "ANALYZED");
}

function hasTone(contact: ContactRow, tone: Filters["tone"]): boolean {
  if (tone === "any") return true;
  const { average } = customerSentiment(contact);
  return average !== null && toneOf(average) === tone;
}

function isWithin(contact: ContactRow, period: Period, now: Date): boolean {
  if (period === "any") return true;
  return now.getTime() - Date.parse(contact.started_at) <= PERIOD_DAYS[period] * DAY_MS;
}

function mentions(contact: ContactRow, text: string): boolean {
  const searched = [
    contact.customer_id,
    contact.agent,
    contact.file_name,
    contact.contact_id,
    contact.reason,
    contact.language,
    contact.medium,
    CHANNEL_WORDS[contact.channel],
    STATUS_WORDS[contact.status],
  ]
    .join(" ")
    .toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => searched.includes(word));
}

export function isWanted(contact: ContactRow, filters: Filters, now: Date): boolean {
  return (
    (filters.channel === "any" || contact.channel === filters.channel) &&
    hasStatus(contact, filters.status) &&
    hasTone(contact, filters.tone) &&
    isWithin(contact, filters.period, now) &&
    mentions(contact, filters.text.trim())
  );
}

export const SORT_KEYS = [
  "started",
  "channel",
  "customer",
  "agent",
  "duration",
  "sentiment",
  "trend",
  "status",
] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export interface Order {
  key: SortKey;
  descending: boolean;
}

export const NEWEST_FIRST: Order = { key: "started", descending: true };

const SORT_VALUES: Record<SortKey, (contact: ContactRow) => string | number | null> = {
  started: (contact) => Date.parse(contact.started_at),
  channel: (contact) => CHANNEL_WORDS[contact.channel] + contact.medium,
  customer: (contact) => contactTitle(contact).toLowerCase(),
  agent: (contact) => contact.agent?.toLowerCase() ?? null,
  duration: (contact) => contact.duration_ms,
  sentiment: (contact) => customerSentiment(contact).average,
  trend: (contact) => customerSentiment(contact).trend,
  status: (contact) => STATUS_WORDS[contact.status],
};

/** Sorted by one column; rows without a value come last whichever way, equal rows newest first. */
export function sorted(contacts: readonly ContactRow[], order: Order): ContactRow[] {
  const sortValue = SORT_VALUES[order.key];
  return [...contacts].sort((one, other) => {
    const [a, b] = [sortValue(one), sortValue(other)];
    if (a === null || b === null) {
      if (a !== b) return a === null ? 1 : -1;
    } else if (a !== b) {
      return (a < b ? -1 : 1) * (order.descending ? -1 : 1);
    }
    return Date.parse(other.started_at) - Date.parse(one.started_at);
  });
}

/** The view as an address: what differs from the plain list, and nothing else. */
export function toQuery(filters: Filters, order: Order): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (value !== NO_FILTERS[name as keyof Filters]) query.set(name, value);
  }
  if (order.key !== NEWEST_FIRST.key || order.descending !== NEWEST_FIRST.descending) {
    query.set("sort", (order.descending ? "-" : "") + order.key);
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

const CHOICES = {
  channel: ["CALL", "CHAT"],
  status: ["analyzed", "progress", "failed"],
  tone: ["positive", "negative", "neutral"],
  period: ["day", "week", "month"],
} as const;

/** The reverse of toQuery; what it does not know it leaves out. */
export function fromQuery(query: string): { filters: Filters; order: Order } {
  const given = new URLSearchParams(query);
  const choice = <T extends string>(name: string, known: readonly T[]): T | "any" =>
    known.find((value) => value === given.get(name)) ?? "any";
  const sort = given.get("sort") ?? "";
  const key = SORT_KEYS.find((known) => known === sort.replace(/^-/, ""));
  return {
    filters: {
      text: given.get("text") ?? "",
      channel: choice("channel", CHOICES.channel),
      status: choice("status", CHOICES.status),
      tone: choice("tone", CHOICES.tone),
      period: choice("period", CHOICES.period),
    },
    order: key ? { key, descending: sort.startsWith("-") } : NEWEST_FIRST,
  };
}

/** Loaded rows brought up to date by a fresh first page: known rows change in place, new ones wait. */
export function refreshed(
  loaded: readonly ContactRow[],
  firstPage: readonly ContactRow[],
): { contacts: ContactRow[]; arrived: ContactRow[] } {
  const fresh = new Map(firstPage.map((contact) => [contact.contact_id, contact]));
  const known = new Set(loaded.map((contact) => contact.contact_id));
  return {
    contacts: loaded.map((contact) => fresh.get(contact.contact_id) ?? contact),
    arrived: firstPage.filter((contact) => !known.has(contact.contact_id)),
  };
}

const FORMULA_START = /^\s*[=+\-@\t\r]/;

/** One cell of a CSV file; a text a spreadsheet would run as a formula gets an apostrophe first. */
export function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = FORMULA_START.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const CSV_COLUMNS: [string, (contact: ContactRow) => string | number | null][] = [
  ["contact_id", (contact) => contact.contact_id],
  ["started_at", (contact) => contact.started_at],
  ["channel", (contact) => contact.channel],
  ["medium", (contact) => contact.medium],
  ["customer_id", (contact) => contact.customer_id],
  ["agent", (contact) => contact.agent],
  ["file_name", (contact) => contact.file_name],
  ["duration_ms", (contact) => contact.duration_ms],
  ["language", (contact) => contact.language],
  ["customer_average", (contact) => customerSentiment(contact).average],
  ["customer_trend", (contact) => customerSentiment(contact).trend],
  ["agent_average", (contact) => contact.sentiment?.AGENT?.average ?? null],
  ["agent_trend", (contact) => contact.sentiment?.AGENT?.trend ?? null],
  ["status", (contact) => contact.status],
  ["reason", (contact) => contact.reason],
];

export function toCsv(contacts: readonly ContactRow[]): string {
  const lines = contacts.map((contact) => CSV_COLUMNS.map(([, value]) => csvCell(value(contact))));
  return [CSV_COLUMNS.map(([name]) => name), ...lines]
    .map((cells) => `${cells.join(",")}\r\n`)
    .join("");
}
