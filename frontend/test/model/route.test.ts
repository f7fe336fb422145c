import { expect, test } from "vitest";
import { contactPath, routeOf } from "../../src/model/route";

test("an id of any characters goes into a path and comes back", () => {
  const contactId = "web.0/1 <b>%";

  expect(routeOf(contactPath(contactId))).toEqual({ page: "contact", contactId });
});

test("the list, the way back from the sign-in and everything else are told apart", () => {
  expect(routeOf("/dashboard/").page).toBe("list");
  expect(routeOf("/dashboard/callback").page).toBe("callback");
  expect(routeOf("/dashboard/contacts/a/b").page).toBe("unknown");
  expect(routeOf("/dashboard/contacts/%E0%A4%A").page).toBe("unknown");
});
