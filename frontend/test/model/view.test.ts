import { expect, test } from "vitest";
import {
  type Filters,
  fromQuery,
  isFiltered,
  NEWEST_FIRST,
  NO_FILTERS,
  orderAfter,
  toQuery,
  toRequest,
  viewOf,
} from "../../src/model/view";

const NOW = new Date("2026-11-23T18:00:00Z");
const asked = (filters: Partial<Filters>) =>
  Object.fromEntries(toRequest({ ...NO_FILTERS, ...filters }, NEWEST_FIRST, NOW));

test("a view goes into the address and comes back the same", () => {
  const filters: Filters = {
    ...NO_FILTERS,
    text: "late fee",
    channel: "CALL",
    status: "FAILED",
    category: "Complaint & more",
    max_sentiment: "-1",
    period: "week",
  };
  const order = { key: "sentiment", descending: true } as const;

  expect(fromQuery(toQuery(filters, order))).toEqual({ filters, order });
});

test("the plain list has a plain address", () => {
  expect(toQuery(NO_FILTERS, NEWEST_FIRST)).toBe("");
  expect(isFiltered(NO_FILTERS)).toBe(false);
});

test.each([
  "?status=x&sort=y&channel=",
  "?min_sentiment=<script>",
  "?from=2026-13-45",
  "?max_duration_ms=1e9",
  `?agent=${"a".repeat(201)}`,
])("nonsense in an address is the plain list: %s", (query) => {
  expect(fromQuery(query)).toEqual({ filters: NO_FILTERS, order: NEWEST_FIRST });
});

test("the API is asked for whole days, which are the bank's", () => {
  expect(asked({ from: "2026-11-20", to: "2026-11-21" })).toMatchObject({
    from: "2026-11-20",
    to: "2026-11-21",
  });
});

test("a period begins with its first day, today being one of them", () => {
  const { from, period } = asked({ period: "week" });

  expect(from).toBe("2026-11-17");
  expect(period).toBeUndefined();
});

test("a date chosen by hand goes before a period", () => {
  const { from } = asked({ period: "week", from: "2026-01-05" });

  expect(from).toBe("2026-01-05");
});

test("filters that are not set are not asked for, the order always is", () => {
  expect(asked({ agent: " ChrisL " })).toEqual({ agent: "ChrisL", sort: "-started_at" });
});

test("a column sorts one way, then the other; times begin with the latest", () => {
  const byAgent = orderAfter(NEWEST_FIRST, "agent");

  expect(byAgent).toEqual({ key: "agent", descending: false });
  expect(orderAfter(byAgent, "agent")).toEqual({ key: "agent", descending: true });
  expect(orderAfter(byAgent, "duration_ms")).toEqual({ key: "duration_ms", descending: true });
});

test("a link to the contacts behind a figure carries only what differs", () => {
  expect(viewOf({ agent: "ChrisL" })).toBe("?agent=ChrisL");
});
