import { expect, test } from "vitest";
import type { ContactsPage } from "../../src/api/types";
import { ContactList } from "../../src/state/contacts";
import { contact } from "../contacts";

const page = (
  ids: string[],
  next_cursor: string | null = null,
  total = ids.length,
): ContactsPage => ({
  contacts: ids.map((contact_id) => contact({ contact_id })),
  next_cursor,
  total,
});

/** Answers with the given pages in turn; a text is a failure. Keeps what it was asked. */
function listOf(...answers: (ContactsPage | string)[]) {
  const asked: URLSearchParams[] = [];
  const list = new ContactList(async (query) => {
    asked.push(query);
    const answer = answers.shift();
    if (answer === undefined || typeof answer === "string") throw new Error(answer ?? "no more");
    return answer;
  });
  return { list, asked };
}

const ids = (list: ContactList) => list.contacts.value.map((row) => row.contact_id);

test("the server is asked for the view that the address names", async () => {
  const { list, asked } = listOf(page(["a"]));

  await list.show("?status=FAILED&sort=-agent");

  expect(asked[0]?.get("status")).toBe("FAILED");
  expect(asked[0]?.get("sort")).toBe("-agent");
  expect(asked[0]?.get("limit")).toBe("50");
});

test("the first page is shown, the next is added below", async () => {
  const { list, asked } = listOf(page(["a", "b"], "2", 3), page(["b", "c"]));

  await list.show("");
  await list.loadMore();

  expect(ids(list)).toEqual(["a", "b", "c"]);
  expect(list.cursor.value).toBeNull();
  expect(list.total.value).toBe(3);
  expect(asked[1]?.get("cursor")).toBe("2");
});

test("without a next page nothing more is asked for", async () => {
  const { list, asked } = listOf(page(["a"]));
  await list.show("");

  await list.loadMore();

  expect(asked).toHaveLength(1);
});

test("the answer to an older view does not overwrite a newer one", async () => {
  const answers: ((page: ContactsPage) => void)[] = [];
  const list = new ContactList(() => new Promise((answer) => answers.push(answer)));
  const old = list.show("?agent=old");
  const fresh = list.show("?agent=fresh");

  answers[1]?.(page(["fresh"]));
  answers[0]?.(page(["old"]));
  await Promise.all([old, fresh]);

  expect(ids(list)).toEqual(["fresh"]);
  expect(list.isBusy.value).toBe(false);
});

test("coming back to the view that is shown keeps its rows and brings them up to date", async () => {
  const { list } = listOf(page(["a"]), page(["b", "a"]));
  await list.show("?agent=x");

  await list.show("?agent=x");

  expect(ids(list)).toEqual(["a"]);
  expect(list.arrived.value.map((row) => row.contact_id)).toEqual(["b"]);
});

test("new contacts wait until they are wanted", async () => {
  const { list } = listOf(page(["a"]), page(["b", "a"]));
  await list.show("");
  await list.refresh();
  expect(ids(list)).toEqual(["a"]);

  await list.showArrived();

  expect(ids(list)).toEqual(["b", "a"]);
  expect(list.arrived.value).toEqual([]);
});

test("in another order than newest first the server says where new ones belong", async () => {
  const { list } = listOf(page(["a"]), page(["a", "b"]), page(["a", "b"]));
  await list.show("?sort=agent");
  await list.refresh();

  await list.showArrived();

  expect(ids(list)).toEqual(["a", "b"]);
  expect(list.arrived.value).toEqual([]);
});

test("an empty list shows the first contacts as they come", async () => {
  const { list } = listOf(page([]), page(["a"]));
  await list.show("");

  await list.refresh();

  expect(ids(list)).toEqual(["a"]);
});

test("a view that cannot be had is a failure, a refresh only makes the list stale", async () => {
  const broken = listOf("down").list;
  await broken.show("");
  const stale = listOf(page(["a"]), "down").list;
  await stale.show("");
  await stale.refresh();

  expect(broken.phase.value).toBe("failed");
  expect(stale.phase.value).toBe("ready");
  expect(stale.stale.value).toEqual(new Error("down"));
  expect(ids(stale)).toEqual(["a"]);
});

test("deleted contacts leave the list and its count", async () => {
  const { list } = listOf(page(["a", "b"], null, 7));
  await list.show("");

  list.forget(["a"]);

  expect(ids(list)).toEqual(["b"]);
  expect(list.total.value).toBe(6);
});

test("a row changes at once when it is analyzed again", async () => {
  const { list } = listOf(page(["a"]));
  await list.show("");

  list.change(["a"], { status: "TRANSCRIBING" });

  expect(list.hasWork.value).toBe(true);
});
