import { expect, test } from "vitest";
import {
  axisTop,
  channelFilter,
  everyDay,
  insightsFilters,
  insightsQuery,
} from "../../src/model/insights";

const day = (date: string, contacts: number) => ({ date, contacts, average: null, trend: null });

test("a day without contacts stands between its neighbours", () => {
  const days = everyDay([day("2026-03-01", 2), day("2026-02-27", 1)]);

  expect(days.map(({ date, contacts }) => [date, contacts])).toEqual([
    ["2026-02-27", 1],
    ["2026-02-28", 0],
    ["2026-03-01", 2],
  ]);
});

test("no days stay none", () => {
  expect(everyDay([])).toEqual([]);
});

test("without a word about time it is the last 30 days, and the address stays plain", () => {
  const filters = insightsFilters("");

  expect(filters.period).toBe("month");
  expect(insightsQuery(filters)).toBe("");
});

test("dates and filters come back from the address", () => {
  const query = "?from=2026-11-01&to=2026-11-07&agent=ChrisL";

  const filters = insightsFilters(query);

  expect(filters.period).toBe("");
  expect(insightsQuery(filters)).toBe(query);
});

test("a channel of the figures leads to its contacts by channel or by medium", () => {
  expect(channelFilter("CALL")).toEqual({ channel: "CALL" });
  expect(channelFilter("sms")).toEqual({ medium: "sms" });
});

test.each([
  [0, 2],
  [3, 5],
  [7, 10],
  [12, 20],
  [480, 500],
])("the axis of %i ends at %i", (largest, top) => {
  expect(axisTop(largest)).toBe(top);
});
