/** A view of the list: which contacts, in which order; as an address and as a question to the API. */
import type { Channel, Medium, Status } from "../api/types";

export const PERIODS = ["day", "week", "month", "quarter"] as const;
export type Period = (typeof PERIODS)[number];
const PERIOD_DAYS: Record<Period, number> = { day: 1, week: 7, month: 30, quarter: 90 };

export const THUMBS = ["up", "down"] as const;
const CHANNELS: readonly Channel[] = ["CALL", "CHAT"];
export const MEDIUMS: readonly Medium[] = ["phone", "web", "sms", "slack"];
export const STATUSES: readonly Status[] = ["ANALYZED", "TRANSCRIBING", "ANALYZING", "FAILED"];

const oneOf = (choices: readonly string[]) => (value: string) => choices.includes(value);
const isDay = (value: string) =>
  /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
const isScore = (value: string) => /^-?\d{1,2}(\.\d+)?$/.test(value);
const isLength = (value: string) => /^\d{1,9}$/.test(value);
const isText = (value: string) => value.length <= 200;

/** Each filter under the name it has in an address, with what may stand there. */
const FILTERS = {
  text: isText,
  channel: oneOf(CHANNELS),
  period: oneOf(PERIODS),
  status: oneOf(STATUSES),
  medium: oneOf(MEDIUMS),
  agent: isText,
  customer: isText,
  language: isText,
  category: isText,
  tag: isText,
  entity: isText,
  from: isDay,
  to: isDay,
  min_sentiment: isScore,
  max_sentiment: isScore,
  min_trend: isScore,
  max_trend: isScore,
  min_duration_ms: isLength,
  max_duration_ms: isLength,
  intent: isText,
  contained: oneOf(["true", "false"]),
  transferred: oneOf(["true", "false"]),
  pin_failed: oneOf(["true"]),
  unanswered: isText,
  feedback: oneOf(THUMBS),
} as const satisfies Record<string, (value: string) => boolean>;

export type FilterName = keyof typeof FILTERS;
/** "" where a filter is not set. */
export type Filters = Record<FilterName, string>;

const FILTER_NAMES = Object.keys(FILTERS) as FilterName[];

/** Those that are not part of the sentence, and stand beside it as tokens. */
export const TOKEN_NAMES = [
  "medium",
  "agent",
  "customer",
  "language",
  "category",
  "tag",
  "entity",
  "from",
  "to",
  "min_sentiment",
  "max_sentiment",
  "min_trend",
  "max_trend",
  "min_duration_ms",
  "max_duration_ms",
  "intent",
  "contained",
  "transferred",
  "pin_failed",
  "unanswered",
  "feedback",
] as const satisfies readonly FilterName[];
export type TokenName = (typeof TOKEN_NAMES)[number];

export const NO_FILTERS = Object.fromEntries(FILTER_NAMES.map((name) => [name, ""])) as Filters;

export const isFiltered = (filters: Filters) => FILTER_NAMES.some((name) => filters[name] !== "");

export const SORT_KEYS = [
  "started_at",
  "channel",
  "customer_id",
  "agent",
  "duration_ms",
  "language",
  "sentiment",
  "trend",
  "status",
  "file_name",
] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export interface Order {
  key: SortKey;
  descending: boolean;
}

export const NEWEST_FIRST: Order = { key: "started_at", descending: true };

const sortText = ({ key, descending }: Order) => (descending ? "-" : "") + key;

export const isNewestFirst = (order: Order) => sortText(order) === sortText(NEWEST_FIRST);

/** Times and lengths begin with the largest, all else with the smallest; then the other way. */
export function orderAfter(old: Order, key: SortKey): Order {
  const first = key === "started_at" || key === "duration_ms";
  return { key, descending: key === old.key ? !old.descending : first };
}

/** The view as an address: what differs from the plain list, and nothing else. */
export function toQuery(filters: Filters, order: Order): string {
  const query = new URLSearchParams();
  for (const name of FILTER_NAMES) if (filters[name] !== "") query.set(name, filters[name]);
  if (!isNewestFirst(order)) query.set("sort", sortText(order));
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

/** The reverse of toQuery; what it does not know it leaves out. */
export function fromQuery(query: string): { filters: Filters; order: Order } {
  const given = new URLSearchParams(query);
  const filters = { ...NO_FILTERS };
  for (const name of FILTER_NAMES) {
    const value = given.get(name) ?? "";
    if (value !== "" && FILTERS[name](value)) filters[name] = value;
  }
  const sort = given.get("sort") ?? "";
  const key = SORT_KEYS.find((known) => known === sort.replace(/^-/, ""));
  return { filters, order: key ? { key, descending: sort.startsWith("-") } : NEWEST_FIRST };
}

/** The day a period begins with, today being its last. */
function beginOfPeriod(period: Period, now: Date): string {
  const begin = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  begin.setDate(begin.getDate() - (PERIOD_DAYS[period] - 1));
  const two = (value: number) => String(value).padStart(2, "0");
  return `${begin.getFullYear()}-${two(begin.getMonth() + 1)}-${two(begin.getDate())}`;
}

/** What the API is asked: a period becomes the day it begins with, and words are trimmed. */
export function toRequest(filters: Filters, order: Order, now: Date): URLSearchParams {
  const asked = new URLSearchParams();
  for (const name of FILTER_NAMES) {
    const value = filters[name].trim();
    if (value !== "" && name !== "period") asked.set(name, value);
  }
  const period = PERIODS.find((known) => known === filters.period);
  if (period && !filters.from) asked.set("from", beginOfPeriod(period, now));
  asked.set("sort", sortText(order));
  return asked;
}

/** The list's address with these filters and no others. */
export const viewOf = (filters: Partial<Filters>) =>
  toQuery({ ...NO_FILTERS, ...filters }, NEWEST_FIRST);
