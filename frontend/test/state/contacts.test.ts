import { expect, test } from "vitest";
import type { ContactsPage } from "../../src/api/types";
import { ContactList } from "../../src/state/contacts";
import { contact } from "../contacts";

const page = (ids: string[], next_cursor: string | null = null): ContactsPage => ({
  contacts: ids.map((contact_id) => contact({ contact_id })),
  next_cursor,
});

/** Answers with the given pages in turn; a text is a failure. */
function listOf(...answers: (ContactsPage | string)[]): ContactList {
  return new ContactList(async () => {
    const answer = answers.shift();
    if (answer === undefined || typeof answer === "string") throw new Error(answer ?? "no more");
    return answer;
  });
}

const ids = (list: ContactList) => list.wanted.value.map((row) => row.contact_id);

test("the first page is shown, the next is added below", async () => {
  const list = listOf(page(["a", "b"], "2"), page(["b", "c"]));

  await list.load();
  await list.loadMore();

  expect(ids(list)).toEqual(["a", "b", "c"]);
  expect(list.cursor.value).toBeNull();
});

test("without a next page nothing more is asked for", async () => {
  const list = listOf(page(["a"]));
  await list.load();

  await list.loadMore();

  expect(list.stale.value).toBe("");
});

test("new contacts wait until they are wanted", async () => {
  const list = listOf(page(["a"]), page(["b", "a"]));
  await list.load();
  await list.refresh();
  expect(ids(list)).toEqual(["a"]);

  list.showArrived();

  expect(ids(list).sort()).toEqual(["a", "b"]);
  expect(list.arrived.value).toEqual([]);
});

test("an empty list shows the first contacts as they come", async () => {
  const list = listOf(page([]), page(["a"]));
  await list.load();

  await list.refresh();

  expect(ids(list)).toEqual(["a"]);
});

test("a first page that cannot be had is a failure, a later one only makes the list stale", async () => {
  const broken = listOf("down");
  await broken.load();
  const stale = listOf(page(["a"]), "down");
  await stale.load();
  await stale.refresh();

  expect(broken.phase.value).toBe("failed");
  expect(stale.phase.value).toBe("ready");
  expect(stale.stale.value).toBe("down");
  expect(ids(stale)).toEqual(["a"]);
});

test("a column sorts one way, then the other", () => {
  const list = listOf();

  list.sortBy("agent");
  expect(list.order.value).toEqual({ key: "agent", descending: false });
  list.sortBy("agent");
  expect(list.order.value).toEqual({ key: "agent", descending: true });
});

test("the view is read from the address", () => {
  const list = listOf();

  list.readQuery("?status=failed&sort=-agent");

  expect(list.filters.value.status).toBe("failed");
  expect(list.query.value).toBe("?status=failed&sort=-agent");
});
