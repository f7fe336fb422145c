import { expect, test } from "vitest";
import { contactPath, customerPath, routeOf } from "../../src/model/route";

test.each([
  ["/dashboard", { page: "list" }],
  ["/dashboard/", { page: "list" }],
  ["/dashboard/insights", { page: "insights" }],
  ["/dashboard/settings/", { page: "settings" }],
  ["/dashboard/callback", { page: "callback" }],
  ["/dashboard/contacts/c-001", { page: "contact", contactId: "c-001" }],
  ["/dashboard/customers/31877", { page: "customer", customerId: "31877" }],
])("%s is a page", (path, route) => {
  expect(routeOf(path)).toEqual(route);
});

test.each([
  "/elsewhere",
  "/dashboard/shop",
  "/dashboard/contacts/a/b",
  "/dashboard/contacts/%E0%A4%A",
  "/dashboard/people/1",
])("%s is none", (path) => {
  expect(routeOf(path)).toEqual({ page: "unknown" });
});

test("an id with odd letters comes back from its address", () => {
  const id = "a/b ?#<%";

  expect(routeOf(contactPath(id))).toEqual({ page: "contact", contactId: id });
  expect(routeOf(customerPath(id))).toEqual({ page: "customer", customerId: id });
});
