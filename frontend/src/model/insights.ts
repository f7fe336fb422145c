/** The figures of a time: every day of it, and where the contacts behind a figure are. */
import type { DayFigures } from "../api/types";
import { type Filters, MEDIUMS, NO_FILTERS, PERIODS } from "./view";

const DAY_MS = 86_400_000;
const MOST_DAYS = 366;

/** A day without contacts is a day too: the days from the first to the last, none left out. */
export function everyDay(days: readonly DayFigures[]): DayFigures[] {
  const known = new Map(days.map((day) => [day.date, day]));
  const dates = [...known.keys()].sort();
  const [first, last] = [dates[0], dates.at(-1)];
  if (!first || !last) return [];
  const count = Math.min(MOST_DAYS, (Date.parse(last) - Date.parse(first)) / DAY_MS + 1);
  return Array.from({ length: count }, (_, place) => {
    const date = new Date(Date.parse(first) + place * DAY_MS).toISOString().slice(0, 10);
    return known.get(date) ?? { date, contacts: 0, average: null, trend: null };
  });
}

/** What an insights page is asked for; without a word about time, the last 30 days. */
export function insightsFilters(query: string): Filters {
  const given = new URLSearchParams(query);
  const part = (name: string) => given.get(name) ?? "";
  const period = PERIODS.find((known) => known === part("period"));
  const hasDates = part("from") !== "" || part("to") !== "";
  return {
    ...NO_FILTERS,
    period: period ?? (hasDates ? "" : "month"),
    from: part("from"),
    to: part("to"),
    channel: part("channel"),
    agent: part("agent"),
    category: part("category"),
  };
}

export function insightsQuery(filters: Filters): string {
  const query = new URLSearchParams();
  for (const name of ["period", "from", "to", "channel", "agent", "category"] as const) {
    if (filters[name] !== "" && !(name === "period" && filters.period === "month")) {
      query.set(name, filters[name]);
    }
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

/** A channel's name in the figures is a channel (CALL) or a medium (web). */
export const channelFilter = (name: string): Partial<Filters> =>
  (MEDIUMS as readonly string[]).includes(name) ? { medium: name } : { channel: name };

/** A round number at or above the largest, for the top of an axis. */
export function axisTop(largest: number): number {
  const scale = 10 ** Math.floor(Math.log10(Math.max(1, largest)));
  const step = [1, 2, 5, 10].find((one) => one * scale >= largest) ?? 10;
  return Math.max(2, step * scale);
}
