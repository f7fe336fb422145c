import { expect, test } from "vitest";
import {
  contactTitle,
  csvCell,
  type Filters,
  fromQuery,
  isWanted,
  NEWEST_FIRST,
  NO_FILTERS,
  refreshed,
  sorted,
  toCsv,
  toQuery,
} from "../../src/model/contacts";
import { contact, rated } from "../contacts";

const NOW = new Date("2026-11-23T18:00:00Z");
const isKept = (filters: Partial<Filters>, part: Parameters<typeof contact>[0] = {}) =>
  isWanted(contact(part), { ...NO_FILTERS, ...filters }, NOW);

test("a contact is named by its customer, else by its file, else by its id", () => {
  expect(contactTitle(contact())).toBe("Customer 44017");
  expect(contactTitle(contact({ customer_id: null }))).toBe("call.wav");
  expect(contactTitle(contact({ customer_id: null, file_name: null }))).toBe("c-001");
});

test("every word searched for has to be in the row", () => {
  expect(isKept({ text: "chris 440" })).toBe(true);
  expect(isKept({ text: "chris joana" })).toBe(false);
  expect(isKept({ text: "silence" }, { reason: "41 seconds of silence" })).toBe(true);
});

test("filters are combined", () => {
  expect(isKept({ channel: "CALL", tone: "negative", status: "analyzed", period: "day" })).toBe(
    true,
  );
  expect(isKept({ channel: "CHAT", tone: "negative" })).toBe(false);
  expect(isKept({ status: "progress" }, { status: "TRANSCRIBING" })).toBe(true);
  expect(isKept({ period: "day" }, { started_at: "2026-11-22T17:00:00Z" })).toBe(false);
});

test("a contact without a score is of no tone", () => {
  expect(isKept({ tone: "neutral" }, { sentiment: null })).toBe(false);
});

test("rows without a value come last in either direction", () => {
  const rows = [rated("none", null), rated("high", 3), rated("low", -3)];
  const ids = (descending: boolean) =>
    sorted(rows, { key: "sentiment", descending }).map((row) => row.contact_id);

  expect(ids(false)).toEqual(["low", "high", "none"]);
  expect(ids(true)).toEqual(["high", "low", "none"]);
});

test("equal rows are newest first", () => {
  const rows = [
    contact({ contact_id: "old", started_at: "2026-11-01T00:00:00Z" }),
    contact({ contact_id: "new", started_at: "2026-11-02T00:00:00Z" }),
  ];

  const order = sorted(rows, { key: "agent", descending: false });

  expect(order.map((row) => row.contact_id)).toEqual(["new", "old"]);
});

test("a view goes into the address and comes back the same", () => {
  const filters: Filters = {
    text: "late fee",
    channel: "CALL",
    status: "failed",
    tone: "negative",
    period: "week",
  };
  const order = { key: "sentiment", descending: true } as const;

  expect(fromQuery(toQuery(filters, order))).toEqual({ filters, order });
});

test("the plain list has a plain address, and nonsense in an address is the plain list", () => {
  expect(toQuery(NO_FILTERS, NEWEST_FIRST)).toBe("");
  expect(fromQuery("?status=x&sort=y&tone=")).toEqual({ filters: NO_FILTERS, order: NEWEST_FIRST });
});

test("a fresh page changes known rows in place and holds new ones back", () => {
  const loaded = [contact({ contact_id: "a", status: "ANALYZING" }), contact({ contact_id: "b" })];
  const page = [contact({ contact_id: "c" }), contact({ contact_id: "a", status: "ANALYZED" })];

  const { contacts, arrived } = refreshed(loaded, page);

  expect(contacts.map((row) => [row.contact_id, row.status])).toEqual([
    ["a", "ANALYZED"],
    ["b", "ANALYZED"],
  ]);
  expect(arrived.map((row) => row.contact_id)).toEqual(["c"]);
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1"])(
  "a spreadsheet does not run %j",
  (text) => {
    expect(csvCell(text).replace(/^"/, "").startsWith("'")).toBe(true);
  },
);

test("a cell with a comma or a quote is quoted, a negative score stays a number", () => {
  expect(csvCell('say "no", now')).toBe('"say ""no"", now"');
  expect(csvCell(-2.5)).toBe("-2.5");
  expect(csvCell(null)).toBe("");
});

test("a file of contacts has a header and a line each", () => {
  const lines = toCsv([contact()]).trimEnd().split("\r\n");

  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^contact_id,started_at,/);
  expect(lines[1]).toMatch(/^c-001,2026-11-23T14:00:00Z,CALL,phone,44017,ChrisL,/);
});
