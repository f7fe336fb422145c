import { expect, test } from "vitest";
import { areColumns, inOrder, isShown } from "../../src/model/columns";
import { contactTitle, customerSentiment, refreshed } from "../../src/model/contacts";
import { ENGLISH } from "../../src/strings/english";
import { contact } from "../contacts";

test("a contact is named by its customer, else by its file, else by its id", () => {
  const title = (part: Parameters<typeof contact>[0]) => contactTitle(contact(part), ENGLISH);

  expect(title({})).toBe("Customer 44017");
  expect(title({ customer_id: null })).toBe("call.wav");
  expect(title({ customer_id: null, file_name: null })).toBe("c-001");
});

test("a contact of which nothing was scored has neither average nor trend", () => {
  expect(customerSentiment(contact({ sentiment: null }))).toEqual({ average: null, trend: null });
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

test("columns stand in one order however they are chosen, and two of them always", () => {
  expect(inOrder(["trend", "started_at"])).toEqual([
    "started_at",
    "customer_id",
    "trend",
    "status",
  ]);
});

test("a contact that failed gives the room of what was found to its reason", () => {
  expect(isShown("sentiment", { reason: "silence" })).toBe(false);
  expect(isShown("agent", { reason: "silence" })).toBe(true);
  expect(isShown("sentiment", { reason: null })).toBe(true);
});

test("what is remembered of another version is not taken for columns", () => {
  expect(areColumns(["trend"])).toBe(true);
  expect(areColumns(["shoe_size"])).toBe(false);
  expect(areColumns("trend")).toBe(false);
});
