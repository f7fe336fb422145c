/** Addresses of the dashboard. Paths live under /dashboard/; the list's view is in the query. */

export const BASE = "/dashboard/";

const CONTACT = /^\/dashboard\/contacts\/([^/]+)\/?$/;

export type Route =
  | { page: "list" }
  | { page: "contact"; contactId: string }
  | { page: "callback" }
  | { page: "unknown" };

export function routeOf(path: string): Route {
  const contact = CONTACT.exec(path);
  if (contact?.[1]) return contactRoute(contact[1]);
  if (path === "/dashboard/callback") return { page: "callback" };
  return path === BASE || path === "/dashboard" ? { page: "list" } : { page: "unknown" };
}

function contactRoute(encoded: string): Route {
  try {
    return { page: "contact", contactId: decodeURIComponent(encoded) };
  } catch {
    return { page: "unknown" };
  }
}

export const contactPath = (contactId: string) =>
  `${BASE}contacts/${encodeURIComponent(contactId)}`;
